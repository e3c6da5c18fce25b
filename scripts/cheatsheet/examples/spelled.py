"""Numbers and factors of a sentence, `within tenfold`, `a fifth or more`, `over 5%`, as values that a comparison can hold."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from cheatsheet.base.digits import ALONE, NUMBER
from cheatsheet.examples.cardinals import (
    CARDINAL,
    COUNT,
    MULTIPLE,
    PART,
    SCALE,
    factor_of,
    worth,
)

SPELLED = re.compile(rf"\b(?:{COUNT}[- ]{PART}s?|{CARDINAL}[- ]?fold|{CARDINAL}|{MULTIPLE})\b")
# What a value is divided by where it is right, which the build looks at elsewhere.
FACTORS = re.compile(r"(?<=n )(?:thousand|million|billion|trillion)\b")
UNDER = r"at most|within|(?:less|fewer|smaller|lower|shorter|earlier) than|under|below|up to"
OVER = (
    r"at least|(?:more|larger|greater|higher|longer|later|deeper|wider) than|over|above|beyond"
    r"|exceed(?:s|ed|ing)?"
)
NEAR = r"about|around|roughly|nearly|almost|close to|exactly|only"
BEFORE = re.compile(
    rf"\b(?P<no>(?:no|not|never|hardly) )?(?:(?P<under>{UNDER})|(?P<over>{OVER})|(?P<near>{NEAR}))(?: by)?(?: an?)? $"
)
BEHIND = re.compile(
    rf"(?: (?!\d|{CARDINAL}\b)\w+){{0,2}} (?:(?P<under>at most|or (?:less|fewer))|(?P<over>at least|or more))\b"
)
# KS at 5% alarms at most three times: that bound is of the number behind it.
OF_ANOTHER = re.compile(rf" (?:an? )?(?:\d|(?:{CARDINAL}|{PART}|{MULTIPLE})\b)")
# 12, 1,200, −3, 5 million
DIGITS = rf"(?:(?<!\w)[-−])?(?:{NUMBER})(?: (?:{SCALE})\b)?"
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
    rf"|{ALONE[0]}(?P<share>{DIGITS})(?:%{ALONE[1]}| (?:percent|per cent)\b|(?= points?\b))"
    rf"|{ALONE[0]}(?P<digits>{DIGITS}){ALONE[1]}"
)
# 1 in 20, 9 of 10
FRACTION = re.compile(
    rf"{ALONE[0]}(?P<few>{NUMBER})(?P<among> (?:out of|of|in) (?:every )?)(?P<all>{NUMBER}){ALONE[1]}"
)
LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
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
    power of ten, a share of a hundred; what is saved or lost, where the comparison may hold the rest. Digits mean just
    what they say.
    """

    words: str
    values: tuple[float, ...]
    side: int = 0
    is_near: bool = False
    is_set_up: bool = False
    is_count: bool = False
    is_power: bool = False
    is_share: bool = False
    is_spread: bool = False
    is_rest: bool = False
    is_exact: bool = False


def claims(text: str) -> Iterator[Claim]:
    """Those of a text. A number that counts things of the set-up, two crops, 18 layers, is none."""
    text = " ".join(text.split())
    for found in CLAIMS.finditer(text.translate(LOWER)):
        kind, bound = found.lastgroup or "", _bound_at(found)
        if kind in ("share", "digits"):
            if bound and bound.lastgroup != "near":
                yield _in_digits(found)
        elif kind != "number" or bound or found[0] == text:
            yield _in_words(found)


def without_held(text: str, by: str, holds: Callable[[Claim], bool]) -> str:
    """A text with `by` for each number in digits that holds; blanks become one."""

    def fraction(found: re.Match[str]) -> str:
        share = worth(found["few"]) / (worth(found["all"]) or 1)
        is_held = holds(Claim(found[0], (share,), _side_at(found), is_exact=True))
        return f"{by}{found['among']}{by}" if is_held else ""

    def number(found: re.Match[str]) -> str:
        is_digits = found.lastgroup in ("share", "digits")
        return by if is_digits and holds(_in_digits(found)) else ""

    text = " ".join(text.split())
    return _replaced(CLAIMS, number, _replaced(FRACTION, fraction, text))


def _replaced(form: re.Pattern[str], made: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with what is made of each place of this form, in small letters, unless that is nothing."""
    end, parts = 0, []
    for found in form.finditer(text.translate(LOWER)):
        if new := made(found):
            parts += [text[end : found.start()], new]
            end = found.end()
    return "".join([*parts, text[end:]])


def _in_digits(found: re.Match[str]) -> Claim:
    kind = found.lastgroup or ""
    sign = -1 if found[kind][0] in "-−" else 1
    return Claim(
        found[0],
        tuple(sign * value for value in _values(kind, found)),
        _side_at(found),
        is_count=kind == "digits",
        is_share=kind == "share",
        is_exact=True,
    )


def _in_words(found: re.Match[str]) -> Claim:
    text, kind, bound = found.string, found.lastgroup, _bound_at(found)
    before = text[: found.start()]
    is_place = SET_UP_BEFORE.search(before) or SET_UP_BEHIND.match(text, found.end())
    return Claim(
        found[0],
        tuple(_values(kind or "", found)),
        # What more than halves is below a half.
        -_side_at(found) if found[0].startswith("halv") else _side_at(found),
        is_near=(bound and bound.lastgroup) == "near" or SPREAD.search(text) is not None,
        is_set_up=not bound and is_place is not None,
        is_count=kind == "number",
        is_power=kind == "powers" or (kind == "number" and "powers of ten" in text),
        is_share=kind == "percent",
        is_spread=kind == "factor",
        is_rest=LOST.search(before) is not None,
    )


def _bound_at(found: re.Match[str]) -> re.Match[str] | None:
    """The words beside a number that make a bound of it."""
    text = found.string
    before, behind = BEFORE.search(text[: found.start()]), BEHIND.match(text, found.end())
    if before or not behind or found.lastgroup not in ("share", "digits"):
        return before or behind
    return None if OF_ANOTHER.match(text, behind.end()) else behind


def _side_at(found: re.Match[str]) -> int:
    bound = _bound_at(found)
    side = {"under": -1, "over": 1}.get(bound.lastgroup or "", 0) if bound else 0
    return -side if bound and bound.re is BEFORE and bound["no"] else side


def _values(kind: str, found: re.Match[str]) -> Iterator[float]:
    """The values that words of this kind may have."""
    if kind == "multiple":
        yield factor_of(found[0])
    elif kind == "part":
        yield worth(found["count"]) / worth(found["part"])
    elif kind == "whole":
        yield worth(found["among"])
        yield worth(found["among"]) / (worth(found["whole"]) or 1)
    else:
        value = worth(found[kind])
        is_points = "point" in found[0] or found.string.startswith(" point", found.end())
        if kind in ("percent", "share") or (kind == "number" and HUNDREDTHS.search(found.string)):
            yield value / 100
        if kind not in ("percent", "share") or is_points:
            yield value
