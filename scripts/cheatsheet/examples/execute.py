"""Run one example: cells in, an executed notebook, figures and facts out.

This runs in a fresh process for each example. What an example shows depends on its bytes alone: one torch thread,
fixed seeds, no dates, fixed cell ids.
"""

import ast
import builtins
import contextlib
import random
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

import matplotlib
import numpy
from matplotlib import pyplot
from nbformat.v4 import new_output

from cheatsheet.examples.change import UNCHANGED, Change
from cheatsheet.examples.facts import take_facts
from cheatsheet.examples.figures import take_figures
from cheatsheet.examples.output import Printed, value_text
from cheatsheet.examples.run import Cell, Run, Stop, said
from cheatsheet.examples.script import Script, read_modules, read_script
from cheatsheet.look.style import use_style

RUNS_ALONE = "mend the example; it runs as it stands with python"


def _nothing() -> None:
    """Nobody keeps the time."""


def execute(
    path: Path,
    label: str,
    position: Path,
    change: Change = UNCHANGED,
    clock: tuple[Callable[[], None], Callable[[], None]] = (_nothing, _nothing),
) -> Run:
    """Run the script at `path` as a notebook; `label` is its path in problems, e.g. `examples/cnn/pool.py`.

    Never raises for a fault of the example: its problems are in the result, but for a measured fact that does not hold,
    which says so itself. `change` runs it with other seeds or choices. Before each cell its number and line are
    written to `position`, so that whoever loses this process can say where it was; the two of `clock` are called when
    the cells begin and end.
    """
    run = Run()
    try:
        with _quiet(path.parent, change.shift), _alone_on_path(path.parent):
            script = read_script(path.read_bytes(), label)
            _execute(script, read_modules(path.parent), label, run, position, change, clock)
    except Stop as stop:
        run.problems.add(label, stop.line, stop.what, stop.cure)
    except BaseException as error:
        # Whatever the example left behind that is not what it looks like.
        cure = "leave Python and its modules as they are"
        run.problems.add(label, None, f"what it leaves behind cannot be read: {said(error)}", cure)
    return run


@contextlib.contextmanager
def _quiet(folder: Path, seed: int) -> Iterator[None]:
    """Set everything that could make two runs differ, or one example see another."""
    matplotlib.use("svg")
    use_style()
    # Importing it takes most of the time of a small example, and some get along without.
    if "torch" in sys.modules or any(b"torch" in path.read_bytes() for path in folder.glob("*.py")):
        import torch

        torch.set_num_threads(1)
        torch.manual_seed(seed)
    numpy.random.seed(seed)
    random.seed(seed)
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
        if str(folder) in sys.path:
            sys.path.remove(str(folder))


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    """Give Python back as it was before: what a cell does to it is no concern of what looks at the cell."""
    names, depth = dict(vars(builtins)), sys.getrecursionlimit()
    try:
        yield
    finally:
        vars(builtins).update(names)
        sys.setrecursionlimit(depth)


def _execute(
    script: Script,
    modules: Mapping[str, str],
    label: str,
    run: Run,
    position: Path,
    change: Change,
    clock: tuple[Callable[[], None], Callable[[], None]],
) -> None:
    run.title, run.question = script.title, script.question
    namespace: dict[str, Any] = {"__name__": "__main__", **change.names}
    begin, end = clock
    # What a script sets holds for what it draws, not for how that is saved.
    look = {name: value for name, value in matplotlib.rcParams.items() if name != "backend"}
    start = perf_counter()
    for number, cell in enumerate(cell for cell in script.cells if cell.is_code):
        position.write_text(f"{cell.number} {cell.line}", "utf-8")
        if not number:
            begin()
        _run_cell(cell, namespace, run, change, look)
    end()
    run.seconds = perf_counter() - start
    take_facts(namespace, script.source, modules, label, run)
    run.notebook = script.executed()


def _run_cell(
    cell: Cell, namespace: dict[str, Any], run: Run, change: Change, look: dict[Any, Any]
) -> None:
    # Empty lines in front, so that tracebacks name the lines of the file.
    tree = change.apply(ast.parse("\n" * (cell.line - 1) + cell.source, cell.label))
    last = None
    if tree.body and isinstance(tree.body[-1], ast.Expr) and not cell.source.rstrip().endswith(";"):
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
    printed, text = Printed(), ""
    try:
        with _as_it_was(), contextlib.redirect_stdout(printed):
            # Asserts run, however Python was started.
            exec(compile(tree, cell.label, "exec", dont_inherit=True, optimize=0), namespace)
            if last:
                code = compile(last, cell.label, "eval", dont_inherit=True, optimize=0)
                text = value_text(eval(code, namespace))
    except BaseException as error:
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == cell.label
        ]
        line = frames[-1].lineno if frames else cell.line
        raise Stop(line, f"cell {cell.number}: {said(error)}", RUNS_ALONE) from None
    cell.node.execution_count = cell.number
    cell.node.outputs = []
    if printed.text:
        cell.node.outputs.append(new_output("stream", name="stdout", text=printed.text))
    if text:
        output = new_output("execute_result", {"text/plain": text}, execution_count=cell.number)
        cell.node.outputs.append(output)
    if change == UNCHANGED:
        with matplotlib.rc_context(look):
            take_figures(cell, run)
    else:
        pyplot.close("all")  # asked for its facts alone: what it draws is shown nowhere
