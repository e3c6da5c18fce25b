"""What code holds as code: sizes that calls are given, shapes, kernels, indices, and constants of sums."""

import ast
from collections.abc import Iterable, Iterator

from cheatsheet.markdown.code_syntax import (
    CHANNELS,
    CLASS,
    CONSTANTS,
    COUNTED,
    INPUT,
    LIBRARIES,
    METHODS,
    NAMED,
    Numbers,
    is_chosen,
    is_tiny,
    leaf,
    names_in,
    number_in,
    root,
    texts_in,
    whole,
)
from cheatsheet.markdown.number_rules import masked
from cheatsheet.markdown.numerals import has_numeral
from cheatsheet.markdown.result_names import is_result

TYPES = frozenset(["float", "float16", "float32", "float64"])
SMALL = frozenset(range(11))
KINDS = ast.Call | ast.Compare | ast.Subscript | ast.BinOp | ast.List | ast.Tuple


def sizes_in(tree: ast.AST) -> Numbers:
    """The numbers of a piece of code that need no check."""
    fine = Numbers()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=func) if _is_library(func) and not is_result(leaf(func)):
                fine.update(_given(node))
            case ast.Subscript():
                fine.update(each for each in _numbers(node.slice) if whole(each) in range(5))
            case ast.Tuple() | ast.List():
                fine.update(_shape(node) or _kernel(node) or _channels(node))
            case ast.BinOp(left=left, op=op, right=right):
                fine.update(_factor(left, op, right), _factor(right, op, left))
            case ast.Compare(left=left, comparators=[right]) if leaf(left) == "shape":
                fine.update(each for each in _numbers(right) if whole(each) is not None)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                fine.update(_bound(left, op, right), _bound(right, op, left))
    return fine


def is_statement(text: str) -> bool:
    """Whether inline code is a call, a shape, a kernel, a sum or a bound, or such a one with a name, and holds no other number."""
    try:
        [statement] = ast.parse(text).body if "#" not in text else []
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    match statement:
        case ast.Assign(targets=targets, value=value) if not _is_given(targets, value):
            pass
        case ast.Expr(value=value):
            pass
        case _:
            return False
    if not isinstance(value, KINDS) or not (
        names_in(value) or isinstance(value, ast.List | ast.Tuple)
    ):
        return False
    are_named = all(map(NAMED.fullmatch, names_in(statement)))
    are_fine = sizes_in(statement).issuperset(_numbers(statement))
    return (
        are_fine
        and are_named
        and not any(has_numeral(masked(text, "")) for text in texts_in(statement))
    )


def _is_given(targets: list[ast.expr], value: ast.expr) -> bool:
    """Whether a result is given a value that is computed of nothing."""
    names = {each.id for each in ast.walk(value) if isinstance(each, ast.Name)}
    return not names - LIBRARIES and any(
        is_result(name) for each in targets for name in names_in(each)
    )


def _numbers(tree: ast.AST) -> Iterator[ast.Constant]:
    yield from (each for each in map(number_in, ast.walk(tree)) if each)


def _is_library(func: ast.expr) -> bool:
    is_class = isinstance(func, ast.Name) and CLASS.fullmatch(func.id)
    is_part = isinstance(func, ast.Attribute) and (func.attr in METHODS or root(func) in LIBRARIES)
    return bool(is_class or is_part)


def _given(call: ast.Call) -> Iterator[ast.Constant]:
    """What a call is given to work with."""
    yield from _chosen(call.args)
    for each in call.keywords:
        name, number = each.arg or "", number_in(each.value)
        if number and COUNTED.fullmatch(name) and whole(number) is not None:
            yield number
        elif not is_result(name):
            yield from _chosen([each.value])


def _chosen(values: Iterable[ast.expr]) -> Iterator[ast.Constant]:
    """Sizes and settings among some values, those in tuples, lists and products too."""
    waiting = list(values)
    while waiting:
        value = waiting.pop()
        number = number_in(value)
        if number and (is_chosen(number) or (number is not value and number.value == 128)):
            yield number
        elif isinstance(value, ast.Tuple | ast.List):
            waiting += value.elts
        elif isinstance(value, ast.BinOp) and isinstance(
            value.op, ast.Mult | ast.FloorDiv | ast.Pow
        ):
            waiting += [value.left, value.right]


def _shape(row: ast.Tuple | ast.List) -> Numbers:
    """The numbers of a shape: `(N, 3, 224, 224)`, `(1, 3, 480, 640)`."""
    numbers = [number_in(each) for each in row.elts]
    symbols = [each for each, number in zip(row.elts, numbers, strict=True) if not number]
    if not all(isinstance(each, ast.Name) and INPUT.fullmatch(each.id) for each in symbols):
        return set()
    values = [whole(number) or 0 for number in numbers if number]
    if not all(
        number is None or (whole(number) is not None and is_chosen(number)) for number in numbers
    ):
        return set()
    is_image = len(values) in (3, 4) and values[-3] in (1, 3) and min(values[-2:]) >= 28
    return {number for number in numbers if number} if symbols or is_image else set()


def _kernel(row: ast.Tuple | ast.List) -> Numbers:
    """The numbers of a kernel: a square of small ones that reads the same from both sides, or with the other sign."""
    rows = [each.elts for each in row.elts if isinstance(each, ast.Tuple | ast.List)]
    if (
        len(rows) != len(row.elts)
        or not 1 < len(rows) < 6
        or any(len(each) != len(rows) for each in rows)
    ):
        return set()
    values = [[_value(each) for each in line] for line in rows]
    if any(value not in SMALL and -value not in SMALL for line in values for value in line):
        return set()
    across = [list(line) for line in zip(*values, strict=True)]
    turned = [line[::-1] for line in values], values[::-1], across
    opposite = [[-value for value in line] for line in values]
    if not any(each in (values, opposite) for each in turned):
        return set()
    return {number for line in rows for each in line if (number := number_in(each))}


def _value(node: ast.expr) -> int:
    """The value of a whole number with its sign; of all else, one that no kernel has."""
    value = whole(number_in(node))
    if value is None:
        return 99
    return -value if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else value


def _channels(row: ast.Tuple | ast.List) -> Numbers:
    numbers = [number_in(each) for each in row.elts]
    values = tuple(number.value for number in numbers if number)
    return {number for number in numbers if number} if values in CHANNELS else set()


def _bound(side: ast.expr, op: ast.cmpop, other: ast.expr) -> Iterator[ast.Constant]:
    """Zero and one that something is compared with, and one half above or below which it lies; of results, of IoU alone."""
    number, names = number_in(side), names_in(other)
    is_result_of = any(map(is_result, names)) and names != ["iou"]
    is_half = isinstance(op, ast.Lt | ast.Gt | ast.LtE | ast.GtE) and number and number.value == 0.5
    if number and names and not is_result_of and (is_half or number.value in (0, 1)):
        yield number


def _factor(side: ast.expr, op: ast.operator, other: ast.expr) -> Iterator[ast.Constant]:
    """A constant beside what is computed of inputs, a power of a constant, and what keeps a quotient finite."""
    number, names = number_in(side), set(names_in(other)) - METHODS - LIBRARIES - TYPES
    is_power = isinstance(op, ast.Pow) and number_in(other)
    is_of_inputs = names and all(map(INPUT.fullmatch, names))
    is_rest = isinstance(op, ast.Sub) and names and number and number.value == 1
    if number and (
        (number.value in CONSTANTS and (is_of_inputs or is_power))
        or is_rest
        or (names and is_tiny(number))
    ):
        yield number
