"""How far a fact's text under another choice is from the text that is printed."""

import math
import re
import sys

# A number of a text, as pages print it: 1,000 or −0.5, and a power of ten: 10⁻⁴.
NUMBER = re.compile(r"(?P<sign>−?)(?P<digits>\d[\d,]*\.?\d*)(?P<exponent>(?:⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)")
TINY = 1e-9
SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def far_off(printed: str, other: str) -> float:
    """How far the numbers of another text are from those printed: 0 for the same text only.

    In units of the largest number printed; where a power of ten stands, in decades.
    """
    if printed == other:
        return 0.0
    ours, theirs = _numbers(printed), _numbers(other)
    if not ours or not theirs:
        return 1.0
    if any(found["exponent"] for text in (printed, other) for found in NUMBER.finditer(text)):
        ours, theirs = (
            [math.log10(abs(x) or sys.float_info.min) for x in numbers]
            for numbers in (ours, theirs)
        )
        unit = 1.0
    else:
        unit = max(map(abs, ours)) or 1.0
    if len(ours) != len(theirs):
        ours, theirs = ([min(numbers), max(numbers)] for numbers in (ours, theirs))
    return max(TINY, *(abs(a - b) / unit for a, b in zip(ours, theirs, strict=True)))


def _numbers(text: str) -> list[float]:
    """The numbers of a text; a power of ten has its value."""
    numbers = []
    for found in NUMBER.finditer(text):
        value = float(found["digits"].replace(",", ""))
        if found["exponent"]:
            value **= int(found["exponent"].translate(SUPERSCRIPTS))
        numbers.append(-value if found["sign"] else value)
    return numbers
