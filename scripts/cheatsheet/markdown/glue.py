"""What may stand beside a checked number: words, and the signs by which sentences are set. All else changes what it says."""

import re
from collections.abc import Iterator

from cheatsheet.markdown.changing_words import (
    changed_behind,
    label_of,
    made_in_front,
    scaled_behind,
)
from cheatsheet.markdown.marks import CHECKED, CLAIMED, CODE, NOTED, NUMBERED, PASSED, readable
from cheatsheet.markdown.numerals import SCALE, is_from_right
from cheatsheet.markdown.units import unit_behind

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
# What makes a quantity of a name.
MEASURED = re.compile(r" (?:s|ms|µs)\b|-fold\b")
SENTENCES = re.compile(r"(?<=[.;?!]) ")
SIGNED = tuple("−-–+±~<>≤≥≈=")
# The id of a claim stands behind a sentence or a part of one: else it reads as a quantity.
ENDS = re.compile(rf"$|[.;,:)](?:\s|$)| (?:[{MARKS}{CODE}]|[A-Z]|(?:and|says) [a-z]{{3}})")
COUNTS = re.compile(
    rf"(?:^|[^\w\s)\]”’$`…?!.;{MARKS}]|\S|\b(?i:is|are|was|were|be|been|by|at|of|to|in|with|from|than|only|about|over|under|near(?:ly)?"
    r"|almost|below|above|an?|the|has|have|had|gives?|gains?|costs|takes?|loses?|scores?|gets?|reach(?:es)?|falls?|drops?|rises?|wins?|saves?"
    r"|needs?|uses?|adds?|cuts?|makes?|times|factor|equals?|i\.e\.|e\.g\.)\s)$"
)
HYPHEN = re.compile(rf"-(?!and\b|odd\b)[a-z]{{2,}}(?![\s-]+(?:{SCALE})\b)")


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
            unit = scaled_behind(behind) or MEASURED.match(behind)
            glued = unit[0].strip() if unit else ""
            if match[0] == NOTED:
                glued = glued or _at_words(before, behind)
        if glued:
            yield glued, readable(f"{before[-12:]}{match[0]}{behind[:12]}")
    for sentence in SENTENCES.split(line) if CHECKED in line or NOTED in line else ():
        label = label_of(sentence) if CHECKED in sentence or NOTED in sentence else ""
        if label:
            yield label, readable(sentence)[:40]
    if CHECKED in line and is_from_right(line):
        yield "a letter that is read from right to left", readable(line)[:40]


def _at_words(before: str, behind: str) -> str:
    """What makes another of a checked number in words."""
    if before[-1:] in SIGNED:
        return before[-1]
    return made_in_front(before) or changed_behind(behind)


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
    elif signs and (signs[-1] in ".,;:?!)]”’…" or (signs[-1] == "'" and left)):
        return signs[-1]
    return made_in_front(before)


def _behind(behind: str) -> str:
    if not behind:
        return ""
    unit = unit_behind(behind)
    if unit:
        return unit
    signs = _all(BEHIND.match(behind))
    right = behind[len(signs) :]
    if not signs:
        return right[0]
    if right.startswith(CHECKED) and JOINED.fullmatch(signs):
        return ""
    if behind.startswith("-fold") and behind[5:].strip() and not changed_behind(behind[5:]):
        return ""
    hyphen = HYPHEN.match(behind)
    if hyphen and not changed_behind(" " + behind[1:]):
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
    return changed_behind(behind)


def _all(found: re.Match[str] | None) -> str:
    return found[0] if found else ""
