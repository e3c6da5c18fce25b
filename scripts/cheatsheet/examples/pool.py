"""Run the examples that changed, in parallel, each in a fresh process."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, as_completed
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from pebble import ProcessExpired, ProcessPool

from cheatsheet.base.cache import imported
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.change import UNCHANGED, Change
from cheatsheet.examples.environment import ENVIRONMENT
from cheatsheet.examples.model import Example, Result, find_examples
from cheatsheet.examples.store import Store, key

if TYPE_CHECKING:
    from cheatsheet.examples.run import Run

# Seconds that the cells of an example may take: many times what any takes, so that a busy machine is no fault.
LIMIT = 180.0


def workers() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_examples(
    project: Project, problems: Problems, limit: float = LIMIT
) -> tuple[dict[str, Result], dict[str, float]]:
    """Bring the kept results up to date.

    Returns the results by address, those that failed left out and their problems noted, and the seconds that the
    cells of each example took that ran now.
    """
    examples = find_examples(project)
    store = Store(project)
    results = {example.address: store.read(example) for example in examples}
    stale = [example for example in examples if results[example.address] is None]
    seconds = _run(stale, store, problems, limit)
    for example in stale:
        results[example.address] = store.read(example)
    store.forget_others(examples)
    return {address: result for address, result in results.items() if result}, seconds


def _run(stale: list[Example], store: Store, problems: Problems, limit: float) -> dict[str, float]:
    seconds: dict[str, float] = {}
    keys = {example: key(example) for example in stale}
    tasks = [(example, UNCHANGED) for example in stale]
    for example, _, run in run_tasks(tasks, problems, limit):
        problems.extend(run.problems)
        for name, fact in run.facts.items():
            if not fact.holds:
                what = f"the measured fact {name!r} does not hold: {fact.means}"
                problems.add(example.label, run.lines.get(name), what, "say what the runs show")
        seconds[example.address] = run.seconds
        if key(example) != keys[example]:
            problems.add(example.label, None, "it changed while it ran", "build again")
        elif not run.problems and all(fact.holds for fact in run.facts.values()):
            store.write(example, run, keys[example])
    return seconds


def run_tasks(
    tasks: Sequence[tuple[Example, Change]], problems: Problems, limit: float = LIMIT
) -> Iterator[tuple[Example, Change, "Run"]]:
    """Run examples, each in a process of its own, and yield them as they end.

    One whose process dies is left out, and named in `problems`.
    """
    if not tasks:
        return  # a pool without workers would wait for ever
    with _pool([example for example, _ in tasks]) as pool, TemporaryDirectory() as folder:
        # Once this is back the fork server has imported everything: no example pays for it.
        pool.schedule(_ready).result()
        started: dict[Future[Run], tuple[Example, Change, Path]] = {}
        for number, (example, change) in enumerate(tasks):
            position = Path(folder, str(number))
            args = (example.path, example.label, position, limit, change)
            started[pool.schedule(_execute, args=args)] = (example, change, position)
        with click.progressbar(length=len(tasks), label="Running examples", file=sys.stderr) as bar:
            for future in as_completed(started):
                example, change, position = started[future]
                try:
                    run = future.result()
                except ProcessExpired as death:
                    _note_death(example, position, death.exitcode, limit, problems)
                else:
                    yield example, change, run
                bar.update(1)


def _note_death(
    example: Example, position: Path, exitcode: int | None, limit: float, problems: Problems
) -> None:
    """The problem of a process that can no longer speak: it left behind which cell it was in."""
    cell, line = position.read_text("utf-8").split() if position.exists() else ("0", "1")
    if exitcode == -signal.SIGALRM:
        what = f"it ran longer than {limit:g} s"
        cure = "make it smaller; an example should need less than 10 s"
    else:
        what = f"its process died (exit code {exitcode})"
        cure = "look for a crash in native code or too little memory"
    problems.add(example.label, int(line), f"cell {cell}: {what}", cure)


def warm_up(project: Project) -> None:
    """Where examples are going to run, let the fork server import what they need while the build still starts."""
    store = Store(project)
    stale = [example for example in find_examples(project) if store.read(example) is None]
    if stale:
        _context(stale)
        forkserver.ensure_running()


def _pool(stale: list[Example]) -> ProcessPool:
    return ProcessPool(max_workers=min(workers(), len(stale)), max_tasks=1, context=_context(stale))


def _context(stale: list[Example]) -> ForkServerContext:
    os.environ.update(ENVIRONMENT)
    context = multiprocessing.get_context("forkserver")
    imports = set().union(*(imported(example.source) for example in stale))
    preload = sorted(name for name in imports if not name.startswith("_"))
    context.set_forkserver_preload(["cheatsheet.examples.execute", *preload])
    return context


def _ready() -> None:
    """Do nothing, once the process is there."""


def _execute(path: Path, label: str, position: Path, limit: float, change: Change) -> "Run":
    # The fork server has imported it already.
    from cheatsheet.examples.execute import execute

    return execute(path, label, position, limit, change)
