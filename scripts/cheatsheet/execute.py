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
import traceback
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

from cheatsheet.faults import Fault
from cheatsheet.harvest import Run, Stop, take_facts, take_figures
from cheatsheet.style import use_style

MARKER = re.compile(r"^# %%", re.M)
ADDRESS = re.compile(r" at 0x[0-9a-f]+>|^<?matplotlib|\bText\(")


def execute(path: Path, label: str, position: Path | None = None) -> Run:
    """Run the script at `path` as a notebook; `label` is its path as faults name it, e.g. `examples/cnn/pool.py`.

    Never raises for a fault of the example: the faults are in the result. Before each cell its number and line are
    written to `position`, so that whoever kills or loses this process can say where it was.
    """
    run = Run()
    try:
        with _quiet():
            _execute(path, label, run, position)
    except Stop as stop:
        run.faults.append(stop.args[0])
    return run


@contextlib.contextmanager
def _quiet():
    """Set everything that could make two runs differ, or one example see another."""
    matplotlib.use("svg")
    use_style()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)
    # An example may start processes of its own (sharding), which a daemonic worker must not.
    multiprocessing.process.current_process()._config["daemon"] = False
    yield
    pyplot.close("all")


def _execute(path: Path, label: str, run: Run, position: Path | None) -> None:
    source = path.read_text("utf-8")
    lines = [source.count("\n", 0, match.start()) + 2 for match in MARKER.finditer(source)]
    notebook = jupytext.reads(source, fmt="py:percent")
    cells = notebook.cells
    run.title, run.question = _opening(cells, lines, label)
    _check_syntax(cells, lines, label)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    start = perf_counter()
    for number, (cell, line) in enumerate(zip(cells, lines, strict=True), 1):
        cell.id = f"cell-{number}"
        cell.metadata = {}
        if cell.cell_type == "code":
            if position:
                position.write_text(f"{number} {line}", "utf-8")
            _run_cell(cell, line, number, label, namespace, run)
    run.seconds = perf_counter() - start
    run.facts = take_facts(namespace, source, label, run)
    for name in run.facts.keys() & run.figures.keys():
        run.faults.append(
            Fault(
                label, None, f"a fact and a figure are both called {name!r}", "rename one of them"
            )
        )
    if not run.facts and not run.figures and not run.faults:
        raise Stop(Fault(label, None, "the example yields neither figure nor fact",
                         'name a figure, plt.subplots(num="growth"), or set facts = {"name": "text"}'))  # fmt: skip
    notebook.metadata = {
        "kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    run.notebook = nbformat.writes(notebook)


def _opening(cells: list[Any], lines: list[int], label: str) -> tuple[str, str]:
    """Title and question from the first cell, which must be Markdown: `# Title`, then the question it answers."""
    opening = cells[0].source.strip() if cells and cells[0].cell_type == "markdown" else ""
    title, _, question = opening.partition("\n")
    if len(cells) != len(lines) or not title.startswith("# ") or not question.strip():
        raise Stop(Fault(label, 1, "the script does not open with a title and the question that it answers",
                         "start it with `# %% [markdown]`, `# # Title`, and one or two sentences"))  # fmt: skip
    return title[2:].strip(), question.strip().split("\n\n")[0].replace("\n", " ")


def _check_syntax(cells: list[Any], lines: list[int], label: str) -> None:
    for number, (cell, line) in enumerate(zip(cells, lines, strict=True), 1):
        if cell.cell_type == "code":
            try:
                ast.parse(cell.source)
            except SyntaxError as error:
                raise Stop(Fault(label, line - 1 + (error.lineno or 1), f"cell {number}: syntax error: {error.msg}",
                                 "mend the line; python -m py_compile shows it too")) from None  # fmt: skip


def _run_cell(cell: Any, line: int, number: int, label: str, namespace: dict, run: Run) -> None:
    padded = "\n" * (line - 1) + cell.source  # so that tracebacks name the lines of the file
    tree = ast.parse(padded, label)
    shown = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not cell.source.rstrip().endswith(";"):
        shown = ast.Expression(tree.body.pop().value)
    printed, value = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, label, "exec"), namespace)
            if shown:
                value = eval(compile(shown, label, "eval"), namespace)
    except Exception as error:
        frames = [
            frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == label
        ]
        message = str(error).strip().split("\n")[0] or "no message"
        raise Stop(Fault(label, frames[-1].lineno if frames else line,
                         f"cell {number}: {type(error).__name__}: {message}",
                         "mend the example; it runs as it stands with python")) from None  # fmt: skip
    cell.execution_count = number
    cell.outputs = []
    if printed.getvalue():
        cell.outputs.append(new_output("stream", name="stdout", text=printed.getvalue()))
    if value is not None and not ADDRESS.search(
        repr(value)
    ):  # an address in memory differs from run to run
        cell.outputs.append(
            new_output("execute_result", {"text/plain": repr(value)}, execution_count=number)
        )
    take_figures(cell, line, number, label, run)
