"""Constants that formulas are known by: the ten of decibels, logarithms of round numbers, factors that a symbol repeats."""

import re

from cheatsheet.markdown.tex_ink import Ink, walk

# Of how many alike a logarithm is taken: bits, classes.
LOGS, ROUND = ("ln", "log"), {"10", "100", "1000"}
FACTOR = re.compile(r"0\.9{1,3}|0\.5|0\.1|1\.[0-9]5?")


def is_peak(ink: Ink, behind: Ink) -> bool:
    """Whether it is the square of the largest byte, of which PSNR is made."""
    power = [part.text for part in behind.parts[0]] if behind.kind == "over" else []
    return ink.text == "255" and power == ["2"]


def is_repeated(ink: Ink, behind: Ink) -> bool:
    """Whether it is a factor that a symbol repeats: 0.9 to the t, 1.2 to the φ."""
    is_power = behind.kind == "over" and not is_bare(behind.parts[0])
    return is_power and FACTOR.fullmatch(ink.text) is not None


def is_log(side: list[Ink]) -> bool:
    """Whether a side is the logarithm of a round number, which is exact."""
    texts = [ink.text for ink in side if ink.text != "-"]
    return len(texts) == 2 and texts[0] in LOGS and texts[1] in ROUND


def is_of_log(row: list[Ink], at: int) -> bool:
    """Whether it is the ten or twenty of decibels, or a round number of which a logarithm is taken."""
    before, behind = row[at - 1].text if at else "", row[at + 1 : at + 3]
    if before in LOGS and row[at].text in ROUND:
        return True
    is_ten = [ink.text for ink in behind] == ["log", ""] and behind[1].kind == "under"
    return (
        is_ten
        and row[at].text in ("10", "20")
        and [part.text for part in behind[1].parts[0]] == ["10"]
    )


def is_bare(row: list[Ink]) -> bool:
    """Whether a row holds no symbol and no word."""
    is_open = bool(row) and row[-1].text in ("cos", "sin", "log", "ln")
    return not is_open and {ink.kind for ink in walk(row)}.isdisjoint({"symbol", "word"})
