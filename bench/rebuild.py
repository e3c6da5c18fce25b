"""Builds of a site that exists: with nothing changed, after one example changed, and while it is served."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.scratch import scratch_copy, seconds
from bench.table import Failed, Row, Task, at_most, say
from cheatsheet.base.project import Project
from cheatsheet.examples.model import find_examples

UNCHANGED = 0.6  # seconds, of which the start of Python is half
ONE_CHANGED = 2
EDIT_SHOWS = 0.7
PATIENCE = 120
ROUNDS = 3  # the median counts


def measure(task: Task) -> list[Row]:
    """Time scripts/build, from the start of the process to its end, in a copy of the project."""
    with scratch_copy(task.project, with_results=True) as copy:
        command: list[str | Path] = [copy.root / "scripts/build"]
        seconds(command, copy.root)
        unchanged = [seconds(command, copy.root) for _ in range(ROUNDS)]
        say(f"nothing changed: {_listed(unchanged)}")
        examples = find_examples(copy)
        # Spread over the sections, for an example's own time counts too.
        chosen = [examples[len(examples) * step // ROUNDS] for step in range(ROUNDS)]
        changed = []
        for example in chosen:
            example.path.write_text(example.path.read_text("utf-8") + "\n# Changed.\n", "utf-8")
            changed.append(seconds(command, copy.root))
        names = ", ".join(example.address for example in chosen)
        say(f"one example changed ({names}): {_listed(changed)}")
        edits = _edits(copy)
        say(f"an edit shows: {_listed(edits)}")
    return [
        at_most("build with nothing changed", median(unchanged), UNCHANGED, "s",
                f"median of {ROUNDS}"),
        at_most("build after one example changed", median(changed), ONE_CHANGED, "s",
                f"median of {ROUNDS}, each time another example"),
        at_most("edit of a page until scripts/serve shows it", median(edits), EDIT_SHOWS, "s",
                f"median of {ROUNDS}"),
    ]  # fmt: skip


def _edits(copy: Project) -> list[float]:
    """Seconds from saving a page to the answer that has the edit."""
    path, times = copy.docs / "cnn.md", []
    with _served(copy) as address:
        for number in range(ROUNDS):
            # Without a number, which no run has checked.
            mark = f"Edited{' again' * number}."
            path.write_text(path.read_text("utf-8") + f"\n{mark}\n", "utf-8")
            start = time.perf_counter()
            _wait_for(f"{address}cnn/", mark)
            times.append(time.perf_counter() - start)
    return times


@contextmanager
def _served(copy: Project) -> Iterator[str]:
    """Address at which scripts/serve serves the copy."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [copy.root / "scripts/serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=copy.root, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", "")
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                if words in answer.read().decode():
                    return
        except OSError:
            pass  # not there yet
        time.sleep(0.05)
    raise Failed(f"{address} does not show {words!r} after {PATIENCE} s")


def build(root: Path) -> None:
    """Bring `site/` of the checkout at `root` up to date. Raises Failed."""
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts")}
    command = [sys.executable, "-m", "cheatsheet", "build"]
    if subprocess.run(
        command, cwd=root, env=environment, stdout=sys.stderr, check=False
    ).returncode:
        raise Failed("its problems stand above")


def _listed(times: list[float]) -> str:
    return ", ".join(f"{time:.2f} s" for time in times)
