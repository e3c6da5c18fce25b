"""Run the examples that changed, in parallel, each in a fresh process."""

import multiprocessing
import os
import sys
from concurrent.futures import TimeoutError, as_completed
from multiprocessing import forkserver
from multiprocessing.context import BaseContext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from pebble import ProcessExpired, ProcessPool

from cheatsheet.examples import Cache, Example, Result, find_examples, imported_modules
from cheatsheet.faults import Fault
from cheatsheet.project import Project

if TYPE_CHECKING:
    from cheatsheet.harvest import Run  # imports torch, which this process does not need

LIMIT = 60  # seconds an example may take
# Read when a process starts: the same order of sets, one thread for each worker.
ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def workers() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_examples(project: Project) -> tuple[dict[str, Result], list[Fault], dict[str, float]]:
    """Bring the kept results up to date.

    Returns the results by address, the faults of all examples that failed, and the seconds that the cells of each
    example took that ran now.
    """
    examples = find_examples(project)
    cache = Cache(project)
    results = {example.address: cache.read(example) for example in examples}
    stale = [example for example in examples if results[example.address] is None]
    faults, seconds = _run(stale, cache) if stale else ([], {})
    for example in stale:
        results[example.address] = cache.read(example)
    cache.delete_orphans(examples)
    return {address: result for address, result in results.items() if result}, faults, seconds


def _run(stale: list[Example], cache: Cache) -> tuple[list[Fault], dict[str, float]]:
    faults: list[Fault] = []
    seconds: dict[str, float] = {}
    with _pool(stale) as pool, TemporaryDirectory() as folder:
        pool.schedule(
            _ready
        ).result()  # the fork server has imported everything: no example pays for it
        positions = {example: Path(folder, f"{example.folder}-{example.name}") for example in stale}
        started = {
            pool.schedule(
                _execute, args=(example.path, example.label, position), timeout=LIMIT
            ): example
            for example, position in positions.items()
        }
        with click.progressbar(length=len(stale), label="Running examples", file=sys.stderr) as bar:
            for future in as_completed(started):
                example = started[future]
                try:
                    run = future.result()
                except TimeoutError:
                    faults.append(_lost(example, positions[example], f"it ran longer than {LIMIT:g} s",
                                        "make it smaller; an example should need less than 10 s"))  # fmt: skip
                except ProcessExpired as death:
                    faults.append(_lost(example, positions[example], f"its process died (exit code {death.exitcode})",
                                        "look for a crash in native code or too little memory"))  # fmt: skip
                else:
                    faults.extend(run.faults)
                    seconds[example.address] = run.seconds
                    if not run.faults:
                        cache.write(example, run)
                bar.update(1)
    return faults, seconds


def _lost(example: Example, position: Path, what: str, cure: str) -> Fault:
    """A fault of a process that can no longer speak: it left behind which cell it was in."""
    cell, line = position.read_text("utf-8").split() if position.exists() else ("0", "1")
    return Fault(example.label, int(line), f"cell {cell}: {what}", cure)


def warm_up(project: Project) -> None:
    """Where examples are going to run, let the fork server import what they need while the build still starts."""
    cache = Cache(project)
    stale = [example for example in find_examples(project) if cache.read(example) is None]
    if stale:
        _context(stale)
        forkserver.ensure_running()


def _pool(stale: list[Example]) -> ProcessPool:
    return ProcessPool(max_workers=min(workers(), len(stale)), max_tasks=1, context=_context(stale))


def _context(stale: list[Example]) -> BaseContext:
    os.environ.update(ENVIRONMENT)
    context = multiprocessing.get_context("forkserver")
    imports = set().union(
        *(imported_modules(example.path.read_text("utf-8", "replace")) for example in stale)
    )
    context.set_forkserver_preload(["cheatsheet.execute", *sorted(imports)])
    return context


def _ready() -> None:
    pass


def _execute(path: Path, label: str, position: Path) -> "Run":
    from cheatsheet.execute import execute  # imported by the fork server already

    return execute(path, label, position)
