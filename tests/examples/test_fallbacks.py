"""Typed numbers for which a fact may stand where the run gives nothing, or too much."""

import ast

import pytest

from cheatsheet.examples.fallbacks import Fallbacks
from cheatsheet.examples.typed import Typed

# What stands before each: x, d, it, y and bad come from a run.
OPENING = "x, d, it, y, bad = work()\n"
CHOSEN = [
    "d.get('a', 76.1)",
    "d.pop('a', 76.1)",
    "x or 76.1",
    "x and 76.1",
    "76.1 if bad else x",
    "x if not bad else 76.1",
    "'76.1%' if bad else f'{x:.1%}'",
    "max(x, 76.1)",
    "min(76.1, x)",
    "max([x, 76.1])",
    "max(y, default=76.1)",
    "np.maximum(x, 76.1)",
    "getattr(x, 'a', 76.1)",
    "next(it, 76.1)",
    "next((one for one in y), 76.1)",
    "np.nan_to_num(x, nan=76.1)",
    "np.where(bad, x, 76.1)",
    "torch.where(bad, 76.1, x)",
    "x.where(bad, 76.1)",
    "x.masked_fill(bad, 76.1)",
    "np.clip(x, 76.1, None)",
    "x.clamp(min=76.1)",
    "[76.1, x][bad]",
    "{True: 76.1, False: x}[bad]",
    "(lambda a: a or 76.1)(x)",
    "f'{x or 76.1:.1f} px'",
    "100 * (x or 0.761)",
    "round(x or 76.1, 1)",
    "[one or 76.1 for one in y][0]",
]
STATEMENTS = [
    "a = x or 76.1",
    "a = x\na = 76.1",
    "a = x\na, b = 76.1, 2",
    "a = x\n[a] = [76.1]",
    "a = x\na: float = 76.1",
    "a = x\n(a := 76.1)",
    "a = x\na *= 0\na += 76.1",
    "a = x\nfor a in [76.1]:\n    pass",
    "a = x\nwith nullcontext(76.1) as a:\n    pass",
    "a = x\nmatch 76.1:\n    case a:\n        pass",
    "a = x\nif bad:\n    a = 76.1",
    "if bad:\n    a = 76.1\nelse:\n    a = x",
    "if bad:\n    a = x\nelif y:\n    a = 76.1\nelse:\n    a = x",
    "try:\n    a = x\nexcept ValueError:\n    a = 76.1",
    "a = x\ndef f():\n    global a\n    a = 76.1\nf()",
    "N = 76.1\na = x or N",
    "def f(one):\n    return one or 76.1\na = f(x)",
    "def f(one):\n    if one > 3:\n        return 76.1\n    return one\na = f(x)",
    "def f(one):\n    two = one\n    two = 76.1\n    return two\na = f(x)",
    "def f(one, other=76.1):\n    return one or other\na = f(x)",
    "from _cards import speed\na = speed(x)",
]
PARTS = [
    "a = {'b': x}\na['b'] = 76.1",
    "a = {'b': x}\na.update(b=76.1)",
    "a = {'b': x}\na.update({'b': 76.1})",
    "a = {'b': x}\na |= {'b': 76.1}",
]
# What a run gives, whatever it is.
COMPUTED = [
    ("", "x"),
    ("", "'none' if bad else f'{x}'"),
    ("", "x / y if y else 0.0"),
    ("", "max(x, y)"),
    ("", "max(y, key=lambda one: 76.1)"),
    ("", "x.max(1)"),
    ("", "torch.where(bad, x, y)"),
    ("", "next((one for one in (0.1, 0.2) if x < one), 1)"),
    ("a = 0\nfor one in y:\n    a = one", "a"),
    ("a = 0\nfor one in y:\n    a += one", "a"),
    ("a = 76.1\na = x", "a"),
    ("a = None\nif bad:\n    a = x", "a"),
    ("a = torch.zeros(2)\na.grad = torch.tensor([1.0])", "a.grad[0]"),
    ("def f(n):\n    return n if n < 2 else f(n - 1)", "f(x)"),
]
CARDS = Typed(ast.parse("def speed(one):\n    return one or 76.1"))


def found(code: str, value: str) -> list[str]:
    typed = Typed(ast.parse(OPENING + code), {"_cards": CARDS})
    fallbacks = Fallbacks(typed).of(ast.parse(value, mode="eval").body)
    return [ast.unparse(each) for each in fallbacks]


@pytest.mark.parametrize("value", CHOSEN)
def test_a_typed_number_beside_a_computed_one_is_found(value):
    assert any("76" in each for each in found("", value))


@pytest.mark.parametrize("code", STATEMENTS)
def test_it_is_found_behind_names_and_functions(code):
    assert any("76.1" in each or each in ("N", "other") for each in found(code, "f'{a:.1f}'"))


@pytest.mark.parametrize("code", PARTS)
def test_it_is_found_where_it_is_put_into_what_was_computed(code):
    assert any("76.1" in each for each in found(code, "a['b']"))


@pytest.mark.parametrize(("code", "value"), COMPUTED)
def test_what_a_run_gives_is_no_typed_number(code, value):
    assert found(code, value) == []
