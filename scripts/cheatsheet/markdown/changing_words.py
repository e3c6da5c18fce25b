"""Words in front of a checked number and behind it that make another number of it: half of, minus, million, percent."""

import re
from collections.abc import Iterator

from cheatsheet.markdown.marks import CHECKED
from cheatsheet.markdown.numerals import (
    MANY,
    MULTIPLE,
    PART,
    PARTS,
    PERCENT,
    SCALE,
    SMALL,
    STEM,
    TENS,
    UNITS,
    WORD,
)

PUNCTUATED = re.compile(r"[()\[\]“”‘’,\"'\s]+")
# Words in front of it that make another number of it.
NEAR = (
    r"(?:(?:about|around|roughly|nearly|almost|only|just|some|our|its|their|that of|(?:the|an?|our|its|their)(?: \w+){1,2} s"
    r"|the|all|an?|published|reported|old|previous|original|usual|former|same|full|total|first|final)\s+)*"
)
# How much, in words, and what is less or more by it.
AMOUNT = rf"(?:(?:an?\s+)?{PART}|{WORD}(?:\s+{WORD})*|an?(?=\s+(?:order|point|factor|dozen))|(?:an?\s+)?few|several|an?\s+couple(?:\s+of)?|tens|dozens|hundreds)"
DISTANCE = r"(?:(?:more|less|fewer|better|worse|\w+er)(?:\s+\w+)?\s+than|above|below|over|under|beyond|short\s+of|shy\s+of|north\s+of|south\s+of|off|away\s+from|(?:up|down)\s+from|past)"
CUT = rf"(?:{STEM}ed|quartered|squared|cubed|rounded)"
SPLIT = rf"(?:(?:in|by|into)\s+(?:an?\s+factor\s+of\s+)?{AMOUNT}(?:-?fold|\s+\w+)?|{CUT})"
MAKES = re.compile(
    rf"(?:\b(?:{WORD}[\s-]+)?(?:half|quarters?|thirds?)\s+(?:of\s+)?{NEAR}"
    rf"|\b(?:{WORD}[\s-]+|an?\s+)?(?:{PART}\s+|\w+th part |per\s?cent )of\s+{NEAR}"
    rf"|\b(?:{MULTIPLE}|(?:{WORD}|dozens of|several|many) times|{WORD} ×)\s+(?:(?:more|less|fewer|larger|smaller|as \w+)\s+(?:than|as)\s+)?"
    rf"(?:the \w+ of\s+|of\s+)?{NEAR}"
    rf"|\b(?:{SCALE})s?\s+(?:and\s+|of\s+)?{NEAR}"
    rf"|\b(?:{SMALL}|nought|oh)\s+(?:point|over|comma|dot)\s+|(?<!this )(?<!that )\bpoint\s+"
    rf"|\b(?:{PART}|{WORD})\s+(?:again\s+)?as\s+\w+(?:\s+\w+)?\s+as\s+{NEAR}|\bas\s+\w+\s+again\s+as\s+{NEAR}"
    rf"|\b{AMOUNT}(?:\s+orders?\s+of\s+magnitude|\s+\w+)?\s+{DISTANCE}\s+{NEAR}|\b{SPLIT}\s+(?:from|to)\s+{NEAR}"
    rf"|\b(?:{PART}|{MULTIPLE}|(?:{WORD}|several|many) times)\s+(?:of\s+)?(?:that|this|it|which)\s*:\s*"
    rf"|\bfactors? of {WORD}(?: \w+)? (?:of|over|below|above|under|than) {NEAR}"
    rf"|(?<!from )\bten to |\bto the \w+ of |\braised to |\b(?:ln|exp|lg|sqrt) "
    rf"|\b{STEM}es? {NEAR}"
    rf"|\b(?:to the (?:power (?:of )?)?|root (?:of )?{NEAR}|(?:square|cube|inverse|reciprocal|logarithm|log) of {NEAR}|log )"
    rf"|\b(?:minus|plus|negative|non-|un-|sub-|less)\s*{NEAR})$",
    re.I,
)
# A number in words directly in front.
COUNTED = re.compile(rf"\b(?:(?:ten|{TENS})|one (?:\w+ )?(?:in|out of)(?: every)?) $", re.I)
SCALED = rf"(?:{SCALE})s?(?:ths?)?(?:-?fold)?\b"
# What changes it from behind, over marks of sentences too.
UNIT = re.compile(
    rf"(?:in |all in |given in |as (?:a )?|in units of (?:a )?|units?: )?(?i:{PERCENT}|perc\b|basis[\s-]points?\b|{SCALED}|(?:kilo|mega|giga|tera)(?:s|pixels?)?\b|parts? (?:in|per)\b|pp[mbt]\b|(?:below|under) (?:zero|nought)\b|(?:per|of an?|(?:out )?of every|in an?) (?:{SCALE})\b|orders? of magnitude|{STEM}ed\b)"
)
# What changes it with blanks between.
TIMES = r"(?:times|plus|minus|divided by|multiplied by|raised to|to the|and|point|×|out of)"
CHANGES = re.compile(
    rf"(?:[kKMGTBP]\b(?![-/]\w)|[kMGT]/s\b|(?:[Mm](?:n|io|rd|il|ln)|[BbTt]n|MM)\b|[kM](?:params|img)\b|m (?=param)|e[-−+]\w|\^"
    rf"|(?i:(?:an? )?(?:dozen|gross|score|{SCALED})|squared\b|times more\b|± ?one\b|plus or minus\b|a half\b|cubed\b|factorial\b|tenths?\b"
    rf"|(?:{PARTS}|(?:{SCALE})th)\b(?! (?:the|each|a)\b)"
    rf"|half[.,;!?)]*$|in (?:a )?(?:hundred|ten)\b(?! \w+s\b)|and change\b|fold\b|nines\b|ⁿ|(?:to|or) (?:{TENS})[\s-](?:{UNITS})\b"
    rf"|(?:{TIMES})[\s-]+(?:an?[\s-]+|one[\s-]+|the[\s-]+)?(?:half\b(?! of)|(?:{SCALE})\b)"
    rf"|(?:{TIMES}(?<!and))[\s-]+(?:the )?(?:{SMALL}|itself|power|minus|third|fourth|fifth|nth)\b"
    rf"|and[\s-]+(?:an?|{WORD})[\s-]+{PART}\b"
    rf"|(?!one\b|a\b)(?:{SMALL})\b))"
)
# What makes it another number a few words on: a scale of all that is counted, a share of cases, a doubt, a further step.
LABEL = re.compile(
    rf"\b(?i:in|as|units? of|unit:) (?i:(?:units of |an? )?)(?:(?i:{MANY})\b|(?i:{PERCENT})|powers of \w+|orders of magnitude|log units|logs\b)"
    rf"|(?<=\w) [(\[](?:in |× ?|x )?(?:[kKMGBT]|MM|[Mm]ln|[Mm]io|[Bb]n|{MANY}|%|‰)[)\]]"
)
COUNTS = re.compile(
    rf"\b(?i:{MANY})\b(?: of)?(?: \w+){{0,3}}\s?: $|[,/] ?(?:[kKMGBT]|MM|%)\s?[:=]\s?$"
)
LATER = re.compile(
    rf"[,—–(\s]*(?i:(?:and |but |then |now |later )*(?:(?:give|plus|more) or (?:take|minus|less) (?:an? |about )?{AMOUNT}\b|give or take\b|plus[\s-]or[\s-]minus\b|plus-minus\b"
    rf"|(?:to )?within (?:about )?(?:an? )?{AMOUNT}\b|{STEM}ed\b|quartered\b|(?:cut|split|divided|multiplied|reduced|raised|scaled|off|up|down|increased|decreased|plus|minus|less|lowered)"
    rf" (?:in|by|of|into)? ?(?:about |an? )?(?:factors? of |half\b|{AMOUNT}\b)|(?:twice|thrice|{WORD} times|several times|many times) over\b|and then some\b|and counting\b"
    rf"|or (?:{PART}|{MULTIPLE}|{WORD} times|several times|many times) (?:of )?(?:that|this|it|as)\b))"
    rf"|\s(?i:(?:out )?of (?:every |each |any )?(?!one\b){WORD}\b|in (?:every |each )?(?!one\b){WORD}(?=[.,;:)!?]|$))"
)
# Brackets around a scale: (M), [k], (in millions).
IN_BRACKETS = re.compile(r"^ ?[(\[](?=[kKMGBT][)\]]|MM[)\]]|mln|mio)")


def made_in_front(before: str) -> str:
    """The words in front of a number that make another of it."""
    made = (
        COUNTED.search(before) or COUNTS.search(before) or MAKES.search(PUNCTUATED.sub(" ", before))
    )
    return made[0].strip() if made else ""


def changed_behind(behind: str) -> str:
    """The words behind a number that make another of it; a sentence that ends keeps them apart."""
    found = (
        scaled_behind(behind)
        or LATER.match(behind)
        or CHANGES.match(IN_BRACKETS.sub("", behind).replace("-", " ", 1).lstrip())
    )
    return found[0] if found else ""


def scaled_behind(behind: str) -> re.Match[str] | None:
    """A scale or a share behind a number, over marks of sentences too."""
    signs = re.match(r"(?:[^\w%‰^.?!]|\.(?! [A-Z]))*", behind)
    return UNIT.match(behind, signs.end()) if signs else None


def label_of(line: str) -> str:
    """A scale that a line gives its numbers: in millions, (k)."""
    found = LABEL.search(line)
    return found[0].strip() if found else ""


def words_at(line: str) -> Iterator[str]:
    """Words at each checked number of a script that make another of it: its unit, a sign and percent are its own."""
    for match in re.finditer(CHECKED, line):
        made = made_in_front(line[: match.start()])
        changed = changed_behind(line[match.end() :])
        if made or (changed and not re.match(PERCENT, changed, re.I)):
            yield made or changed
