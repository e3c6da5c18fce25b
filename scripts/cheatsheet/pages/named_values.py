"""What single steps of a script give to names: assignments, defaults of parameters and calls."""

import ast
from collections.abc import Iterator

from cheatsheet.examples.bindings import names_in
from cheatsheet.examples.functions import Function
from cheatsheet.pages.name_scopes import AT

Made = tuple[str, ast.AST]


def is_row(row: ast.AST, length: int) -> bool:
    """Whether it is a tuple or a list of this many parts."""
    return isinstance(row, ast.Tuple | ast.List) and len(row.elts) == length


def paired(target: ast.AST, value: ast.AST) -> Iterator[Made]:
    """Names in a target with what each is given: `a, b = 1, 2` one by one."""
    match target, value:
        case _, ast.IfExp(body=body, orelse=orelse):
            yield from (*paired(target, body), *paired(target, orelse))
        case ast.Tuple(elts=names) | ast.List(elts=names), ast.Tuple() | ast.List() if is_row(
            value, len(names)
        ):
            for each, part in zip(names, value.elts, strict=True):
                yield from paired(each, part)
        case _:
            yield from ((name, value) for name in names_in(target))


def defaults(arguments: ast.arguments) -> Iterator[Made]:
    """Parameters with what they are where a call gives them nothing."""
    in_order = [*arguments.posonlyargs, *arguments.args]
    last = in_order[len(in_order) - len(arguments.defaults) :]
    yield from ((each.arg, value) for each, value in zip(last, arguments.defaults, strict=True))
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    yield from ((each.arg, value) for each, value in named if value)


def passed(function: Function, call: ast.Call, is_bound: bool = False) -> Iterator[Made]:
    """Parameters of a function with what a call gives them; a bound method has its first one."""
    arguments = function.args
    in_order = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    if is_bound and in_order and in_order[0].partition(AT)[0] == "self":
        in_order = in_order[1:]
    yield from zip(in_order, call.args, strict=False)
    if arguments.vararg:
        yield from ((arguments.vararg.arg, value) for value in call.args[len(in_order) :])
    by_word = {each.partition(AT)[0]: each for each in in_order}
    by_word |= {each.arg.partition(AT)[0]: each.arg for each in arguments.kwonlyargs}
    for word in call.keywords:
        name = by_word.get(word.arg or "")
        if name is None and arguments.kwarg:
            name = arguments.kwarg.arg
        if name is not None:
            yield name, word.value
