"""Predicates that hold by their form alone."""

import ast

import pytest

from cheatsheet.examples.comparisons import cannot_fail

EMPTY = [
    *("True", "1", "not False", "not 0", "x == x", "x <= x", "x is x", "not x != x", "not x < x"),
    *("x > 1 or True", "x > 1 or x <= 1", "x == 1 or x != 1", "x or not x", "not (x and not x)"),
    *("len(x) >= 0", "0 <= len(x)", "abs(x) >= 0.0", "len(x) >= -1", "x == x == x"),
    *("len(x) > -1", "-1 < len(x)", "len(x) != -1", "-2.5 <= abs(x)", "not len(x) < 0"),
    *(
        "not 0 > len(x)",
        "not len(x) == -1",
        "x > 1 or 1 >= x",
        "1 >= x or x > 1",
        "x == 1 or 1 != x",
    ),
    *("not x > 1 or 1 < x", "x > 1 or not 1 < x", "not (x > 1 and 1 >= x)"),
    *("x == x and y <= y", "True if x else y == y", "bool(x == x)", "bool((x > 1,))"),
    *(
        "all([x == x, True])",
        "any((x == x,))",
        "any([x == x, y > 1])",
        "any([x > 1, x <= 1])",
        "not not x == x",
        "not (x != x or y < y)",
    ),
]
MEANT = [
    *("x == y", "x > 1", "x > 1 or y > 1", "x > 1 and y == y", "not x == x", "len(x) > 0", "x"),
    *("x > 1 or x <= 2", "x < x", "bool(x)", "all([x > 1, True])", "False", "min(x) > 1"),
    *("len(x) > 0", "len(x) != 0", "len(x) <= 0", "0 >= len(x)", "len(x) > True", "not len(x) < 1"),
    *(
        "not len(x) > -1",
        "len(x) == -1",
        "x > 1 or 1 <= 2 * x",
        "not x > 1 or 2 < x",
        "len(x) in (0, 1)",
    ),
    *("1 < x < 2", "x > 1 if y else True", "abs(x) >= 1", "any([x > 1, y > 1])"),
]


def parsed(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


@pytest.mark.parametrize("text", EMPTY)
def test_a_comparison_that_holds_by_its_form_is_known(text):
    assert cannot_fail(parsed(text))


@pytest.mark.parametrize("text", MEANT)
def test_one_that_may_fail_is_let_through(text):
    assert not cannot_fail(parsed(text))
