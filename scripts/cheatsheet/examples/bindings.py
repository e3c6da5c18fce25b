"""Which names the statements of a script give a value or put something into, and that value, by its syntax tree."""

import ast
from collections.abc import Iterator, Sequence

# Methods that put something into what they belong to.
FILLING = (
    "append",
    "add",
    "insert",
    "extend",
    "update",
    "setdefault",
    "appendleft",
    "fill_",
    "fill",
    "copy_",
)
# A name and its value; None where that cannot be followed.
Binding = tuple[str, ast.AST | None]
Function = ast.FunctionDef | ast.Lambda


def bindings_of(tree: ast.Module) -> Iterator[Binding]:
    """Those of a module or of the body of a function, its own and those that functions in it make for it."""
    for node in _outside_functions(tree):
        yield from _bindings(node)
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            nodes = list(_outside_functions(ast.Module(function.body, [])))
            own = {name for node in nodes if isinstance(node, ast.Global) for name in node.names}
            for node in nodes:
                yield from ((name, value) for name, value in _bindings(node) if name in own)


def returned(body: ast.Module) -> Iterator[ast.AST]:
    """What a function with this body gives back."""
    for node in _outside_functions(body):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Functions, methods and named lambdas of a module, by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                yield ast.unparse(target), node.value


def imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """What a module imports by `from`: as what, from where, and its name there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, node.module, alias.name


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


def passed(
    function: Function, call: ast.Call, are_typed: Sequence[bool]
) -> Iterator[tuple[str, bool]]:
    """The parameters of a function, and whether what is passed for each is typed; its defaults are."""
    parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    words = {
        word.arg: typed
        for word, typed in zip(call.keywords, are_typed[len(call.args) :], strict=True)
    }
    rest = all(are_typed)
    for number, parameter in enumerate(parameters):
        positional = number < len(call.args) and number < len(function.args.args)
        yield parameter.arg, are_typed[number] if positional else words.get(parameter.arg, True)
    for gathered in (function.args.vararg, function.args.kwarg):
        if gathered:
            yield gathered.arg, rest


def _outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes of a module or of the body of a function, without those of functions and classes in it."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


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
            for name in names_in(target):
                yield name, value
        case ast.With(items=items):
            for item in items:
                for name in names_in(item.optional_vars) if item.optional_vars else ():
                    yield name, None
        case ast.Match(subject=value, cases=cases):
            for part in (part for each in cases for part in ast.walk(each.pattern)):
                if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name:
                    yield part.name, value
        case ast.Expr(value=ast.Call() as call):
            yield from _changed(call)


def _changed(call: ast.Call) -> Iterator[Binding]:
    """Names whose values a call for its own sake may change, and what it puts into them."""
    arguments = [*call.args, *(word.value for word in call.keywords)]
    if isinstance(call.func, ast.Attribute):
        for name in names_in(call.func.value):
            yield from (
                (name, argument if call.func.attr in FILLING else None)
                for argument in arguments or [call.func.value]
            )
    for argument in arguments:
        if isinstance(argument, ast.Name):
            yield argument.id, None


def _paired(target: ast.AST, value: ast.AST) -> Iterator[Binding]:
    """What is assigned to what: `a, b = 1, 2` one by one, `x[0] = 1` and `x.y = 1` as a part of x."""
    if (
        isinstance(target, ast.Tuple | ast.List)
        and isinstance(value, ast.Tuple | ast.List)
        and len(target.elts) == len(value.elts)
    ):
        for each, part in zip(target.elts, value.elts, strict=True):
            yield from _paired(each, part)
    else:
        for name in names_in(target):
            yield name, value
