r"""Which numbers a formula may hold: small constants of its structure, and arithmetic, which is evaluated.

`2n + 1` and `x^2` pass, `3 \cdot 64 = 192` is computed. A formula that states a value, `\beta = 0.9`, must be listed.
"""

import functools
import re

from cheatsheet.markdown.arithmetic import fault_of_sum
from cheatsheet.markdown.formula_constants import is_bare, is_log, is_of_log, is_peak, is_repeated
from cheatsheet.markdown.number_rules import KERNELS, masked
from cheatsheet.markdown.numerals import CARDINAL, ROMAN, has_numeral
from cheatsheet.markdown.tex_ink import Ink, printed, walk
from cheatsheet.markdown.tex_reader import Unreadable, read
from cheatsheet.markdown.written import WRITTEN

STRUCTURAL = {"0", "1", "2", "3", "4"}
# Ends of an interval or elements of a set; the largest value of a byte, with a sign and without.
BOUNDS = {"0", "1", "255"}
BYTES = {"127", "128", "255"}
# Letters that read as a unit behind a number.
UNITS = frozenset("sShHgGkKMTBbxXWJVAFyYC")
# Behind a fraction, where half of a symbol is more usual.
TIMED = frozenset("shkMGTB")
# Letters in a row are read as a word.
NAME = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}")
LATIN = re.compile("[A-Za-z]")
CURE_LIST = (
    "list the formula in docs/numbers.yml with its reason, or print the number as a checked link"
)
Fault = tuple[str, str]


@functools.cache
def as_printed(tex: str, number: str) -> str:
    """A formula as it reads, each number as `number`; nothing where it cannot be read, which is a fault."""
    try:
        said = printed(read(tex), number)
    except (Unreadable, RecursionError):
        return ""
    return " ".join(re.sub(r"\d+", number, said).split())


@functools.cache
def fault_of(tex: str) -> Fault | None:
    """What is wrong with the numbers of a formula, and the cure; None where nothing is."""
    try:
        row = read(tex)
    except Unreadable as wrong:
        return wrong.args[0], wrong.args[1]
    except RecursionError:
        return "it nests too deeply to be read", "write it shorter"
    kinds = {ink.kind for ink in walk(row)}
    fault = _words(row)
    if fault:
        return fault
    if "percent" in kinds:
        return "it states a percentage", CURE_LIST
    if "number" not in kinds:
        return None
    if kinds.isdisjoint({"symbol", "word", "function", "dots"}):
        return None if _is_size(row) else fault_of_sum(row, CURE_LIST)
    return _structure(row) or _sides(row)


def _words(row: list[Ink]) -> Fault | None:
    """A number in the words of a formula, or in letters that read as words."""
    said = " ".join(printed(row, "").split())
    words = " ".join(ink.text for ink in walk(row) if ink.kind == "word")
    if not words.isascii():
        return f"its words hold other letters than a to z: {words!r}", "write them so"
    if (
        WRITTEN.search(said)
        or CARDINAL.search(said)
        or ROMAN.search(words)
        or has_numeral(masked(words, ""))
    ):
        return f"its words state a number: {said!r}", CURE_LIST
    return None


def _is_size(row: list[Ink]) -> bool:
    """Whether it is the size of a kernel, 3 by 3."""
    sizes = [ink.text for ink in row[::2]]
    return (
        1 < len(sizes) < 4
        and KERNELS.issuperset(sizes)
        and all(ink.text == "times" for ink in row[1::2])
    )


def _structure(row: list[Ink]) -> Fault | None:
    """Numbers that are no index, power, coefficient or constant of a formula."""
    for at, ink in enumerate(row):
        before, behind = (
            row[at - 1] if at else Ink(""),
            row[at + 1] if at + 1 < len(row) else Ink(""),
        )
        if ink.kind == "number":
            is_byte = ink.text in BYTES and (before.text == "/" or _is_bound(row, at))
            if is_peak(ink, behind) or is_repeated(ink, behind):
                continue
            if ink.text not in STRUCTURAL and not is_byte and not is_of_log(row, at):
                return f"it holds {ink.text}", CURE_LIST
            if "word" in (before.kind, behind.kind):
                return "it states a number with a unit", CURE_LIST
            if behind.text in ("'", "!") or (behind.kind == "fraction" and is_bare([behind])):
                return f"it holds a number written with {ink.text}", CURE_LIST
            if behind.kind == "over" and is_bare(behind.parts[0]):
                return f"it holds a power of {ink.text}", CURE_LIST
        is_base = before.text == "log" and ink.kind == "under"
        if is_base and [part.text for part in ink.parts[0]] in (["2"], ["10"]):
            continue
        for part in ink.parts:
            fault = _structure(part)
            if fault:
                return fault
    return None


def _is_bound(row: list[Ink], at: int) -> bool:
    """Whether the number is one of a set or an interval in which something lies."""
    start = next((i for i in range(at, -1, -1) if row[i].kind == "open"), 0)
    end = next((i for i in range(at, len(row)) if row[i].kind == "close"), 0)
    inside = [ink for ink in row[start + 1 : end] if ink.text not in (",", "-")]
    is_in = start and row[start - 1].text == "in"
    return bool(is_in and BOUNDS.issuperset(ink.text for ink in inside))


def _sides(row: list[Ink]) -> Fault | None:
    """Sides of a relation that state a value."""
    has_words = any(ink.kind == "word" for ink in walk(row)) or NAME.search(_letters(row))
    sides, depth = [list[tuple[int, Ink]]()], 0
    for at, ink in enumerate(row):
        depth += (ink.kind == "open") - (ink.kind == "close")
        if ink.kind in ("relation", "end") or (ink.kind == "comma" and depth <= 0):
            sides.append([])
        else:
            sides[-1].append((at, ink))
    for placed in sides:
        side = [ink for _, ink in placed]
        numbers = [ink.text for ink in walk(side) if ink.kind == "number"]
        shown = " ".join(printed(side, "…").split())
        if numbers and is_bare(side) and (has_words or not is_log(side)):
            at_top = [at for at, ink in placed if ink.kind == "number"]
            if len(at_top) == len(numbers) and all(_is_bound(row, at) for at in at_top):
                continue
            if len(numbers) > 1 or numbers[0] not in ("0", "1") or len(side) > 1:
                return f"it states the value {shown.replace('…', ', '.join(numbers))}", CURE_LIST
            if has_words and len(sides) == 2:
                return f"it states the value {numbers[0]} of something in words", CURE_LIST
        elif numbers and _has_unit(side):
            return f"{shown.replace('…', numbers[0])} reads as a number with a unit", CURE_LIST
    return None


def _letters(row: list[Ink]) -> str:
    """The single letters of a row, all else as a gap."""
    return "".join(
        ink.text if ink.kind == "symbol" and len(ink.text) == 1 and not ink.gap else " "
        for ink in row
    )


def _has_unit(side: list[Ink]) -> bool:
    """Whether a side is one number with letters that read as its unit."""
    while side and side[0].text in ("-", "+", "pm"):
        side = side[1:]
    letters = [ink.text for ink in side if ink.kind == "symbol"]
    number = [ink for ink in side if ink.kind != "symbol"]
    if not letters or not number or not is_bare(number) or side[-1].kind != "symbol":
        return False
    if not all(ink.kind in ("number", "fraction", "operation", "comma") for ink in number):
        return False
    if any(ink.text in ("+", "-", "/") for ink in number):
        return False
    latin = [letter for letter in letters if LATIN.fullmatch(letter)]
    units = TIMED if number[-1].kind == "fraction" else UNITS
    return len(latin) == len(letters) and (len(letters) > 1 or letters[0] in units)
