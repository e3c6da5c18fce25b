"""Numbers and factors in words, `within tenfold`, `a fifth or more`, as values that a comparison can hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cheatsheet.base.number_vocabulary import (
    MULTIPLES,
    ONES,
    PARTS,
    SCALES,
    STEMS,
    TENS,
    any_of,
)

ONE = any_of(ONES)
TEN = any_of(TENS)
SCALE = any_of(SCALES)
# twenty-five, seven; two hundred and five, three thousand million, a lakh
BELOW_HUNDRED = rf"(?:(?:{TEN})(?:[- ]?(?:{ONE}))?|{ONE})"
CARDINAL = (
    rf"(?:(?:(?:{BELOW_HUNDRED}|an?)[- ])?(?:{SCALE})"
    rf"(?:[- ](?:{BELOW_HUNDRED}[- ])?(?:{SCALE})\b|[- ](?:and )?{BELOW_HUNDRED}\b(?!-))*|{BELOW_HUNDRED})"
)
# What one is divided by, `halve` of the plural: third, twenty-fifth, hundred-thousandth. `A hundred thousandths` are a
# hundred of them.
DIVISORS = {**PARTS, "halve": 2}
DIVISOR = any_of(DIVISORS)
COMPOUND = rf"(?:{any_of(ONES, TENS, SCALES)})(?:-| (?=\w+\b(?<!s)))(?:{DIVISOR})"
PART = rf"(?:{COMPOUND}|{DIVISOR})"
COUNT = rf"(?:(?:{BELOW_HUNDRED}|an?)(?=[- ]{COMPOUND}s?\b)|{CARDINAL}|an?)"
WORDS = re.compile(any_of(ONES, TENS, SCALES, DIVISORS))
FACTOR_OF = {**MULTIPLES, **STEMS, "half": 0.5, "halv": 0.5}
MULTIPLE = rf"{any_of(MULTIPLES)}|(?:{any_of(STEMS)})(?:e[sd]|ing)|half|halve[sd]?|halving"
SPELLED = re.compile(rf"\b(?:{COUNT}[- ]{PART}s?|{CARDINAL}[- ]?fold|{CARDINAL}|{MULTIPLE})\b")
# What a value is divided by where it is right, which the build looks at elsewhere.
FACTORS = re.compile(r"(?<=n )(?:thousand|million|billion|trillion)\b")
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
    rf"|\b(?P<count>{COUNT})[- ](?P<part>{PART})s?\b(?!-)"
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
        yield FACTOR_OF.get(found[0]) or FACTOR_OF[re.sub("(?:e[sd]?|ing)$", "", found[0])]
    elif kind == "part":
        yield _value(found["count"]) / _value(found["part"])
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
    """The value of a cardinal, and of the part of one its divisor; of `a`, one."""
    total = group = 0.0
    for word in WORDS.findall(words):
        size = float(SCALES.get(word.removesuffix("th"), 0))
        if size < 1000:
            group = (group or 1) * size if size else group + {**DIVISORS, **TENS, **ONES}[word]
        elif total < size:
            total, group = (total + group or 1) * size, 0
        else:
            total, group = total + (group or 1) * size, 0
    return total + group or float(words in ("a", "an"))
