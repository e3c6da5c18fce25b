"""Numbers as texts print them and as code holds them: what a script says in words is held against what it computes."""

import ast
import io
import re
import tokenize
from collections.abc import Set

from cheatsheet.base.digits import ALONE, NUMBER, value_of

# A number that stands alone, perhaps as a percentage.
LONE = re.compile(rf"(?:{NUMBER})%?".join(ALONE))
# Whatever reads as one, also at a unit or a sign.
ANY = re.compile(rf"(?:{NUMBER}(?:e[-+]?\d+)?)%?")


def numbers_of(words: str) -> set[float]:
    """The values of all numbers that words name."""
    return set(map(value_of, ANY.findall(words)))


def numbers_in(code: str) -> set[float]:
    """The values of all numbers that code holds, other than in its texts and remarks; none of what is no Python."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, tokenize.TokenError):
        return set()
    values = [ast.literal_eval(each.string) for each in tokens if each.type == tokenize.NUMBER]
    return {float(value) for value in values if not isinstance(value, complex)}


def replaced(text: str, by: str, held: Set[float]) -> str:
    """A text with `by` in place of each number alone that is one of those held."""
    return LONE.sub(lambda found: by if value_of(found[0]) in held else found[0], text)
