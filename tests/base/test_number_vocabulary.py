"""Words of numbers: what the examples' room reads as a value, the pages' room reads as a number, and the other way round."""

import re

import pytest

from cheatsheet.base.number_vocabulary import MULTIPLES, ONES, PARTS, SCALES, STEMS, TENS
from cheatsheet.examples.spelled import SPELLED, claims
from cheatsheet.markdown import numerals

CARDINALS = {**ONES, **TENS, **SCALES}
# Each word as a fact may say it, with its value.
SAID = [
    *((f"{word} times", number) for word, number in CARDINALS.items()),
    *((f"{word}fold", number) for word, number in CARDINALS.items()),
    *((f"at least {word}", number) for word, number in CARDINALS.items()),
    *((f"a {word}", 1 / number) for word, number in PARTS.items()),
    *(MULTIPLES.items()),
    *((f"it {stem}es", number) for stem, number in STEMS.items()),
]


@pytest.mark.parametrize(("words", "number"), SAID)
def test_every_word_has_its_value_in_a_fact(words, number):
    (claim,) = claims(words)
    assert claim.values[0] == pytest.approx(number)
    assert SPELLED.search(words)


@pytest.mark.parametrize(
    ("read", "words"),
    [
        (numerals.WORD, CARDINALS),
        (numerals.PART, [*PARTS, *(f"{word}s" for word in PARTS), "halves"]),
        (numerals.MULTIPLE, [*MULTIPLES, *(f"{word}fold" for word in CARDINALS)]),
        (numerals.STEM, [*STEMS, "halv"]),
    ],
)
def test_every_word_is_a_number_on_a_page(read, words):
    assert [word for word in words if not re.fullmatch(read, word)] == []


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *[("third", 3), ("fifth", 5), ("twelfth", 12), ("sixteenth", 16), ("nineteenth", 19)],
        *[("twentieth", 20), ("fortieth", 40), ("hundredth", 100), ("billionth", 10**9)],
    ],
)
def test_parts_divide_one_by_their_number(word, number):
    assert PARTS[word] == number


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *[("zero", 0), ("nought", 0), ("three", 3), ("fourteen", 14), ("fifteen", 15)],
        *[("twenty", 20), ("ninety", 90), ("lakh", 10**5), ("crore", 10**7), ("trillion", 10**12)],
        *[("treble", 3), ("quadruple", 4), ("sextuple", 6)],
    ],
)
def test_words_are_worth_their_number(word, number):
    assert {**CARDINALS, **MULTIPLES}[word] == number
