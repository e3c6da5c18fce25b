"""Numbers and texts that a script sets, by its syntax tree."""

import ast
import re
from collections import Counter
from collections.abc import Iterator

# Of constants, whose values a robustness run may choose.
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]*")


def constants(source: str) -> dict[str, ast.Assign]:
    """Constants of a script, `STEPS = 200`, with their statements: assigned once, outside of functions."""
    tree = ast.parse(source)
    assigned = _assigned(tree)
    return {
        statement.targets[0].id: statement
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and len(statement.targets) == 1
        and CONSTANT.fullmatch(statement.targets[0].id)
        and assigned[statement.targets[0].id] == 1
    }


def _assigned(tree: ast.AST) -> Counter[str]:
    """How often each name is assigned."""
    return Counter(
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )


def set_by_hand(tree: ast.Module) -> Iterator[str]:
    """Names that are assigned once, to a number or a text that is written there."""
    assigned = _assigned(tree)
    for statement in tree.body:
        if not isinstance(statement, ast.Assign):
            continue
        for target in statement.targets:
            for name, value in _pairs(target, statement.value):
                if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                    yield from [name.id] * (assigned[name.id] == 1)


def _pairs(target: ast.expr, value: ast.expr) -> list[tuple[ast.expr, ast.expr]]:
    """What is assigned to what, `a, b = 1, 2` one by one."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=False))
    return [(target, value)]
