"""Numbers in words: how they are put together, and what they are worth together."""

import re

from cheatsheet.base.digits import NUMBER, value_of
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
WORDS = re.compile(rf"{NUMBER}|{any_of(ONES, TENS, SCALES, DIVISORS)}")
FACTOR_OF = {**MULTIPLES, **STEMS, "half": 0.5, "halv": 0.5}
MULTIPLE = rf"{any_of(MULTIPLES)}|(?:{any_of(STEMS)})(?:e[sd]|ing)|half|halve[sd]?|halving"


def factor_of(words: str) -> float:
    """What a multiple says: two of twice, of doubling and of doubled, a half of halves."""
    return FACTOR_OF.get(words) or FACTOR_OF[re.sub("(?:e[sd]?|ing)$", "", words)]


def worth(words: str) -> float:
    """The value of a cardinal, with digits in front of its scale too; of a part of one its divisor; of `a`, one."""
    total = group = 0.0
    for word in WORDS.findall(words):
        size = float(SCALES.get(word.removesuffix("th"), 0))
        if word[0].isdigit():
            group = value_of(word)
        elif size < 1000:
            group = (group or 1) * size if size else group + {**DIVISORS, **TENS, **ONES}[word]
        elif total < size:
            total, group = (total + group or 1) * size, 0
        else:
            total, group = total + (group or 1) * size, 0
    return total + group or float(words in ("a", "an"))
