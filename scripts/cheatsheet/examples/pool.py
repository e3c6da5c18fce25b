"""Run examples in parallel, each in a fresh process, and tell how those ended that hang or die."""

import os
import pickle
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from cheatsheet.base.cache import imported
from cheatsheet.base.problems import Problems
from cheatsheet.examples.change import Change
from cheatsheet.examples.environment import settings
from cheatsheet.examples.guard import KILLED, LATE
from cheatsheet.examples.model import Example
from cheatsheet.examples.server import Task
from cheatsheet.examples.workers import Workers, WorkersGone, running, stop

if TYPE_CHECKING:
    from cheatsheet.examples.run import Run

# Seconds that the cells of an example may take: many times what any takes, so that a busy machine is no fault.
LIMIT = 180.0
ADDRESS = re.compile(r"[a-z0-9_-]+/[a-z0-9_]+")


def workers() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_tasks(
    tasks: Sequence[tuple[Example, Change]], problems: Problems, limit: float = LIMIT
) -> "Runs":
    """Run examples, each in a process of its own, and give them back as they end; the first ones begin with the call.

    What runs is what was read of them, so that an edit meanwhile is without effect. One whose process dies is left
    out, and named in `problems`.
    """
    wanted = [(example, change) for example, change in tasks if _can_run(example, problems)]
    return Runs(wanted, problems, limit)


class Runs(Iterator[tuple[Example, Change, "Run"]]):
    """Runs as they end."""

    def __init__(
        self, wanted: Sequence[tuple[Example, Change]], problems: Problems, limit: float
    ) -> None:
        self.wanted, self.problems = wanted, problems
        self._folder: TemporaryDirectory[str] | None = None
        self._found: Iterator[tuple[Example, Change, Run]] = iter(())
        if wanted:
            self._folder = TemporaryDirectory(prefix="cheatsheet-", ignore_cleanup_errors=True)
            tasks = [
                _task(Path(self._folder.name, str(number)), number, example, change, limit)
                for number, (example, change) in enumerate(wanted)
            ]
            try:
                ended = _prepared([example for example, _ in wanted]).run(tasks, workers())
                self._found = self._ended(ended)
            except WorkersGone:
                self._note_death()

    def __next__(self) -> tuple[Example, Change, "Run"]:
        try:
            return next(self._found)
        except StopIteration:
            self._clean_up()
            raise
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End what still runs."""
        if self._folder is not None:
            stop()
            self._clean_up()

    def _clean_up(self) -> None:
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _ended(self, tasks: Iterator[Task]) -> Iterator[tuple[Example, Change, "Run"]]:
        try:
            with click.progressbar(
                length=len(self.wanted), label="Running examples", file=sys.stderr
            ) as bar:
                for task in tasks:
                    example, change = self.wanted[task.number]
                    run = _result(task, self.problems)
                    bar.update(1)
                    if run is not None:
                        yield example, change, run
        except WorkersGone:
            self._note_death()

    def _note_death(self) -> None:
        stop()
        cure = "build again; is there enough memory?"
        self.problems.add("examples", None, "the process that runs examples died", cure)


def _can_run(example: Example, problems: Problems) -> bool:
    if not ADDRESS.fullmatch(example.address):
        what = f"the name {example.address!a} makes an address that is hard to type"
        problems.add(example.label, None, what, "name it in small letters, digits and _")
        return False
    unknown = example.unknown_imports
    for name in unknown:
        what, file = f"it imports {name}, which lies beside it", f"_{name}.py"
        cure = f"rename that to {file}: a single module that examples of the folder share"
        problems.add(example.label, None, what, cure)
    return not unknown


def _task(folder: Path, number: int, example: Example, change: Change, limit: float) -> Task:
    """A folder with the script and its modules as they were read, and an empty one to work in."""
    beside = folder / "beside"
    beside.mkdir(parents=True)
    (folder / "work").mkdir()
    script = f"{example.name}.py"
    for name, data in {**example.modules, script: example.data}.items():
        (beside / name).write_bytes(data)
    surroundings = tuple(settings().items())
    return Task(number, folder, script, example.label, limit, surroundings, change)


def _result(task: Task, problems: Problems) -> "Run | None":
    """What a run showed; None, with the problem noted, where its process can no longer say."""
    try:
        how, code, peak = (task.folder / "status").read_text("ascii").split()
    except OSError:
        how, code, peak = KILLED, "9", "0"
    result = task.folder / "result"
    if how != LATE and result.exists():
        run: Run = pickle.loads(result.read_bytes())
        run.peak = int(peak)
        return run
    position = task.folder / "position"
    cell, line = position.read_text("utf-8").split() if position.exists() else ("0", "1")
    if how == LATE:
        what = f"it ran longer than {task.limit:g} s"
        cure = "make it smaller; an example should need less than 10 s"
    elif how == KILLED:
        what = f"its process died (exit code -{code})"
        cure = "look for a crash in native code or too little memory"
    else:
        what = f"it ended Python (exit code {code})"
        cure = "let the script end with its last line"
    words = _last_words(task.folder / "said")
    problems.add(task.label, int(line), f"cell {cell}: {what}{words}", cure)
    return None


def _last_words(said: Path) -> str:
    """The last line that a process wrote that died, such as that of a crash in native code."""
    if not said.exists():
        return ""
    with open(said, "rb") as file:
        file.seek(max(0, said.stat().st_size - 1000))
        lines = file.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f", saying {last[:200]!a}" if last else ""


def _prepared(stale: Sequence[Example]) -> Workers:
    texts = [example.source for example in stale]
    texts += [data.decode("utf-8", "replace") for each in stale for data in each.modules.values()]
    names = {name for text in texts for name in imported(text) if not name.startswith("_")}
    made = running()
    made.prepare({"cheatsheet.examples.execute"} | names)
    return made
