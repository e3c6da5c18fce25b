"""The numbers that a predicate compares, and on which side of each the run is."""

import ast

import pytest

from cheatsheet.examples.compared import compared
from cheatsheet.examples.names import Names

SCRIPT = (
    "LIMIT, limit = 12, 0.5\nPRODUCT = 3 * 4\nCHANGED = 20\nCHANGED += 1\nknown = x > 7\n"
    "def many(v):\n    return v > 12\n"
)


def numbers(predicate: str):
    return compared(ast.parse(predicate, mode="eval").body, Names(ast.parse(SCRIPT)))


@pytest.mark.parametrize(
    ("predicate", "sides"),
    [
        ("x < 12", [(12, -1)]),
        ("12 < x", [(12, 1)]),
        ("x >= -12", [(-12, 1)]),
        ("x == 12", [(12, 0)]),
        ("not x < 12", [(12, 0)]),
        ("3 < x < 12", [(3, 1), (12, -1)]),
        ("x > LIMIT", [(12, 1)]),
        ("x > limit", [(0.5, 1)]),
        ("x > PRODUCT", [(12, 1)]),
        ("x > CHANGED", []),
        ("many(x)", [(12, 1)]),
        ("known and y < 2", [(7, 1), (2, -1)]),
        ("abs(x) < 10**-3", [(0.001, -1)]),
        # A part of a side says nothing of the whole.
        ("x - y < z + 12", [(12, 0)]),
        ("max(x, 12) < y", [(12, 0)]),
        ("x in (3, 4)", [(3, 0), (4, 0)]),
        # What is no real number, or none that a machine holds.
        ("x > (-8) ** 0.5", [(-8, 0), (0.5, 0)]),
        ("x > 10 ** 400", [(10, 0), (400, 0)]),
        ("x > 1 / 0", []),
        ("x > True", []),
    ],
)
def test_what_is_compared_has_its_side(predicate, sides):
    assert numbers(predicate).sides == sides


@pytest.mark.parametrize(
    ("predicate", "factors", "labels"),
    [
        ("10 * x < y", [(10, 1)], set()),
        ("x < 10 * y", [(10, -1)], set()),
        ("x * 10 > y[3]", [(10, -1)], {3}),
        ("x < y / 10", [(10, 1)], set()),
        ("x / 4 < y", [(4, -1)], set()),
        # Of a quotient of what is not known, of one of many numbers, and of a part, nobody knows it.
        ("4 / x < y", [(4, 0)], set()),
        ("x < 2 * y / 3", [(2, 0), (3, 0)], set()),
        ("2 * x < 3 * y", [(2, 0), (3, 0)], set()),
        ("100 * x < 5", [(100, 0)], set()),
        ("abs(2 * x - y) < z", [(2, 0)], set()),
        ("x < 10 * LIMIT", [(10, 0)], set()),
        ("min(x[18]) > 1", [], {18}),
        ("x[18][2] - y[LIMIT] > 1", [], {18, 2, 12}),
        ("f(x, 93) > y", [], set()),
        ("x[:, 93].mean() > y", [], set()),
    ],
)
def test_what_is_compared_is_a_multiple_or_filed_under_a_number(predicate, factors, labels):
    found = numbers(predicate)
    assert (found.factors, found.labels) == (factors, labels)


def test_a_number_that_no_machine_holds_is_none():
    assert numbers(f"x > {'9' * 400}").sides == []
