"""Words of number that state no result: a table of forms, each with its reason. All else of written.py is one."""

import re
from collections.abc import Iterator

from cheatsheet.markdown.number_rules import FORMATS
from cheatsheet.markdown.numerals import WORD
from cheatsheet.markdown.written import AMOUNT, IN_WORDS, OWN, UNIT, WRITTEN

TURNS = r"(?:doubl|halv|tripl|quadrupl)"
# What a network or a split is made of, and no case that it gets right.
STRUCTURE = (
    r"(?:heads|layers|channels|blocks|stages|weights|neurons|units|bits|bytes|corners|neighbours|axes|dimensions|columns|rows|cells|taps|levels|anchors|patches|tokens"
    r"|coordinates|entries|branches|experts|groups)"
)
WORKS = r"(?:fail|wrong|right|correct|pass|work|win|won|lose|lost|better|worse|diverge|converge|miss|found|find|useless|useful|prun|remov|dead|enough|suffic|do nothing)"
SET_ASIDE = r"(?:held out|kept (?:out|back|for)|set aside|left out|put aside|withheld|reserved|drawn|flipped|masked|dropped at random|labell?ed|padded)"
FORMS = [
    # A map of features; AP's mean is written mAP.
    rf"(?-i:\b(?:{TURNS}(?:es?|ed|ing) {OWN}map|(?:Twice|twice|Half|half) the map|map (?:(?:is|are) )?{TURNS}(?:es?|ed)|map of {WORD}(?= (?:by|pixels|channels|cells|units|columns|rows)\b))\b)",
    # A condition, in the present.
    rf"(?:\b(?:when|whenever|if|as|while|where) {OWN}(?!\w+ing\b)\w+(?: \w+)? (?:is {TURNS}ed|{TURNS}es)\b)",
    # What it takes to read.
    rf"\b(?:{AMOUNT}|an?|another|one)[\s-](?:(?:short|full|good|single|quiet) )?{UNIT} (?:(?:is|are) (?:enough|plenty) )?(?:to (?:re-?read|read|revise|review|rehearse|go through|study|prepare)\b|of (?:reading|revision|study)\b)",
    # How often something is done.
    rf"\b(?:every|each) (?:(?:{WORD})[\s-](?:and[\s-])?)*{WORD} (?:epochs|steps|iterations)\b",
    # Parts of a network, which nobody has counted in a run.
    rf"\b{WORD} of (?:the |its )?{WORD} {STRUCTURE}\b(?![^.;]*\b{WORKS})",
    # A split, and what is done to a share of the data.
    rf"\b{WORD} (?:\w+ )?(?:in|of|out of) (?:every )?{WORD}(?: \w+)? (?:is|are) {SET_ASIDE}\b",
]
PLAIN = re.compile("(?i:" + "|".join(FORMS) + ")")
# The rate at which a device records, where the sentence begins with it, and what its maker calls the memory of a card.
GIVES = (
    r"(?:gives?|delivers?|takes|records?|sends?|leaves|hands|captures?|yields?|sees|moves|shows)"
)
DEVICE = re.compile(
    rf"(?:^|(?<=[.!?:] ))(?:An?|The|One|Each) (?:\w+ )?(?:camera|webcam|video|sensor) (?:at|of|with) (?:24|25|30|50|60|120|240) (?:fps|FPS|Hz)(?= {GIVES} )"
    r"|\b(?:A100 (?:has|with|holds) (?:40|80)|H100 (?:has|with|holds) 80|V100 (?:has|with|holds) (?:16|32)|T4 (?:has|with|holds) 16) GB"
    r"(?: of (?:memory|HBM[23]?e?))?(?=[.,;:)]|$| (?:and|but|each)\b)(?! (?:left|free|in use|to spare|used|busy))"
)
# Numbers of a format of pixels, not a count of them.
FORMATTED = re.compile(
    rf"\b(?:{FORMATS}) pixels\b(?! (?:wide|high|tall|long|deep|away|apart|off|across|more|less|better))"
)


def written_in(line: str) -> Iterator[str]:
    """What a line states in words of number."""
    found = WRITTEN.search(line) if IN_WORDS.search(line) else None
    plain = [each.span() for each in PLAIN.finditer(line)] if found else []
    while found:
        start, end = found.span()
        is_plain = any(first <= start and end <= last for first, last in plain)
        if not is_plain:
            yield found[0]
        found = WRITTEN.search(line, start + 1 if is_plain else end)
