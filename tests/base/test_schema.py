"""One way to say what fields an entry has, and what is wrong with them."""

from datetime import date

import pytest

from cheatsheet.base.schema import (
    COUNT,
    DAY,
    FLAG,
    NUMBER,
    TEXT,
    TEXTS,
    YEAR,
    faults,
    one_of,
    texts_to,
)


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (TEXT, ["a"], ["", " ", 1, None, True, ["a"]]),
        (TEXTS, [[], ["a", "b"]], ["a", [""], [1], {"a": "b"}, None]),
        (YEAR, [1986, 2026], ["2026", True, 20.26, 3, 20260]),
        (DAY, [date(2026, 11, 26)], ["2026-11-26", 2026]),
        (FLAG, [True, False], ["yes", 0, 1, None]),
        (NUMBER, [1, 0.5], [True, "1", None]),
        (COUNT, [0, 3], [-1, True, 1.0]),
        (one_of("a", "b"), ["a"], ["c", None, ["a"]]),
        (texts_to(TEXTS, "x"), [{}, {"a": ["b"]}], [{1: ["b"]}, {"a": "b"}, {"": []}, []]),
    ],
)
def test_what_a_value_may_be(form, good, bad):
    assert all(form.fits(value) for value in good)
    assert not any(form.fits(value) for value in bad)


def test_all_faults_of_an_entry_are_said():
    entry = {"b": 1, "c": "x", 4: "y", "long": "x" * 1000}
    assert list(faults(entry, {"a": TEXT, "b": TEXT}, {"long": TEXTS})) == [
        ("the field a is missing", "add a"),
        ("the field b is 1", "write a text"),
        ("the field c is unknown", "fields: a, b, long"),
        ("the field 4 is unknown", "fields: a, b, long"),
        (f"the field long is '{'x' * 99}…", "write a list of texts"),
    ]
    for entry in (None, [], "a", 1):
        assert list(faults(entry, {"a": TEXT})) == [("it has no fields", "fields: a")]
