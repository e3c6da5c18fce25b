"""Attributes that a script names by a text: getattr(x, "name"), attrgetter("a.b"), methodcaller("name")."""

import ast
from collections.abc import Iterator

# Functions that take such texts, and which of their arguments these are.
TAKING = {
    "getattr": slice(1, 2),
    "hasattr": slice(1, 2),
    "operator.attrgetter": slice(None),
    "operator.methodcaller": slice(0, 1),
}


def named_by_text(call: ast.Call, called: str) -> Iterator[tuple[str, bool]]:
    """The names that a call of this function asks for, and whether each is whole; an empty one that is not is unknown."""
    for argument in call.args[TAKING[called]] if called in TAKING else ():
        match argument:
            case ast.Constant(value=str(text)):
                yield from ((part, True) for part in text.split("."))
            case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
                yield text, False
            case _:
                yield "", False
