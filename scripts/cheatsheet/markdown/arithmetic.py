"""Arithmetic in formulas: it must be true, and say more than that a number is itself."""

import ast
import operator
import re
from collections.abc import Callable

from cheatsheet.markdown.tex_ink import Ink

OPERATIONS: dict[type, Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
# What changes nothing as the right operand.
NEUTRAL = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1, ast.Pow: 1}
PYTHON = {"cdot": "*", "times": "*", "div": "/", "+": "+", "-": "-", "/": "/", "(": "(", ")": ")"}
EQUAL, ABOUT = "=", "approx"
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
PLAIN = re.compile(r"\d+(?:\.\d+)?")


def fault_of_sum(row: list[Ink], cure: str) -> tuple[str, str] | None:
    """What is wrong with a formula of numbers alone: `cure` is for one that states a number."""
    sides, signs = [list[Ink]()], list[str]()
    for ink in row:
        if ink.kind == "relation":
            signs.append(ink.text)
            sides.append([])
        else:
            sides[-1].append(ink)
    if not signs:
        return "it states a number", cure
    try:
        if not {EQUAL, ABOUT}.issuperset(signs):
            raise ValueError
        trees = [ast.parse(_expression(side), mode="eval").body for side in sides]
        values = [_reckoned(tree) for tree in trees]
    except (ValueError, SyntaxError, ArithmeticError, RecursionError, TypeError, MemoryError):
        return "its arithmetic cannot be evaluated", cure
    if not any(map(_calculates, trees)):
        return "it states a number", cure
    for sign, left, right, side in zip(signs, values, values[1:], sides[1:], strict=False):
        digits = len("".join(ink.text for ink in side).partition(".")[2])
        allowed = 1e-9 * max(1.0, abs(left)) if sign == EQUAL else 0.5000001 * 10**-digits
        if isinstance(left - right, complex) or abs(left - right) > allowed:
            return f"its arithmetic gives {left:.10g}, not {right:.10g}", "mend the numbers"
    return None


def _expression(row: list[Ink]) -> str:
    """A side as Python writes it."""
    text = ""
    for ink in row:
        if ink.kind == "number" and (GROUPED.fullmatch(ink.text) or PLAIN.fullmatch(ink.text)):
            text += ink.text.replace(",", "")
        elif ink.kind == "fraction":
            text += "(({})/({}))".format(*map(_expression, ink.parts))
        elif ink.kind == "root":
            index, body = ink.parts
            text += f"(({_expression(body)})**(1/({_expression(index) or 2})))"
        elif ink.kind == "over":
            text += f"**({_expression(ink.parts[0])})"
        elif ink.text in PYTHON:
            text += f" {PYTHON[ink.text]} "
        else:
            raise ValueError(ink.text)
    return text.strip()


def _calculates(tree: ast.expr) -> bool:
    """Whether a side puts whole numbers together, none of which leaves the other as it is."""
    nodes = list(ast.walk(tree))
    if any(isinstance(node, ast.Constant) and not isinstance(node.value, int) for node in nodes):
        return False
    return any(
        isinstance(node, ast.BinOp)
        and _reckoned(node.right) != NEUTRAL[type(node.op)]
        and _reckoned(node.left) != (1 if isinstance(node.op, ast.Mult) else 0)
        for node in nodes
    )


def _reckoned(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_reckoned(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        left, right = _reckoned(node.left), _reckoned(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > 64:
            raise ValueError("too large")
        return OPERATIONS[type(node.op)](left, right)
    raise ValueError("no arithmetic")
