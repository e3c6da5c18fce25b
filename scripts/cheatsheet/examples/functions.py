"""Functions of a script, what they are called with and give back, and what it imports, by its syntax tree."""

import ast
from collections.abc import Iterator, Sequence

Function = ast.FunctionDef | ast.Lambda


def functions(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Functions, methods and named lambdas of a module, by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
            for target in node.targets:
                yield ast.unparse(target), node.value


def returned(body: ast.Module) -> Iterator[ast.AST]:
    """What a function with this body gives back."""
    for node in outside_functions(body):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            yield node.value


def results_of(function: Function) -> list[ast.AST]:
    """What a function gives back."""
    if isinstance(function, ast.Lambda):
        return [function.body]
    return list(returned(ast.Module(function.body, [])))


def passed(
    function: Function, call: ast.Call, are_typed: Sequence[bool]
) -> Iterator[tuple[str, bool]]:
    """The parameters of a function, and whether what is passed for each is typed; its defaults are."""
    in_order = [*function.args.posonlyargs, *function.args.args]
    words = {
        word.arg: typed
        for word, typed in zip(call.keywords, are_typed[len(call.args) :], strict=True)
    }
    rest = all(are_typed)
    for number, parameter in enumerate([*in_order, *function.args.kwonlyargs]):
        positional = number < len(call.args) and number < len(in_order)
        yield parameter.arg, are_typed[number] if positional else words.get(parameter.arg, True)
    for gathered in (function.args.vararg, function.args.kwarg):
        if gathered:
            yield gathered.arg, rest


def imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    """What a module imports by `from`: as what, from where, and its name there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield alias.asname or alias.name, node.module, alias.name


def outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    """All nodes of a module or of the body of a function, without those of functions and classes in it."""
    waiting: list[ast.AST] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)
