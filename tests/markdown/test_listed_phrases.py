"""A phrase of docs/numbers.yml says of what its number is, in few words, and stands between other words."""

import pytest

from cheatsheet.markdown.listed_phrases import MOST_WORDS, Listed, fault_of_phrase
from cheatsheet.markdown.marks import PASSED


@pytest.mark.parametrize(
    "phrase",
    ["9", "`9.9`", "+ `768`", "9 s", "9 px", "9%", "9 percent", "9 per cent", "9 times", "nine",
     "9.9, 8.8", "a 9", "$9.9$", "$\\frac{9}{10}$", "$9.9$ ms", "x" + " 9" * MOST_WORDS,
     "word" + " 9" * MOST_WORDS, "$x$" + " 9" * MOST_WORDS],
)  # fmt: skip
def test_a_phrase_that_would_let_much_pass_is_refused(phrase):
    assert fault_of_phrase(phrase)


@pytest.mark.parametrize(
    "phrase",
    ["at 9", "64 images", "`exp(12)` is", "mAP@0.5", "$x = 9.9$", "with $9.9$",
     "$\\alpha\\,\\beta^2 \\approx 2$", "word" + " 9" * (MOST_WORDS - 1)],
)  # fmt: skip
def test_one_that_names_what_it_counts_is_not(phrase):
    assert fault_of_phrase(phrase) is None


@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("of 9 are", 1),
        ("(of 9)", 1),
        ("of 9. Of 9, of 9", 2),
        ("−of 9", 0),
        ("of 99", 0),
        ("of 9.9", 0),
        ("of 9%", 0),
        ("of 9×", 0),
        ("half-of 9", 0),
        ("thereof 9", 0),
    ],
)
def test_a_phrase_stands_between_other_words(line, count):
    listed = Listed(["of 9"])
    assert listed.mask(line).count(PASSED) == count
    assert listed.seen == {"of 9": count}
