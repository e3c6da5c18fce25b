"""Which numbers inline code may hold: those of code. A number alone is a statement, however it is set."""

import re

from cheatsheet.markdown.code_values import is_statement
from cheatsheet.markdown.marks import CHECKED, NOTED, NUMBERED, PASSED
from cheatsheet.markdown.number_rules import SIDE

# Settings that pages give values: a reader may choose them freely, so that no run stands behind them. Their values are
# those that are chosen: round ones and nines. `best at lr=0.3` would be a result: see AT_BEST.
RATES = r"lr|weight_decay|momentum|dampening|dropout|label_smoothing|drop_path|temperature|eps|betas?|alpha|gamma|margin|p_t|[αβγεπτλm]"
ROUND = r"(?:0?\.9{1,4}|\d\.0|0?\.0*[1-9]5?|[1-9]0*|0|1\.5|\de-\d{1,2})"
COUNTS = (
    r"batch|batch_size|groups|stride|padding|output_padding|kernel_size|dilation|width|num_workers|prefetch_factor|seed|scale_factor|num_heads"
    r"|num_groups|num_classes|in_channels|out_channels|in_features|out_features|hidden|[BCDHKLNTWdknw]"
)
COUNT = r"(?:[1-9]0*|16|32|64|128|256|512|1024)"
ASSIGNED = rf"(?:(?:{RATES}) ?= ?(?:{ROUND}|\({ROUND}(?:, {ROUND})+\))|(?:{COUNTS}) ?= ?{COUNT}|\w+ ?= ?[A-Z] [-+] 1)"
# Layers and types that end in a digit by name.
LAYER = (
    r"(?:[A-Za-z_]\w*\.)*(?:(?:Conv|ConvTranspose|BatchNorm|InstanceNorm|FrozenBatchNorm|Dropout|MaxPool|AvgPool|AdaptiveAvgPool)[123]d"
    r"|conv[123]d)"
)
TYPE = r"(?:[A-Za-z_]\w*\.)*(?:u?int(?:8|16|32|64)|b?float(?:16|32|64))"
CHANNELS = r"(?:[1-9]|16|32|64|128|256|512|1024)"
# Calls of the library with sizes, names and settings, and what takes parts of a tensor or orders its axes.
SIZE = r"(?:-?[01]|[2-8]|10|100|1000|16|32|64|128|256|512|768|1024|2048)"
NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*"
GIVEN = rf"(?:(?:{COUNTS}|dim|axis|keepdim|bias|ceil_mode|align_corners|mode|size) ?= ?)?(?:{SIZE}|{NAME}|\({SIZE}(?:, {SIZE})*\))"
LIBRARY = rf"(?:torch\.nn\.functional|torch\.nn|torch\.optim|torch|nn|F|optim|np)\.{NAME}"
SHAPES = r"view|reshape|transpose|permute|unsqueeze|squeeze|flatten|expand|repeat|unfold|chunk|split|sum|mean|var|std|max|amax|argmax|softmax|size|shape|norm|sort|topk|cumsum|roll|flip"
PART = r"(?::|\.\.\.|None|-?[0-4]?:-?[0-4]?(?::[1-4])?|-?[0-4]|[a-z]\w*)"
FORMS = re.compile(
    rf"{ASSIGNED}(?:, {ASSIGNED})*"
    rf"|{LAYER}(?:\((?:{CHANNELS}(?:, {CHANNELS})*)?\))?"
    rf"|{TYPE}(?:\(\))?"
    rf"|{LIBRARY}\((?:(?:{GIVEN}|{ASSIGNED})(?:, (?:{GIVEN}|{ASSIGNED}))*)?\)"
    rf"|[A-Za-z_]\w*\.(?:{SHAPES})\({GIVEN}(?:, {GIVEN})*\)"
    rf"|[A-Za-z_]\w*\[{PART}(?:, {PART})*\]"
    rf"|{SIDE} ?× ?{SIDE}(?: ?× ?(?:{SIDE}|3)){{0,2}}"  # a size
    r"|\((?:[01], )*[A-Z](?:, (?:1|[A-Z]))*\)"  # a shape with symbols
    r"|[a-z]\w*\[(?:-?[01])\]|dim=-?[0-3]|range\(10\)|(?:torch|np)\.(?:zeros|ones|eye)\([1-4]\)|(?:torch\.|np\.|math\.)?log(?:1p|2|10)"
    r"|F\.relu6|nn\.ReLU6"
)
# Words by which a setting becomes what a run has found.
AT_BEST = re.compile(
    r"\b(?:best|worst|optim\w+|fastest|slowest|highest|lowest|fewest|wins?|won|fails?|peaks?|breaks?|diverges?|converges?|falls|fell|drops|dropped"
    r"|minim(?:um|a)|maxim(?:um|a))\b(?:[\w\s]{0,20}\b(?:at|with|is|by|of|for|until|below|above|near|under|over) $|: $)",
    re.I,
)
# Where a setting is named and no checked number is, these words make a result of it.
OUTCOME = re.compile(
    r"\b(?:(?:un)?stable|stab(?:le|ility)|sweet spot|knee|elbow|cliff|limit|threshold|ceiling|tipping point|turning point|cross-?over|ideal|safe|works?|trains|learns"
    r"|survives?|explod(?:es?|ed|ing)|blows? up|overflows?|collapses?|stalls?|plateaus?|saturates?|oscillates?|crashes|degrades?|hurts?|beats?|outperforms?|exceeds?"
    r"|overfits?|underfits?|suffices?|enough|too (?:large|small|high|low|big|much)|(?:most|more|less) (?:accurate|stable|robust)|better|worse|faster|slower)\b",
    re.I,
)
# In front of a setting these say how far something goes.
BOUND = re.compile(
    r"\b(?:up to|down to|as (?:high|low|large|small|big|far|much|little) as|at (?:most|least)|or (?:more|less) than|until|beyond|past|above|below|over|under|near|around"
    r"|(?:is|are|was|were|lies|lie|sits?|occurs?|happens?|begins?|starts?|ends?|comes?) (?:at|near|around|about|with|by|on|from))\s$",
    re.I,
)
CLAUSE = re.compile(r"(?<=[.;!?])\s")
LINKED = re.compile(f"[{CHECKED}{NOTED}{PASSED}{NUMBERED}]")
SETTING = re.compile(r"[^\W\d]\w* ?= ?\(?[−-]?\d")
WINS = re.compile(r" (?:wins?|won|fails?|is (?:the )?(?:best|worst|fastest|slowest)|diverges?)\b")


def is_code(text: str) -> bool:
    """Whether inline code that holds digits reads as code."""
    return FORMS.fullmatch(text) is not None or is_statement(text)


def is_found(line: str, start: int, end: int) -> bool:
    """Whether the sentence says that a run found the setting between these places, rather than that one chose it."""
    before, behind = line[:start], line[end:]
    if AT_BEST.search(before) or WINS.match(behind):
        return True
    if not SETTING.search(line[start:end]):
        return False
    if BOUND.search(before):
        return True
    sentence = CLAUSE.split(before)[-1] + " " + CLAUSE.split(behind)[0]
    return OUTCOME.search(sentence) is not None and not LINKED.search(sentence)
