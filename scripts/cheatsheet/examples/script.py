"""A script in the percent format as cells, with what can be said of it before it runs."""

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat

from cheatsheet.examples.run import FACTS_TAG, Cell, Stop

MARKER = re.compile(r"^# %%", re.M)
LARGEST = 100_000  # bytes


@dataclass(frozen=True)
class Script:
    """A script that can run: title and question of its first cell, and its cells."""

    source: str
    title: str
    question: str
    cells: list[Cell]
    notebook: Any

    def executed(self) -> str:
        """The notebook as it is kept, with what its cells hold now."""
        for cell in self.cells:
            if cell.holds_only_facts:
                cell.node.metadata = {"tags": [FACTS_TAG]}
        self.notebook.metadata = {
            "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
            "language_info": {"name": "python"},
        }
        self.notebook.nbformat, self.notebook.nbformat_minor = 4, 5
        return str(nbformat.writes(self.notebook))


def read_script(data: bytes, label: str) -> Script:
    """The script of these bytes; `label` is its path in problems. Raises Stop where it cannot run."""
    source = _text(data)
    lines = [source.count("\n", 0, match.start()) + 2 for match in MARKER.finditer(source)]
    try:
        notebook = jupytext.reads(source, fmt="py:percent")
    except Exception as error:
        # Its first cell may be YAML for Jupytext.
        what = f"the script is no notebook: {' '.join(str(error).split())}"
        raise Stop(1, what, "start it with `# %% [markdown]`") from None
    title, question = _opening(notebook.cells, lines)
    cells = []
    for number, (node, line) in enumerate(zip(notebook.cells, lines, strict=True), 1):
        node.id, node.metadata = f"cell-{number}", {}
        cells.append(Cell(node, number, line, label))
    for cell in cells:
        if cell.is_code:
            _parse(cell.source, cell.line - 1, f"cell {cell.number}: ")
    # A line of text that is no comment is no fault of a cell, and Python stops at it.
    _parse(source, 0, "")
    return Script(source, title, question, cells, notebook)


def read_modules(folder: Path) -> dict[str, str]:
    """The sources of the modules `_NAME.py` in a folder, by name, but for those that have no syntax."""
    found = {path.stem: path.read_text("utf-8", "replace") for path in folder.glob("_*.py")}
    return {name: text for name, text in found.items() if _is_python(text)}


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        what = f"the script has {len(data) / 1000:.0f} KB, more than {LARGEST / 1000:.0f}"
        raise Stop(None, what, "one lesson of at most 120 lines; split it")
    try:
        source = data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Stop(line, "the script is not UTF-8", "save it in that encoding") from None
    odd = re.search("[\0-\x08\x0b-\x1f\x7f\ufeff]", source)
    if odd:
        line = source.count("\n", 0, odd.start()) + 1
        what = f"the script holds the control character {odd[0]!r}"
        raise Stop(line, what, "delete it, or save the file as UTF-8 without a byte order mark")
    return source


def _opening(cells: list[Any], lines: list[int]) -> tuple[str, str]:
    """Title and question from the first cell, which must be Markdown: `# Title`, then the question it answers."""
    opening = cells[0].source.strip() if cells and cells[0].cell_type == "markdown" else ""
    title, _, question = opening.partition("\n")
    if len(cells) != len(lines) or not title.startswith("# ") or not question.strip():
        raise Stop(
            1,
            "the script does not open with a title and the question that it answers",
            "start it with `# %% [markdown]`, `# # Title`, and one or two sentences",
        )
    return title[2:].strip(), question.strip().split("\n\n")[0].replace("\n", " ")


def _parse(source: str, above: int, place: str) -> None:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        said = error.msg if isinstance(error, SyntaxError) else "it is nested too deep"
        raise Stop(
            above + (getattr(error, "lineno", None) or 1),
            f"{place}syntax error: {said}",
            "mend the line; python -m py_compile shows it too",
        ) from None
