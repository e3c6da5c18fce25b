"""Which names the statements of a script give a value or put something into, and that value, by its syntax tree."""

import ast
import re
from collections.abc import Iterator

from cheatsheet.examples.arithmetic import is_conversion
from cheatsheet.examples.functions import outside_functions
from cheatsheet.examples.straight import changed_once

# Methods that put something into what they belong to.
FILLING = re.compile("append|appendleft|add|insert|extend|update|setdefault|fill_?|copy_")
# What shows a value and leaves it as it is: print, and methods of plots.
SHOWING = re.compile(
    "print|plot|bar|barh|scatter|text|annotate|set|set_\\w+|legend|imshow|hist|fill_between|ax[hv]line|ax[hv]span|[hv]lines"
    "|step|errorbar|table|suptitle|savefig|loglog|semilog[xy]|contourf?|pcolormesh|add_patch"
)
# Stands for a value that a call may have changed.
CHANGED = ast.Pass()
# A name and its value; None where that cannot be followed.
Binding = tuple[str, ast.AST | None]


def bindings_of(tree: ast.Module) -> Iterator[Binding]:
    """Those of a module or of the body of a function, in their order, and those that functions in it make for it."""
    in_loops = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.For | ast.While)
        for inner in ast.walk(node)
    }

    def bound(node: ast.AST) -> Iterator[Binding]:
        for name, value in _bindings(node):
            yield name, None if node in in_loops and _is_scaled_again(name, value) else value

    known = {statement: (name, made) for statement, name, made in changed_once(tree.body)}
    for node in sorted(outside_functions(tree), key=_place):
        yield from [known[node]] if node in known else bound(node)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            nodes = list(outside_functions(ast.Module(function.body, [])))
            own = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
            for node in nodes:
                yield from ((name, value) for name, value in bound(node) if name in own)


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _is_scaled_again(name: str, value: ast.AST | None) -> bool:
    """Whether each turn of a loop makes a name of itself in another unit: x *= 10, which computes a power."""
    return value is not None and any(
        isinstance(node, ast.Name) and node.id == name
        for conversion in filter(is_conversion, ast.walk(value))
        for node in ast.walk(conversion)
    )


def names_in(target: ast.AST) -> Iterator[str]:
    """Names in a target; of `x[i]` and `x.y` the name of the whole."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Subscript(value=value) | ast.Attribute(value=value) | ast.Starred(value=value):
            yield from names_in(value)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from names_in(part)


def _bindings(node: ast.AST) -> Iterator[Binding]:
    """Names that a statement gives a value or puts something into, and that value; None where it cannot be followed."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from _paired(target, value)
        case ast.AnnAssign(target=target, value=value) if value:
            yield from _paired(target, value)
        case ast.NamedExpr(target=target, value=value):
            yield from _paired(target, value)
        case ast.AugAssign(target=target, op=op, value=value):
            for name in names_in(target):
                yield name, ast.BinOp(ast.Name(name), op, value)
        case ast.For(target=target, iter=value):
            yield from looped(target, value)
        case ast.With(items=items):
            for item in items:
                for name in names_in(item.optional_vars) if item.optional_vars else ():
                    yield name, item.context_expr
        case ast.Match(subject=value, cases=cases):
            for part in (part for each in cases for part in ast.walk(each.pattern)):
                if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
                    yield part.name, value
        case ast.If():
            yield from _branched(node)
        case ast.Expr(value=ast.Call() as call):
            yield from _changed(call)


def _branched(node: ast.If) -> Iterator[Binding]:
    """Names that more than one branch gives a value, with these values as if `or` stood between them."""
    values: dict[str, list[ast.expr]] = {}
    waiting: list[ast.stmt] = [*node.body, *node.orelse]
    while waiting:
        match waiting.pop(0):
            case ast.If(body=body, orelse=orelse):
                waiting += [*body, *orelse]
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                values.setdefault(name, []).append(value)
    yield from (
        (name, ast.BoolOp(ast.Or(), given)) for name, given in values.items() if len(given) > 1
    )


def looped(target: ast.AST, values: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Names that a loop over these values gives one, each with what it is taken from: of zip one by one."""
    match target, values:
        case (
            ast.Tuple(elts=targets) | ast.List(elts=targets),
            ast.Call(func=ast.Name(id="zip"), args=parts),
        ) if len(targets) == len(parts):
            for each, part in zip(targets, parts, strict=True):
                yield from looped(each, part)
        case _:
            yield from ((name, values) for name in names_in(target))


def _changed(call: ast.Call) -> Iterator[Binding]:
    """Names whose values a call for its own sake may change, and what it puts into them."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
    if SHOWING.fullmatch(name):
        return
    arguments = [*call.args, *(word.value for word in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        values = arguments if arguments and FILLING.fullmatch(name) else [CHANGED]
        for owner in names_in(call.func.value):
            yield from ((owner, value) for value in values)
    for argument in arguments:
        if isinstance(argument, ast.Name):
            yield argument.id, CHANGED


def _paired(target: ast.AST, value: ast.expr) -> Iterator[Binding]:
    """What is assigned to what: `a, b = 1, 2` one by one, `x[0] = 1` as `[1]` and `x.y = 1` as a part of x."""
    if (
        isinstance(target, ast.Tuple | ast.List)
        and isinstance(value, ast.Tuple | ast.List)
        and len(target.elts) == len(value.elts)
    ):
        for each, part in zip(target.elts, value.elts, strict=True):
            yield from _paired(each, part)
    elif isinstance(target, ast.Subscript):
        yield from ((name, ast.List([value], ast.Load())) for name in names_in(target))
    else:
        for name in names_in(target):
            yield name, value
