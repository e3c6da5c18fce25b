"""Titles and their parts."""

import pytest

from cheatsheet.base.titles import split_number, split_subtitle


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("1. Networks", ("1", "Networks")),
        (" 10. A. B", ("10", "A. B")),
        ("Claims", ("", "Claims")),
        ("Adam et al. 2014", ("", "Adam et al. 2014")),
        ("3.14 is not a number of a section", ("", "3.14 is not a number of a section")),
    ],
)
def test_a_title_has_a_number_or_none(title, parts):
    assert split_number(title) == parts


@pytest.mark.parametrize(
    ("title", "parts"),
    [("A: B: c", ("A", "B: c")), ("A", ("A", "")), ("Ratio 1:2", ("Ratio 1:2", ""))],
)
def test_a_site_has_a_name_and_says_what_it_is(title, parts):
    assert split_subtitle(title) == parts
