"""Which arguments of a call that draws are data."""

import ast

import pytest

from cheatsheet.pages.drawing_calls import data_of


@pytest.mark.parametrize(
    ("call", "data"),
    [
        ("plot(a, b, c, d, label=e)", "abcd"),
        ("scatter(a, b, c, x=d)", "abd"),
        # Both errors; behind them stands how it looks.
        ("errorbar(a, b, c, d, e)", "abcd"),
        ("errorbar(a, b, yerr=c, xerr=d, fmt=e)", "abcd"),
        ("bar(a, b, c, height=d, width=e)", "abd"),
        ("fill_between(a, b, c, d)", "abc"),
        ("axhline(a, b, c)", "a"),
        ("axhspan(a, b, c)", "ab"),
        ("axvspan(a, b, xmax=c)", "abc"),
        ("hlines(a, b, c, d)", "abc"),
        ("text(a, b, c)", ""),
    ],
)
def test_data_has_a_place_on_the_axes(call, data):
    made = ast.parse(call, mode="eval").body
    assert "".join(map(ast.unparse, data_of(made, made.func.id))) == data
