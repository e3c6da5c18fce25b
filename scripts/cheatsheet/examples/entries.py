"""Facts as a script writes them into its dictionaries."""

import ast
from collections.abc import Iterator
from typing import NamedTuple


class Entry(NamedTuple):
    """A fact as it is written: its name, the expression that makes it, and the loops that give names in it a value."""

    key: str
    value: ast.expr
    loops: tuple[ast.comprehension, ...] = ()


def entries(made: ast.expr) -> Iterator[Entry]:
    """Those of a dictionary as it is written, and of dictionaries in it."""
    if isinstance(made, ast.DictComp):
        yield Entry(ast.unparse(made.key), made.value, tuple(made.generators))
    elif isinstance(made, ast.Dict):
        for key, value in zip(made.keys, made.values, strict=True):
            if key is None:
                yield from entries(value)
            else:
                name = str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key)
                yield Entry(name, value)


def parts(value: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """The text and the predicate of a measured fact."""
    if isinstance(value, ast.Tuple) and len(value.elts) == 3:
        return value.elts[0], value.elts[2]
    return value, None
