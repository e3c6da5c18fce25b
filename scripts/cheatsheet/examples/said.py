"""The words that an expression types into a text."""

import ast
from collections.abc import Iterator

from cheatsheet.examples.names import Names

# What stands for a value of the run.
VALUE = "n"


def said(made: ast.AST, names: Names, seen: frozenset[str] = frozenset()) -> str:
    """The text that an expression makes, with `VALUE` for values; of a choice, all that may be chosen."""
    match made:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values=parts):
            return "".join(said(part, names, seen) for part in parts)
        case ast.FormattedValue(value=ast.Constant(value=typed)):
            return str(typed)
        case ast.FormattedValue(value=inner) | ast.Subscript(value=inner):
            return said(inner, names, seen)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return said(left, names, seen) + said(right, names, seen)
        case ast.IfExp(body=body, orelse=orelse):
            return f"{said(body, names, seen)} | {said(orelse, names, seen)}"
        case ast.Name(id=name) if name not in seen:
            given = [value for _, value in names.made.get(name, []) if value is not None]
            texts = [said(value, names, seen | {name}) for value in given if _is_text(value)]
            return " | ".join(texts) or VALUE
        case ast.Dict(values=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts):
            return " | ".join(said(part, names, seen) for part in parts)
        case ast.Call():
            return " | ".join([VALUE, *_words_of(made, names, seen)])
    return VALUE


def _words_of(call: ast.Call, names: Names, seen: frozenset[str]) -> Iterator[str]:
    inside = [call.func.value] if isinstance(call.func, ast.Attribute) else []
    for part in (*inside, *call.args):
        words = said(part, names, seen)
        if words != VALUE:
            yield words


def _is_text(value: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) for node in ast.walk(value)
    )
