"""Which numbers a citation may hold: one that is quoted, those of names, and those of places in the source."""

import re

from cheatsheet.content.references import Reference
from cheatsheet.markdown.number_rules import masked
from cheatsheet.markdown.numerals import CARDINAL, RESULT, has_numeral
from cheatsheet.markdown.units import UNIT
from cheatsheet.markdown.written import WRITTEN

# A number alone with its unit, as the source gives it.
ONE = rf"[−-]?\d[\d,]*(?:\.\d+)?[⁻¹²³⁰-⁹]*(?:×|%| ?(?:billion|million|M|px|TFLOP/s|GB/s|{UNIT}))?(?:[–×]\d+×?)?"
QUOTED = re.compile(rf"(?:above |below |about )?{ONE}(?:(?:, | and ){ONE})*")
# Where something stands: a word for the kind of place, and its number; parts of a work have points in theirs.
PARTS = r"sec|secs|section|sections|eq|eqs|equation|ch|chapter|app|appendix|algorithm|theorem|proposition|lemma|lecture|part"
THINGS = r"table|tables|fig|figs|figure|figures|p|pp|page|line|step|note|notes|relationship|mechanism|issue|col|column"
PART, THING = r"(?:[A-Z]\.\d|[A-Z]?[1-9]?\d(?:\.\d{1,2}){0,3}[a-z]?)", r"[A-Z]?\d{1,3}[a-z]?"
AND = "(?:, | and | to |–|, and )"
PLACE = re.compile(
    rf"\b(?:(?i:{PARTS})\b\.? {PART}(?:{AND}{PART})*|(?i:{THINGS})\b\.? {THING}(?:{AND}{THING})*)(?![\w.]*[\d%])"
    rf"|\b\d+-layer|(?<![\w.,])(?:et al\. |& \w+ )(?:19|20)\d\d(?![\w.,]*\d)"
)
CURE = "name the place alone; a number of the source is what the link says, its conditions follow a semicolon"


def fault_of_words(says: str, reference: Reference) -> tuple[str, str] | None:
    """What is wrong with the words of a link to a source, and the cure."""
    rest = ISSUE.sub("", says.replace(reference.name, "").replace(reference.authors, ""))
    if QUOTED.fullmatch(says.strip()):
        return None
    if has_numeral(masked(rest, "")) or WRITTEN.search(rest) or CARDINAL.search(rest):
        cure = "link the number alone, or name the source"
        return f"the citation says {says!r}, a number among other words", cure
    if not re.search(r"[^\W\d_]{2}", says):
        return f"the citation says {says!r}, which is no word", "write author and year"
    return None


def fault_of_place(place: str) -> tuple[str, str] | None:
    """What is wrong with the place in a source, and the cure; conditions behind a semicolon may count things."""
    where, _, conditions = place.partition(";")
    rest = masked(PLACE.sub("", where), "")
    words = [word for word in rest.split() if has_numeral(word) and not NAMED.fullmatch(word)]
    if words or WRITTEN.search(where) or "%" in where:
        return f"the place {place!r} holds a number that is no place", CURE
    counted = masked(COUNTED.sub("", PLACE.sub("", conditions)), "")
    words = [word for word in counted.split() if has_numeral(word) and not NAMED.fullmatch(word)]
    is_result = RESULT.search(conditions) and (
        has_numeral(conditions) or CARDINAL.search(conditions)
    )
    if words or is_result or "%" in conditions or WRITTEN.search(conditions):
        return f"the conditions {conditions.strip()!r} state a result", CURE
    return None


def unconfirmed(said: str, reference: Reference) -> tuple[str, str] | None:
    """What is wrong with words that are quoted from a source which nobody confirmed, and the cure."""
    if reference.is_confirmed or not has_numeral(said):
        return None
    what = f"{said.strip()!r} is quoted from {reference.key}, which nobody confirmed"
    return what, "read the source, or quote one that was read"


# Names of code and products, which end in a digit or hold one.
NAMED = re.compile(
    r"resnet50,|\[0|[01]\]?|[\[(]?[A-Za-z][\w/.]*[A-Za-z_](?:\d[a-z]?)?(?:[/.]\w+)*[,.;:)]*"
)
ISSUE = re.compile(r"\bissue \d+")
# What conditions count: the set-up of a measurement, never what came of it.
COUNTED = re.compile(
    r"(?<![\w.,×])(?:\d[\d,]*(?: and \d[\d,]*)? (?:images?|regions?|crops?|samples?|GPUs?|epochs?|steps?|layers?|bits?|px)\b"
    r"|\d[\d,.]* (?:million |billion )?parameters\b|\d+ ms on an? |sequences of \d+K?\b|schedule \dx\b"
    r"|(?:batch|rate) \d+\b(?![.,]\d)|[αβγλ] = \d\b(?![.,]\d)|A100 [48]0 GB\b"
    r"|(?:(?:VOC|COCO|ImageNet)[ -](?:val)?|(?<=, )|January|February|March|April|May|June|July|August"
    r"|September|October|November|December) ?20[012]\d(?![\w%.,]*[\d%])|vgg_16\b)"
)
