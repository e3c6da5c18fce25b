"""Sentences of measured facts: a number is one of the run where the comparison behind it holds the same number."""

import pytest

from cheatsheet.pages.example_words import typed_words

# A sentence, its comparison, and what is left of the sentence when the numbers of the comparison are out.
HELD = [
    ("in fewer than 5 of them", "x < 5", "in fewer than n of them"),
    ("with less than 5% of them", "x < 0.05", "with less than n of them"),
    ("with less than 5% of them", "100 * x < 5", "with less than n of them"),
    ("below 0.5 px", "x < LIMIT", "below n px"),
]
# What stands at it is not what was compared.
TYPED = [
    ("with less than 5% of them", "x < 5 * y"),
    ("below 5 million of them", "x < 5"),
    ("below −5", "x < 5"),
    ("below 5k of them", "x < 5"),
    ("half of 5 of them", "x < 5"),
    ("below 6 of them", "x < 5"),
]


def sentence(text: str, comparison: str) -> list[str]:
    source = f'# %%\nLIMIT = 0.5\n\n# %%\nmeasured = {{"a": (x, "{text}", {comparison})}}\n'
    return list(typed_words(source))


@pytest.mark.parametrize(("text", "comparison", "left"), HELD)
def test_a_number_of_the_comparison_is_one_of_the_run(text, comparison, left):
    assert sentence(text, comparison) == [left]


@pytest.mark.parametrize(("text", "comparison"), TYPED)
def test_a_number_that_says_another_than_the_comparison_stays_typed(text, comparison):
    assert sentence(text, comparison) == [text]
