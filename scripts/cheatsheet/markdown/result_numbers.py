"""Numbers that a listing types as the value of a result: by keyword, name, key, index or call."""

import ast
from collections.abc import Iterator

from cheatsheet.markdown.code_syntax import CONSTANTS, Numbers, is_chosen, is_tiny, leaf, number_in
from cheatsheet.markdown.code_values import sizes_in
from cheatsheet.markdown.result_names import is_result

# What is made of the numbers that it is given, and what hands one of them on.
MADE_OF = frozenset(["tensor", "array", "asarray", "full"])
HANDING = frozenset(["float", "int", "round", "max", "min", "sum", "abs", "complex", "sorted"])


def typed_results(tree: ast.AST) -> Numbers:
    """The numbers of a listing that it gives to something that is called a result, or to what only hands them on."""
    typed, sizes = Numbers(), sizes_in(tree)
    for node in ast.walk(tree):
        for value in _given(node):
            typed.update(_stated_by(value, sizes))
        if isinstance(node, ast.Subscript):
            places = {number for each in ast.walk(node.slice) if (number := number_in(each))}
            is_named = is_result(leaf(node.value))
            typed.update(each for each in places if not isinstance(each.value, int))
            typed.update(each for each in places if is_named and not is_chosen(each))
        elif isinstance(node, ast.Call):
            typed.update(_called(node))
    return typed


def named_in(node: ast.AST) -> bool:
    """Whether a piece of code names a result."""
    return any(is_result(leaf(part)) for part in ast.walk(node))


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """What a node gives to a result."""
    match node:
        case ast.keyword(arg="precision", value=ast.Constant(value=int())):
            return  # how many digits or bits
        case ast.keyword(arg=str(name), value=value) if is_result(name):
            yield value
        case ast.Assign(targets=targets, value=value) if any(map(named_in, targets)):
            yield value
        case (
            ast.AnnAssign(target=target, value=ast.expr() as value)
            | ast.AugAssign(target=target, value=value)
            | ast.NamedExpr(target=target, value=value)
        ) if named_in(target):
            yield value
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                if isinstance(key, ast.Constant) and is_result(str(key.value).replace("-", "_")):
                    yield value
        case ast.arguments(posonlyargs=first, args=args, kwonlyargs=last):
            behind = [*first, *args][len(first) + len(args) - len(node.defaults) :]
            pairs = [
                *zip(behind, node.defaults, strict=True),
                *zip(last, node.kw_defaults, strict=True),
            ]
            yield from (value for name, value in pairs if value and is_result(name.arg))


def _stated_by(value: ast.expr, sizes: Numbers) -> Numbers:
    """The numbers of a value but for zero, sizes, settings of what computes it, and constants of its sums."""
    own = number_in(value)
    if own:
        return set() if own.value == 0 else {own}
    made = [
        node
        for node in ast.walk(value)
        if isinstance(node, ast.Call) and leaf(node.func) in MADE_OF
    ]
    fine = sizes - {
        number
        for call in made
        for node in ast.walk(call)
        if (number := number_in(node)) and number.value != 0
    }
    for node in ast.walk(value):
        if isinstance(node, ast.Call) and leaf(node.func) not in HANDING | MADE_OF:
            given = [
                *node.args,
                *(each.value for each in node.keywords if not is_result(each.arg or "")),
            ]
            fine.update(each for each in map(number_in, given) if each and is_chosen(each))
            fine.update(
                number
                for each in node.keywords
                if not is_result(each.arg or "") and (number := number_in(each.value))
            )
        elif isinstance(node, ast.BinOp | ast.Compare):
            sides = (
                [node.left, node.right]
                if isinstance(node, ast.BinOp)
                else [node.left, *node.comparators]
            )
            numbers = [each for each in map(number_in, sides) if each]
            if len(numbers) < len(sides) or isinstance(getattr(node, "op", None), ast.Pow):
                fine.update(each for each in numbers if each.value in CONSTANTS or is_tiny(each))
        elif isinstance(node, ast.Subscript):
            fine.update(number for each in ast.walk(node.slice) if (number := number_in(each)))
    return {
        number for node in ast.walk(value) if (number := number_in(node)) and number not in fine
    }


def _called(call: ast.Call) -> Numbers:
    """The numbers that a call hands on alone, or that it gives to a result: `float(93.1)`, `accuracies.append(93.1)`."""
    numbers = [number for each in call.args if (number := number_in(each))]
    is_handed = len(numbers) == len(call.args) and leaf(call.func) in HANDING
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    is_named = is_result(leaf(call.func)) or is_result(leaf(owner))
    return {each for each in numbers if (is_handed or is_named) and not is_chosen(each)}
