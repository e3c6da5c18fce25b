"""Names of functions and comprehensions told apart from those of the module, by the syntax tree."""

import ast
from collections.abc import Iterable, Iterator

from cheatsheet.examples.functions import outside_functions

# Stands behind the name of a parameter or of a variable of a function, before the place of that.
AT = "@"


def tell_apart(node: ast.AST, names: dict[str, str]) -> None:
    """Give the names of each function and comprehension the place of that as an addition."""
    match node:
        case ast.FunctionDef(args=arguments) | ast.Lambda(args=arguments):
            decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
            for value in (*decorators, *arguments.defaults, *filter(None, arguments.kw_defaults)):
                tell_apart(value, names)
            body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else [*node.body]
            nodes = list(outside_functions(ast.Module(body, [])))  # type: ignore[arg-type]
            outer_names = {
                name
                for each in nodes
                if isinstance(each, ast.Global | ast.Nonlocal)
                for name in each.names
            }
            taken = [each for each in ast.walk(arguments) if isinstance(each, ast.arg)]
            own = {each.arg for each in taken} | set(_stored(nodes)) - outer_names
            inner = names | {name: f"{name}{AT}{node.lineno}_{node.col_offset}" for name in own}
            for each in taken:
                each.arg = inner[each.arg]
            for part in body:
                tell_apart(part, inner)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            targets = [part for each in node.generators for part in ast.walk(each.target)]
            place = f"{AT}{node.lineno}_{node.col_offset}c"
            inner = names | {name: f"{name}{place}" for name in _stored(targets)}
            for part in ast.iter_child_nodes(node):
                tell_apart(part, inner)
        case ast.Name(id=name):
            node.id = names.get(name, name)
        case _:
            for part in ast.iter_child_nodes(node):
                tell_apart(part, names)


def _stored(nodes: Iterable[ast.AST]) -> Iterator[str]:
    return (
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
