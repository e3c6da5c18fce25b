"""What may stand beside a checked number: words, and the signs by which sentences are set. All else changes what it says."""

import re
from collections.abc import Iterator

from cheatsheet.markdown.marks import CHECKED, CLAIMED, CODE, NOTED, NUMBERED, PASSED, readable
from cheatsheet.markdown.numerals import (
    MULTIPLE,
    PART,
    PERCENT,
    SMALL,
    TENS,
    UNITS,
    WORD,
    is_from_right,
)

MARKS = f"{CHECKED}{NOTED}{PASSED}{NUMBERED}{CLAIMED}"
# Signs in a row, beside a number.
BEFORE = re.compile(rf"[^\w{MARKS}]*$")
BEHIND = re.compile(rf"[^\w{MARKS}]*")
SENTENCE = set(" ,;:.?!()[]“”‘’\"'…→`")
# Between two checked numbers: a range, a ratio, a sum. With a blank on both sides or on none.
JOINED = re.compile(r"( ?)(?:[–×/:÷→=≥>≤<≈]|\+|−|±)\1| \| ")
# Two numbers, and nothing that keeps them apart.
TOUCHING = re.compile(r"[\s_^]*|\s*[.,:;·|]|\s+[.,:;·]\s*")
# A relation, with a name on its left.
RELATED = re.compile(rf"(?:[^\W\d_]|[{MARKS})”’]) [=>≥≈×÷/] $|[{CHECKED}{NOTED})] [-−–+±<≤] $")
VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|by|at|of|to|costs?|takes?|has|have|with|in|from|and|or|than|only|about) [=>≥≈×÷/] $"
)
# Dashes around an aside: a word in front that no number follows, and none within.
OPENS = re.compile(
    r"(?<!\w)(?!(?:is|are|was|were|be|has|have|of|by|to|at|in|with|from|about|only|and|or|than) )[^\W\d_]+[)”’]? — $"
)
CLOSES = re.compile(rf"(?: [^\W\d_][^—.!?;:…\d{MARKS}]*)? — \S")
LIST = re.compile(rf"[{MARKS}]\)? · $")
APART = re.compile(r"\s[!?.,;:…]+\s*$")
PUNCTUATED = re.compile(r"[()\[\]“”‘’,\"'\s]+")
# Words in front of it that make another number of it.
NEAR = r"(?:(?:about|around|roughly|nearly|almost|only|just|some|our|its|their|that of|the|all|an?)\s+)*"
MAKES = re.compile(
    rf"(?:\b(?:{WORD}[\s-]+)?(?:half|quarters?|thirds?)\s+(?:of\s+)?{NEAR}"
    rf"|\b(?:{WORD}[\s-]+|an?\s+)?(?:{PART}\s+|\w+th part |per\s?cent )of\s+{NEAR}"
    rf"|\b(?:{MULTIPLE}|(?:{WORD}|dozens of|several|many) times|{WORD} ×)\s+(?:(?:more|less|fewer|larger|smaller|as \w+)\s+(?:than|as)\s+)?"
    rf"(?:the \w+ of\s+|of\s+)?{NEAR}"
    rf"|\b(?:hundred|thousand|million|billion|trillion|dozen)s?\s+(?:and\s+|of\s+)?{NEAR}"
    rf"|\b(?:{SMALL}|nought|oh)\s+(?:point|over|comma|dot)\s+|(?<!this )(?<!that )\bpoint\s+"
    rf"|\bhalf as \w+ as {NEAR}|\bfactors? of {WORD}(?: \w+)? (?:of|over|below|above|under|than) {NEAR}"
    rf"|(?<!from )\bten to |\bto the \w+ of |\braised to |\b(?:ln|exp|lg|sqrt) "
    rf"|\b(?:doubles?|halves?|triples?|quadruples?) {NEAR}"
    rf"|\b(?:to the (?:power (?:of )?)?|root (?:of )?{NEAR}|(?:square|cube|inverse|reciprocal|logarithm|log) of {NEAR}|log )"
    rf"|\b(?:minus|plus|negative|non-|un-|sub-|less)\s*{NEAR})$",
    re.I,
)
# A number in words directly in front.
COUNTED = re.compile(rf"\b(?:(?:ten|{TENS})|one (?:\w+ )?(?:in|out of)(?: every)?) $", re.I)
SCALED = r"(?:hundred|thousand|lakh|crore|million|milliard|billion|trillion|quadrillion|quintillion|myriad)s?(?:ths?)?(?:-?fold)?\b"
# What changes it from behind, over marks of sentences too.
UNIT = re.compile(
    rf"(?:in |all in |given in |as (?:a )?|in units of (?:a )?|units?: )?(?i:{PERCENT}|perc\b|basis[\s-]points?\b|{SCALED}|(?:kilo|mega|giga|tera)(?:s|pixels?)?\b|parts? (?:in|per)\b|pp[mbt]\b|(?:below|under) (?:zero|nought)\b|(?:per|of an?|(?:out )?of every|in an?) (?:hundred|thousand|million)\b|orders? of magnitude|(?:halved|doubled|tripled)\b)"
)
# What makes a quantity of a name.
MEASURED = re.compile(r" (?:s|ms|µs)\b|-fold\b")
SIGNED = tuple("−-–+±~<>≤≥≈=")
# What changes it with blanks between.
TIMES = r"(?:times|plus|minus|divided by|multiplied by|raised to|to the|and|point|×|out of)"
CHANGES = re.compile(
    rf"(?:[kKMGTBP]\b(?![-/]\w)|[kMGT]/s\b|(?:[Mm](?:n|io|rd|il|ln)|[BbTt]n|MM)\b|[kM](?:params|img)\b|m (?=param)|e[-−+]\w|\^"
    rf"|(?i:(?:an? )?(?:dozen|gross|score|{SCALED})|squared\b|times more\b|± ?one\b|plus or minus\b|a half\b|cubed\b|factorial\b|tenths?\b"
    rf"|(?:quarters|thirds|fourths|fifths|sixths|sevenths|eighths|ninths|halves|hundredths?|thousandths?|millionths?|sixteenths)\b(?! (?:the|each|a)\b)"
    rf"|half[.,;!?)]*$|in (?:a )?(?:hundred|ten)\b(?! \w+s\b)|and change\b|fold\b|nines\b|ⁿ|(?:to|or) (?:{TENS})[\s-](?:{UNITS})\b"
    rf"|(?:{TIMES})[\s-]+(?:an?[\s-]+|one[\s-]+|the[\s-]+)?(?:half\b(?! of)|hundred\b|thousand\b|million\b|billion\b)"
    rf"|(?:{TIMES}(?<!and))[\s-]+(?:the )?(?:{SMALL}|itself|power|minus|third|fourth|fifth|nth)\b"
    rf"|and[\s-]+(?:an?|{WORD})[\s-]+{PART}\b"
    rf"|(?!one\b|a\b)(?:{SMALL})\b))"
)
# The id of a claim stands behind a sentence or a part of one: else it reads as a quantity.
ENDS = re.compile(rf"$|[.;,:)](?:\s|$)| (?:[{MARKS}{CODE}]|[A-Z]|(?:and|says) [a-z]{{3}})")
COUNTS = re.compile(
    rf"(?:^|[^\w\s)\]”’$`…?!.;{MARKS}]|\S|\b(?i:is|are|was|were|be|been|by|at|of|to|in|with|from|than|only|about|over|under|near(?:ly)?"
    r"|almost|below|above|an?|the|has|have|had|gives?|gains?|costs|takes?|loses?|scores?|gets?|reach(?:es)?|falls?|drops?|rises?|wins?|saves?"
    r"|needs?|uses?|adds?|cuts?|makes?|times|factor|equals?|i\.e\.|e\.g\.)\s)$"
)
# Brackets around a scale: (M), [k], (in millions).
SCALE = re.compile(r"^ ?[(\[](?=[kKMGBT][)\]]|MM[)\]]|mln|mio)")
HYPHEN = re.compile(r"-(?!and\b|odd\b)[a-z]{2,}(?![\s-]+(?:hundred|thousand|million|billion)\b)")


def faults_at(line: str) -> Iterator[tuple[str, str]]:
    """What stands at each checked number and changes it, with the words around."""
    for match in re.finditer(f"[{MARKS}]", line):
        before, behind = line[: match.start()], line[match.end() :]
        glued = ""
        if match[0] == CHECKED:
            is_aside = OPENS.search(before) and CLOSES.match(behind)
            glued = _in_front(before[:-2] if is_aside else before) or _behind(behind)
        elif match[0] == CLAIMED:
            glued = _reads_as_number(before, behind)
        elif match[0] in (PASSED, NOTED):
            unit = _scaled(behind) or MEASURED.match(behind)
            glued = unit[0].strip() if unit else ""
            if match[0] == NOTED:
                glued = glued or _at_words(before, behind)
        if glued:
            yield glued, readable(f"{before[-12:]}{match[0]}{behind[:12]}")
    if CHECKED in line and is_from_right(line):
        yield "a letter that is read from right to left", readable(line)[:40]


def _at_words(before: str, behind: str) -> str:
    """What makes another of a checked number in words."""
    if before[-1:] in SIGNED:
        return before[-1]
    made = MAKES.search(PUNCTUATED.sub(" ", before))
    return made[0].strip() if made else _changed(behind)


def words_at(line: str) -> Iterator[str]:
    """Words at each checked number of a script that make another of it: its unit, a sign and percent are its own."""
    for match in re.finditer(CHECKED, line):
        made = MAKES.search(PUNCTUATED.sub(" ", line[: match.start()]))
        changed = _changed(line[match.end() :])
        if made:
            yield made[0].strip()
        elif changed and not re.match(PERCENT, changed, re.I):
            yield changed


def _reads_as_number(before: str, behind: str) -> str:
    """What makes a quantity of the id of a claim."""
    counts = COUNTS.search(before)
    if counts and before.strip():
        return counts[0].strip()
    return "" if ENDS.match(behind) else behind[:12].strip()


def _in_front(before: str) -> str:
    if not before:
        return ""
    if (
        before[-1] in f"{CHECKED}{NOTED}{PASSED}{NUMBERED}"
        or before[-1].isalnum()
        or before[-1] == "_"
    ):
        return before[-1]
    signs = _all(BEFORE.search(before))
    left = before[: len(before) - len(signs)]
    if left.endswith(CHECKED) and JOINED.fullmatch(signs):
        return ""
    if left.endswith((CHECKED, NUMBERED)) and TOUCHING.fullmatch(signs):
        return signs.strip() or "another number"
    if APART.search(before):
        return signs.strip()
    if set(signs) - SENTENCE:
        is_related = RELATED.search(before) and not VERB.search(before)
        if not is_related and not LIST.search(before):
            return signs.strip()
    elif signs[-1] in ".,;:?!)]”’…" or (signs[-1] == "'" and left):
        return signs[-1]
    made = COUNTED.search(before) or MAKES.search(PUNCTUATED.sub(" ", before))
    return made[0].strip() if made else ""


def _behind(behind: str) -> str:
    if not behind:
        return ""
    signs = _all(BEHIND.match(behind))
    right = behind[len(signs) :]
    if not signs:
        return right[0]
    if right.startswith(CHECKED) and JOINED.fullmatch(signs):
        return ""
    if behind.startswith("-fold") and behind[5:].strip() and not _changed(behind[5:]):
        return ""
    hyphen = HYPHEN.match(behind)
    if hyphen and not _changed(" " + behind[1:]):
        return ""
    bare = signs.strip()
    if (
        set(signs) - SENTENCE
        and bare not in ("—", "·", "/")
        and not re.fullmatch(r"[).,]* [·—]", bare)
    ):
        operator = re.fullmatch(r"[)]? ([×÷=+−–<>≤≥≈±/]) [(]?", signs)
        is_left = operator and right and (right[0] in MARKS or right[:1].isalpha())
        if not is_left and not re.match(r"\+ [a-z]{3}", behind):
            return bare
    elif bare and signs[0] in "([“‘":
        return signs[0]
    elif bare and right[:1].isalnum() and not signs[-1].isspace() and signs[-1] not in "([“‘\"'—":
        return signs
    if (
        signs[:1] in (".", ",", ":", "·", "/")
        and right[:1].isalnum()
        and not any(map(str.isspace, signs))
    ):
        return signs
    return _changed(behind)


def _all(found: re.Match[str] | None) -> str:
    return found[0] if found else ""


def _changed(behind: str) -> str:
    """The words behind a number that make another of it; a sentence that ends keeps them apart."""
    found = _scaled(behind) or CHANGES.match(SCALE.sub("", behind).replace("-", " ", 1).lstrip())
    return found[0] if found else ""


def _scaled(behind: str) -> re.Match[str] | None:
    signs = re.match(r"(?:[^\w%‰^.?!]|\.(?! [A-Z]))*", behind)
    return UNIT.match(behind, signs.end()) if signs else None
