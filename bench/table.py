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
    cells = [("what", "measured", "target", "ok?")]
    cells += [(row.what, row.measured, row.target or "–", marks[row.ok]) for row in rows]
    cells = [tuple(cell.replace("|", "\\|") for cell in line) for line in cells]
    widths = [max(len(line[column]) for line in cells) for column in range(4)]
    lines = [f"| {' | '.join(map(str.ljust, line, widths))} |" for line in cells]
    lines.insert(1, f"| {' | '.join('-' * width for width in widths)} |")
    return "\n".join(lines)
