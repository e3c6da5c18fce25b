"""What the names of a script are given by calls."""

import ast

import pytest

from cheatsheet.pages.given_names import Given


@pytest.mark.parametrize(
    "call", ["R(1, 2)", "R(1, width=2)", "R(acc=1, width=2)", "R(**{'acc': 1, 'width': 2})"]
)
def test_what_makes_an_object_is_given_to_the_parameters_behind_self(call):
    script = f"class R:\n    def __init__(self, acc, width):\n        pass\nr = {call}\n"
    values = Given(ast.parse(script)).values
    given = {name.partition("@")[0]: [*map(ast.unparse, each)] for name, each in values.items()}
    assert (given["acc"], given["width"]) == (["1"], ["2"])


def test_a_method_is_given_what_stands_behind_its_object():
    script = "class R:\n    def draw(self, acc):\n        pass\nr = R()\nr.draw(1)\n"
    values = Given(ast.parse(script)).values
    given = {name.partition("@")[0]: [*map(ast.unparse, each)] for name, each in values.items()}
    assert given["acc"] == ["1"]
