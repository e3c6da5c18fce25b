"""Statements that make a name of itself once, x = 0, x += 5, with what it held before written in."""

import ast
import copy
from collections.abc import Iterator


def changed_once(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str, ast.expr]]:
    """Statements of a body, none in a loop or a branch, that make a name of itself; the name and what it is then.

    x = 0, x += 5 gives 0 + 5. A statement is left out where it is not known what the name held before.
    """
    held: dict[str, ast.expr] = {}
    for statement in body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=made)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as made)
            ):
                pass
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                made = ast.BinOp(ast.Name(name, ast.Load()), op, value)
            case _:
                for node in ast.walk(statement):
                    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                        held.pop(node.id, None)
                continue
        uses = [node for node in ast.walk(made) if isinstance(node, ast.Name) and node.id == name]
        before = held.pop(name, None)
        if before and len(uses) == 1:
            made = _Filled(name, before).visit(copy.deepcopy(made))
            yield statement, name, made
        if len(uses) <= (1 if before else 0):
            held[name] = made


class _Filled(ast.NodeTransformer):
    """Writes a value for a name."""

    def __init__(self, name: str, value: ast.expr):
        self.name, self.value = name, value

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.value if node.id == self.name else node
