"""The code of a study list in a link: line numbers of docs/addresses.txt in base 36.

docs/assets/javascripts/code.js reads and writes the same code.
"""

from collections.abc import Sequence

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def encode(numbers: Sequence[int]) -> str:
    """The code of these lines in this order: three in a row or more as a range, two check digits in front."""
    parts, start = [], 0
    while start < len(numbers):
        end = start
        while end + 1 < len(numbers) and numbers[end + 1] == numbers[end] + 1:
            end += 1
        end = end if end >= start + 2 else start
        parts.append(_base36(numbers[start]) + (f"-{_base36(numbers[end])}" if end > start else ""))
        start = end + 1
    body = ".".join(parts)
    check = 0
    for character in body:
        check = (check * 31 + ord(character)) % 36**2
    return f"{_base36(check):0>2}{body}"


def _base36(number: int) -> str:
    high, low = divmod(number, 36)
    return (_base36(high) if high else "") + DIGITS[low]
