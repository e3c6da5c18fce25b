"""The numbers that a predicate compares with what the run shows, with what its names stand for."""

import ast
import operator
from collections.abc import Callable, Iterator
from typing import Any

from cheatsheet.examples.functions import results_of
from cheatsheet.examples.held import Compared
from cheatsheet.examples.names import Names

ARITHMETIC: dict[type, Callable[[float, float], float]] = {
    **{ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul},
    **{ast.Div: operator.truediv, ast.Pow: operator.pow},
}
# Functions around a side of a comparison that leave its numbers what they are.
AROUND = (
    "abs",
    "min",
    "max",
    "float",
    "int",
    "round",
    "sqrt",
    "divide",
    "array",
    "multiply",
    "map",
)
BELOW, ABOVE = (ast.Lt, ast.LtE), (ast.Gt, ast.GtE)


def compared(holds: ast.AST, names: Names) -> Compared:
    """The numbers of a predicate of a module with these names."""
    found = Compared()
    slice_of = _reached(holds, names, set())
    found.others = {number for node in slice_of if (number := value_of(node, names)) is not None}
    for node, owner, is_turned in _comparisons(holds, names, set()):
        sides = [node.left, *node.comparators]
        for left, right, op in zip(sides, sides[1:], node.ops, strict=False):
            way = 0 if is_turned else -1 if isinstance(op, BELOW) else isinstance(op, ABOVE) * 1
            # Ten times what is on the other side, where no number stands there.
            _take(left, -way, owner, found, is_ratio=not _has_number(right, owner))
            _take(right, way, owner, found, is_ratio=not _has_number(left, owner))
    return found


def _comparisons(
    holds: ast.AST, names: Names, seen: set[str], is_turned: bool = False
) -> Iterator[tuple[ast.Compare, Names, bool]]:
    """Those that a predicate is made of, each with the names of its module, and whether it is turned round by `not`."""
    match holds:
        case ast.Compare():
            yield holds, names, is_turned
            return
        case ast.Name(id=name):
            if name not in seen:
                seen.add(name)
                for owner, value in names.made.get(name, []):
                    if value is not None:
                        yield from _comparisons(value, owner, seen, is_turned)
            return
        case ast.Call(func=ast.Name(id=name)) if name in names.functions and name not in seen:
            seen.add(name)
            owner, function = names.functions[name]
            for result in results_of(function):
                yield from _comparisons(result, owner, seen, is_turned)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            is_turned = True
    for part in ast.iter_child_nodes(holds):
        yield from _comparisons(part, names, seen, is_turned)


def _take(
    side: ast.AST,
    way: int,
    names: Names,
    found: Compared,
    is_whole: bool = True,
    is_ratio: bool = False,
) -> None:
    number = value_of(side, names)
    if number is not None:
        found.sides.append((number, way if is_whole else 0))
        found.factors += _factors(side, names)
        return
    match side:
        case ast.BinOp(left=left, op=(ast.Mult() | ast.Div()) as op, right=right):
            by = way if isinstance(op, ast.Mult) else -way
            for part, other in ((left, right), (right, left)):
                number = value_of(part, names)
                if number is None:
                    _take(part, way, names, found, False)
                else:
                    is_known = is_ratio and not _has_number(other, names)
                    is_by = isinstance(op, ast.Mult) or part is right
                    found.factors += [(number, by * (is_known and is_by)), *_factors(part, names)]
        case ast.BinOp(left=left, right=right):
            for part in (left, right):
                _take(part, way, names, found, False)
        case ast.UnaryOp(operand=operand):
            _take(operand, way, names, found, False)
        case ast.Call(func=function, args=arguments):
            if ast.unparse(function).split(".")[-1] in AROUND:
                for part in arguments:
                    _take(part, way, names, found, False)
            elif isinstance(function, ast.Attribute):
                _take(function.value, way, names, found, False)
        case ast.Subscript(value=value, slice=key):
            label = value_of(key, names)
            found.labels |= set() if label is None else {label}
            _take(value, way, names, found, False)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                _take(part, way, names, found, False)
        case ast.GeneratorExp(elt=made) | ast.ListComp(elt=made):
            _take(made, way, names, found, False)


def _factors(side: ast.AST, names: Names) -> list[tuple[float, int]]:
    """Numbers that are typed beside names of the script in a product: 10 * SERVICE."""
    if not any(isinstance(part, ast.Name) for part in ast.walk(side)):
        return []
    typed = [value_of(part, names) for part in ast.walk(side) if isinstance(part, ast.Constant)]
    return [(number, 0) for number in typed if number is not None]


def _has_number(node: ast.AST, names: Names) -> bool:
    """Whether a number takes part in what an expression makes, other than as the place of an entry."""
    if isinstance(node, ast.Subscript):
        return _has_number(node.value, names)
    return value_of(node, names) is not None or any(
        _has_number(part, names) for part in ast.iter_child_nodes(node)
    )


def value_of(node: Any, names: Names) -> float | None:
    """The value of numbers that are typed, of names that are given one once, and of arithmetic with these."""
    try:
        return _value_of(node, names)
    except (ArithmeticError, ValueError):
        return None


def _value_of(node: Any, names: Names) -> float | None:
    match node:
        case ast.Constant(value=bool()):
            return None
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            made = names.made.get(name, [])
            match made:
                case [(owner, ast.Constant() | ast.BinOp() as value)]:
                    known = any(isinstance(each, ast.Name) for each in ast.walk(value))
                    return None if known else _value_of(value, owner)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            positive = _value_of(operand, names)
            return None if positive is None else -positive
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            one, two = _value_of(left, names), _value_of(right, names)
            made_of = None if one is None or two is None else ARITHMETIC[type(op)](one, two)
            # The root of a number below zero is complex.
            return made_of if isinstance(made_of, float) else None
    return None


def _reached(node: ast.AST, names: Names, seen: set[str]) -> Iterator[ast.AST]:
    """All nodes of an expression, and of what its names and functions are made of."""
    for part in ast.walk(node):
        yield part
        if isinstance(part, ast.Name) and part.id not in seen:
            seen.add(part.id)
            for owner, value in names.made.get(part.id, []):
                if value is not None:
                    yield from _reached(value, owner, seen)
            if part.id in names.functions:
                owner, function = names.functions[part.id]
                yield from _reached(function, owner, seen)
