"""Which arguments of a call that draws are data."""

import ast

import pytest

from cheatsheet.pages.drawing_calls import data_of


@pytest.mark.parametrize(
    ("call", "data"),
    [
        ("plot(a, b, c, d, label=e)", "a b c d"),
        ("scatter(a, b, c, x=d)", "a b d"),
        # Both errors; behind them stands how it looks.
        ("errorbar(a, b, c, d, e)", "a b c d"),
        ("errorbar(a, b, yerr=c, xerr=d, fmt=e)", "a b c d"),
        ("bar(a, b, c, height=d, width=e)", "a b d"),
        ("fill_between(a, b, c, d)", "a b c"),
        ("axhline(a, b, c)", "a"),
        ("axhspan(a, b, c)", "a b"),
        ("axvspan(a, b, xmax=c)", "a b c"),
        ("hlines(a, b, c, d)", "a b c"),
        ("text(a, b, c)", ""),
    ],
)
def test_data_has_a_place_on_the_axes(call, data):
    made = ast.parse(call, mode="eval").body
    assert " ".join(map(ast.unparse, data_of(made, made.func.id))) == data
