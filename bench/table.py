"""What all measurements share: the task, the rows of the table, and how progress is shown."""

import sys
from dataclasses import dataclass

from cheatsheet.base.project import Project


@dataclass(frozen=True)
class Task:
    """What to measure. `pages` are slugs of section pages; `few` tells that they were chosen, so all else is left out."""

    project: Project
    pages: list[str]
    few: bool
    runs: int  # of Lighthouse, a page


@dataclass(frozen=True)
class Row:
    """One line of the table. `ok` is None where there is no target, or nothing was measured."""

    what: str
    measured: str
    target: str = ""
    ok: bool | None = None


class NotMeasured(Exception):
    """A tool is missing; the argument says which."""


class Failed(Exception):
    """What should be measured does not run; the argument says what happened, in one line."""


def at_most(
    what: str, value: float, limit: float, unit: str = "", note: str = "", digits: int = 1
) -> Row:
    """A row that is met when `value` is not above `limit`, both in `unit`."""
    return _row(
        what, value, limit, unit, note, digits, sign="≤" if limit else "", ok=value <= limit
    )


def at_least(
    what: str, value: float, limit: float, unit: str = "", note: str = "", digits: int = 1
) -> Row:
    """A row that is met when `value` is not below `limit`, both in `unit`."""
    return _row(what, value, limit, unit, note, digits, sign="≥", ok=value >= limit)


def _row(
    what: str, value: float, limit: float, unit: str, note: str, digits: int, sign: str, ok: bool
) -> Row:
    measured = f"{value:,.{digits}f} {unit}".strip() + (f" ({note})" if note else "")
    return Row(what, measured, f"{sign} {limit:,g} {unit}".strip(), ok)


def say(text: str) -> None:
    """Progress goes to stderr: stdout holds the table alone."""
    print(text, file=sys.stderr, flush=True)


def render(rows: list[Row]) -> str:
    """The table, as Markdown that also reads well in a terminal."""
    marks = {True: "yes", False: "NO", None: "–"}
    lines = [("what", "measured", "target", "ok?")]
    lines += [(row.what, row.measured, row.target or "–", marks[row.ok]) for row in rows]
    return grid(lines)


def grid(lines: list[tuple[str, ...]]) -> str:
    """Lines of cells, the first of which is the head, as a Markdown table with even columns."""
    cells = [tuple(cell.replace("|", "\\|") for cell in line) for line in lines]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    drawn = [f"| {' | '.join(map(str.ljust, line, widths))} |" for line in cells]
    drawn.insert(1, f"| {' | '.join('-' * width for width in widths)} |")
    return "\n".join(drawn)
