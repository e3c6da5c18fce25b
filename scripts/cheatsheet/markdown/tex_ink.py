"""What a formula draws, place by place, and how that reads as a line of text."""

from collections.abc import Iterator
from dataclasses import dataclass

from cheatsheet.markdown.tex_commands import SIGNS


@dataclass
class Ink:
    """What is drawn in one place: `parts` are those of a script, a fraction or a root; `gap` says that a space is before."""

    kind: str
    text: str = ""
    parts: tuple[list["Ink"], ...] = ()
    gap: bool = False


def walk(row: list[Ink]) -> Iterator[Ink]:
    """Everything that is drawn, in its order."""
    for ink in row:
        yield ink
        for part in ink.parts:
            yield from walk(part)


def printed(row: list[Ink], number: str) -> str:
    """A row as text, each number as `number`."""
    said = ""
    for ink in row:
        if ink.kind == "number":
            said += number
        elif ink.kind in ("root", "over", "under"):
            sign = {"root": "√", "over": "^", "under": "_"}[ink.kind]
            said += sign + printed(ink.parts[-1], number)
        elif ink.kind == "fraction":
            said += "/".join(printed(part, number) for part in ink.parts)
        elif ink.kind in ("operation", "relation", "end"):
            said += f" {SIGNS.get(ink.text, ink.text)} "
        else:
            said += " " * ink.gap + ink.text
    return said
