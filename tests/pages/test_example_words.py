"""Sentences of measured facts: a number is one of the run where the comparison behind it holds the same number."""

import pytest

from cheatsheet.pages.example_words import typed_words

# A sentence, its comparison, and what is left of the sentence when the numbers of the comparison are out.
HELD = [
    ("in fewer than 5 of them", "x < 5", "in fewer than n of them"),
    ("with less than 5% of them", "x < 0.05", "with less than n of them"),
    ("with less than 5% of them", "100 * x < 5", "with less than n of them"),
    ("below 0.5 px", "x < LIMIT", "below n px"),
    ("at 18 layers", "min(x[18]) > 1", "at n layers"),
    ("at 18 layers, 5 at least", "x[18][2].mean() >= 5", "at n layers, n at least"),
    ("over 12 of them", "x > PRODUCT", "over n of them"),
    ("over 12 of them", "x > product", "over n of them"),
    ("over 12 of them", "many(x)", "over n of them"),
    ("fewer than 1 in 20 of them", "x < 0.05", "fewer than n in n of them"),
    ("9 of 10 runs or more", "x >= 9 / 10", "n of n runs or more"),
    ("9 of {x} runs or more", "x >= 9", "n of {x} runs or more"),
    ("3 or 4 of them", "x in (3, 4)", "n or n of them"),
    ("below 5 million of them", "x < 5e6", "below n of them"),
    ("5 percent at most", "x < 0.05", "n at most"),
    ("it drops by more than 3", "x < -3", "it drops by more than n"),
    ("It loses 3 points at most", "x < 0.03", "It loses n points at most"),
]
# What stands at it is not what was compared.
TYPED = [
    ("with less than 5% of them", "x < 5 * y"),
    ("below 5 million of them", "x < 5"),
    ("below −5", "x < 5"),
    ("below 5k of them", "x < 5"),
    ("half of 5 of them", "x < 5"),
    ("below 6 of them", "x < 5"),
    ("up to 7% of them", "100 * x < 5"),
    ("below 1,5 px", "x < 15"),
    ("below 20 px", "x < CHANGED"),
    ("it is over 12", "x < 12"),
    ("it is at most 12", "many(x)"),
    ("more than 1 in 20 of them", "x < 0.05"),
    ("More than 1 in 20 of them", "x < 0.05"),
    ("Over 12 of them", "x < 12"),
    ("5% alarm at most 6 times", "x < 0.06 and y > 5"),
    ("about 10 of them", "5 < x < 20"),
    ("at 2 times the rate", "work(2) > x"),
    ("0.25 of them", "x > 4"),
    ("it saves 0.2 of it", "x < 0.8"),
    ("in 93 of them", "f(x, 93) > y"),
    ("in 93 of them", "x[:, 93].mean() > y"),
]


# Other places and forms in which a sentence or the set-up stands.
FORMS = [
    'measured = {"a": (x, "97 wins", y)}\n\n# %%\nprint(1)',
    'setup = "97 wins"\n\n# %%\nprint(1)',
    'measured = {**{k: (x, f"97 wins {k}", y) for k in z}}',
    'measured = {k: (x, "97 wins", y) for k in z}',
    'measured = {"a": (x, "97 wins" if y else "loses", y)}',
    'measured = {"a": (x, f"{97} wins", y)}',
    'measured = {"a": (x, "{} wins".format("97"), y)}',
    'measured = {"a": (x, say("97 wins"), y)}',
    'words = "97 wins"\nmeasured = {"a": (x, words, y)}',
    'words = "97"\nmeasured = {"a": (x, f"{words} wins", y)}',
]
SCRIPT = "# %%\nLIMIT, product = 0.5, 12\nPRODUCT = 3 * 4\ndef many(v):\n    return v > 12\nCHANGED = 20\nCHANGED += 1\n\n# %%\n"


def sentence(text: str, comparison: str) -> list[str]:
    return list(typed_words(f'{SCRIPT}measured = {{"a": (x, "{text}", {comparison})}}\n'))


@pytest.mark.parametrize(("text", "comparison", "left"), HELD)
def test_a_number_of_the_comparison_is_one_of_the_run(text, comparison, left):
    assert sentence(text, comparison) == [left]


@pytest.mark.parametrize(("text", "comparison"), TYPED)
def test_a_number_that_says_another_than_the_comparison_stays_typed(text, comparison):
    assert sentence(text, comparison) == [text]


@pytest.mark.parametrize("code", FORMS)
def test_a_sentence_is_read_wherever_it_stands_and_however_it_is_made(code):
    assert any("97" in words for words in typed_words(SCRIPT + code))


def test_how_a_number_is_printed_is_no_word():
    assert sentence("{x}", "x > 1") == ["{x}"]
    assert list(typed_words('measured = {"a": (x, f"by {span(x, \'.0%\')}", x > 1)}')) == ["by n"]
