"""Run one example: cells in, an executed notebook, figures and facts out.

This runs in a fresh process for each example. What an example shows depends on its bytes alone: one torch thread,
fixed seeds, no dates, fixed cell ids.
"""

import ast
import contextlib
import io
import multiprocessing.process
import random
import re
import signal
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import jupytext
import matplotlib
import nbformat
import numpy
import torch
from matplotlib import pyplot
from nbformat.v4 import new_output

from cheatsheet.base.cache import imported
from cheatsheet.examples.change import UNCHANGED, Change
from cheatsheet.examples.facts import take_facts
from cheatsheet.examples.figures import take_figures
from cheatsheet.examples.run import FACTS_TAG, Cell, Run, Stop
from cheatsheet.look.style import use_style

MARKER = re.compile(r"^# %%", re.M)
# An address in memory differs from run to run, and matplotlib's objects say nothing.
UNSHOWN = re.compile(r" at 0x[0-9a-f]+>|^<?matplotlib|\bText\(")


def execute(
    path: Path, label: str, position: Path, limit: float, change: Change = UNCHANGED
) -> Run:
    """Run the script at `path` as a notebook; `label` is its path in problems, e.g. `examples/cnn/pool.py`.

    Never raises for a fault of the example: its problems are in the result, but for a measured fact that does not hold,
    which says so itself. `change` runs it with other seeds or choices. Before each cell its number and line are
    written to `position`, so that whoever loses this process can say where it was. Cells that take longer than `limit`
    seconds end the process by SIGALRM, which native code cannot hold up.
    """
    run = Run()
    try:
        with _quiet(change.shift), _alone_on_path(path.parent):
            _execute(path, label, run, position, limit, change)
    except Stop as stop:
        run.problems.add(label, stop.line, stop.what, stop.cure)
    return run


@contextlib.contextmanager
def _quiet(seed: int) -> Iterator[None]:
    """Set everything that could make two runs differ, or one example see another."""
    matplotlib.use("svg")
    use_style()
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    numpy.random.seed(seed)
    random.seed(seed)
    # An example may start processes of its own (sharding), which a daemonic worker must not.
    multiprocessing.process.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    try:
        yield
    finally:
        pyplot.close("all")


@contextlib.contextmanager
def _alone_on_path(folder: Path) -> Iterator[None]:
    """Let the example import the modules `_NAME.py` beside it, as `python NAME.py` does."""
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))


@contextlib.contextmanager
def _alarm(limit: float) -> Iterator[None]:
    """End this process if what is inside takes longer than `limit` seconds."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _execute(
    path: Path, label: str, run: Run, position: Path, limit: float, change: Change
) -> None:
    source = _source(path)
    lines = [source.count("\n", 0, match.start()) + 2 for match in MARKER.finditer(source)]
    notebook = jupytext.reads(source, fmt="py:percent")
    run.title, run.question = _opening(notebook.cells, lines)
    cells = [
        Cell(node, number, line, label)
        for number, (node, line) in enumerate(zip(notebook.cells, lines, strict=True), 1)
    ]
    _check_syntax(cells)
    _check_imports(source, path.parent)
    namespace: dict[str, Any] = {"__name__": "__main__", **change.names}
    start = perf_counter()
    with _alarm(limit):
        for cell in cells:
            cell.node.id = f"cell-{cell.number}"
            cell.node.metadata = {}
            if cell.is_code:
                position.write_text(f"{cell.number} {cell.line}", "utf-8")
                _run_cell(cell, namespace, run, change)
    run.seconds = perf_counter() - start
    take_facts(namespace, source, label, run)
    for cell in cells:
        if cell.holds_only_facts:
            cell.node.metadata = {"tags": [FACTS_TAG]}
    notebook.metadata = {
        "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    run.notebook = nbformat.writes(notebook)


def _source(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Stop(
            data.count(b"\n", 0, error.start) + 1,
            "the script is not UTF-8",
            "save it in that encoding",
        ) from None


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


def _check_syntax(cells: list[Cell]) -> None:
    for cell in cells:
        if cell.is_code:
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                raise Stop(
                    cell.line - 1 + (error.lineno or 1),
                    f"cell {cell.number}: syntax error: {error.msg}",
                    "mend the line; python -m py_compile shows it too",
                ) from None


def _check_imports(source: str, folder: Path) -> None:
    """A module beside the script is known to the key of its result, and offered with it, by its name `_NAME.py`."""
    for name in sorted({name.partition(".")[0] for name in imported(source)}):
        beside = (folder / f"{name}.py").exists() and not name.startswith("_")
        if beside or (folder / name).is_dir():
            raise Stop(
                None,
                f"it imports {name}, which lies beside it",
                f"rename that to _{name}.py: a single module that examples of the folder share",
            )


def _run_cell(cell: Cell, namespace: dict[str, Any], run: Run, change: Change) -> None:
    # Empty lines in front, so that tracebacks name the lines of the file.
    tree = change.apply(ast.parse("\n" * (cell.line - 1) + cell.source, cell.label))
    shown = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not cell.source.rstrip().endswith(";"):
        shown = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    printed, text = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, cell.label, "exec"), namespace)
            if shown:
                value = eval(compile(shown, cell.label, "eval"), namespace)
                text = "" if value is None else repr(value)
    except (Exception, SystemExit) as error:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == cell.label
        ]
        message = str(error).strip().split("\n")[0] or "no message"
        raise Stop(
            frames[-1].lineno if frames else cell.line,
            f"cell {cell.number}: {type(error).__name__}: {message}",
            "mend the example; it runs as it stands with python",
        ) from None
    cell.node.execution_count = cell.number
    cell.node.outputs = []
    if printed.getvalue():
        cell.node.outputs.append(new_output("stream", name="stdout", text=printed.getvalue()))
    if text and not UNSHOWN.search(text):
        output = new_output("execute_result", {"text/plain": text}, execution_count=cell.number)
        cell.node.outputs.append(output)
    if change == UNCHANGED:
        take_figures(cell, run)
    else:
        pyplot.close("all")  # asked for its facts alone: what it draws is shown nowhere
