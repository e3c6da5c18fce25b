"""Numbers as texts print them and as code holds them: what a script says in words is held against what it computes."""

import ast
import io
import re
import tokenize
from collections.abc import Callable
from decimal import Decimal

# A number that stands alone, with groups of three digits or without, and perhaps as a percentage.
ALONE = re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(%?)(?![\w%]|[.,]\d)")
# Whatever reads as one, also at a unit or a sign.
ANY = re.compile(r"(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(%?)")


def value_of(found: re.Match[str]) -> float:
    """The value of a number that one of these forms has found; of a percentage, its share of one."""
    value = Decimal(found[1].replace(",", ""))
    return float(value / 100 if found[2] else value)


def numbers_of(words: str) -> set[float]:
    """The values of all numbers that words name."""
    return {value_of(found) for found in ANY.finditer(words)}


def numbers_in(code: str) -> set[float]:
    """The values of all numbers that code holds, other than in its texts and remarks; none of what is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, tokenize.TokenError):
        return set()
    values = [ast.literal_eval(each.string) for each in tokens if each.type == tokenize.NUMBER]
    return {float(value) for value in values if not isinstance(value, complex)}


def replaced(text: str, by: str, is_held: Callable[[re.Match[str]], bool]) -> str:
    """A text with `by` in place of each number alone that is held."""
    return ALONE.sub(lambda found: by if is_held(found) else found[0], text)
