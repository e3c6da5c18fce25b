"""Numbers and factors in words, `within tenfold`, `a fifth or more`, as values that a comparison can hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ONES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2
    )
}
SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
MULTIPLES = {
    **{"twice": 2, "thrice": 3, "double": 2, "triple": 3, "treble": 3, "quadruple": 4},
    **{"quintuple": 5, "half": 0.5, "halve": 0.5},
}
PARTS = {
    **{"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8},
    **{"ninth": 9, "tenth": 10, "twelfth": 12, "sixteenth": 16, "twentieth": 20, "fiftieth": 50},
    **{"hundredth": 100, "thousandth": 1000, "ten-thousandth": 10**4, "millionth": 10**6},
}
ONE = "|".join(ONES)
TEN = "|".join(TENS)
SCALE = "|".join(SCALES)
PART = "|".join(sorted(PARTS, key=len, reverse=True))
# seven, twenty-five, two hundred, a thousand
CARDINAL = rf"(?:(?:(?:{TEN})(?:[- ](?:{ONE}))?|{ONE}|an?)[- ](?:{SCALE})|(?:{TEN})(?:[- ](?:{ONE}))?|{ONE}|{SCALE})"
SPELLED = re.compile(rf"\b(?:{CARDINAL}|{CARDINAL}[- ]?fold|twice|thrice|half)\b")
# What a value is divided by where it is right, which the build looks at elsewhere.
FACTORS = re.compile(r"(?<=n )(?:thousand|million|billion|trillion)\b")
MULTIPLE = (
    r"twice|thrice|(?:doubl|tripl|trebl|quadrupl|quintupl)(?:e[sd]?|ing)|half|halve[sd]?|halving"
)
UNDER = r"at most|within|less than|fewer than|smaller than|lower than|under|below|up to"
OVER = r"at least|more than|larger than|greater than|higher than|over|above"
NEAR = r"about|around|roughly|nearly|almost|close to|exactly|only"
BEFORE = re.compile(
    rf"\b(?:(?P<under>{UNDER})|(?P<over>{OVER})|(?P<near>{NEAR}))(?: by)?(?: an?)? $"
)
BEHIND = re.compile(
    r"(?: \w+)? (?:(?P<under>at most|or (?:less|fewer))|(?P<over>at least|or more))\b"
)
# A share, a factor, a part of a whole.
CLAIMS = re.compile(
    rf"\b(?P<powers>{CARDINAL}|an?) (?:powers? of ten|orders? of magnitude)\b"
    rf"|\b(?P<fold>{CARDINAL})[- ]?fold\b"
    rf"|\bfactor of (?P<factor>{CARDINAL})\b"
    rf"|\b(?P<percent>{CARDINAL}|an?) (?:percent|per cent|points?\b)"
    rf"|\b(?P<times>{CARDINAL}) times\b"
    rf"|\b(?P<count>{CARDINAL}|an?)[- ](?P<part>{PART})s?\b(?!-)"
    rf"|\b(?P<multiple>{MULTIPLE})\b"
    rf"|\b(?P<among>{CARDINAL}) (?:out of|of|in) (?:every |an? )?(?P<whole>{CARDINAL})\b"
    rf"|\b(?P<number>{CARDINAL})\b"
)
# What stands before a factor of the set-up, and behind one: at half the frequency, twice He's deviation.
SET_UP_BEFORE = re.compile(r"\b(?:at|with|from) $")
SET_UP_BEHIND = re.compile(r" (?:\w+['’]s|of it)\b")
HUNDREDTHS = re.compile(r"\b(?:percent|per cent|points?)\b")
SPREAD = re.compile(r"\bwithin a factor of\b")
# Behind it stands what is gone, or is there again.
LOST = re.compile(
    r"\b(?:saves?|spares?|gains?|loses?|lost|cuts?|drops?|falls?|shrinks?|back|repairs?)\b"
)


@dataclass(frozen=True)
class Claim:
    """Words that say a number: its possible values, on which side of it the run is, -1 below and 1 above, and how it is
    meant.

    It is near that number, or between two that are a factor apart (a spread); a choice of the set-up, a count of things, a
    power of ten; what is saved or lost, where the comparison may hold the rest.
    """

    words: str
    values: tuple[float, ...]
    side: int = 0
    is_near: bool = False
    is_set_up: bool = False
    is_count: bool = False
    is_power: bool = False
    is_spread: bool = False
    is_rest: bool = False


def claims(text: str) -> Iterator[Claim]:
    """Those of a text. A number that counts things of the set-up, two crops, is none."""
    text = " ".join(text.lower().split())
    for found in CLAIMS.finditer(text):
        before, behind = text[: found.start()], text[found.end() :]
        bound = BEFORE.search(before) or BEHIND.match(behind)
        kind = found.lastgroup or ""
        if kind == "number" and not bound and found[0] != text:
            continue
        side = (bound["over"] is not None) - (bound["under"] is not None) if bound else 0
        is_place = SET_UP_BEFORE.search(before) or SET_UP_BEHIND.match(behind)
        is_near = bound and bound.re is BEFORE and bound["near"]
        yield Claim(
            found[0],
            tuple(_values(kind, found, text)),
            # What more than halves is below a half.
            0 if found[0].startswith("halv") else side,
            is_near=bool(is_near or SPREAD.search(text)),
            is_set_up=not bound and is_place is not None,
            is_count=kind == "number",
            is_power=kind == "powers" or (kind == "number" and "powers of ten" in text),
            is_spread=kind == "factor",
            is_rest=LOST.search(before) is not None,
        )


def _values(kind: str, found: re.Match[str], text: str) -> Iterator[float]:
    """The values that words of this kind may have."""
    if kind == "multiple":
        stem = re.sub("(?:e[sd]?|ing)$", "", found[0])
        yield next(number for word, number in MULTIPLES.items() if word.startswith(stem))
    elif kind == "part":
        yield _value(found["count"]) / PARTS[found["part"]]
    elif kind == "whole":
        yield _value(found["among"])
        yield _value(found["among"]) / (_value(found["whole"]) or 1)
    else:
        value = _value(found[kind])
        if kind == "percent" or (kind == "number" and HUNDREDTHS.search(text)):
            yield value / 100
        if kind != "percent" or "point" in found[0]:
            yield value


def _value(words: str) -> float:
    """The value of a cardinal; of `a`, one."""
    total = 0.0
    for word in re.split("[- ]", words):
        if word in SCALES:
            total = (total or 1) * SCALES[word]
        else:
            total += {**ONES, **TENS}.get(word, 1)
    return total
