"""Builds of a site that exists: with nothing changed, and after one example changed."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from bench.scratch import scratch_copy, seconds
from bench.table import Failed, Row, Task, at_most, say
from cheatsheet.examples import find_examples

UNCHANGED = 4  # seconds
ONE_CHANGED = 8
ROUNDS = 3  # the median counts


def measure(task: Task) -> list[Row]:
    """Time scripts/build, from the start of the process to its end, in a copy of the project."""
    with scratch_copy(task.project, with_results=True) as copy:
        command: list[str | Path] = [copy.root / "scripts/build"]
        seconds(command, copy.root)
        unchanged = [seconds(command, copy.root) for _ in range(ROUNDS)]
        say(f"nothing changed: {_told(unchanged)}")
        examples = find_examples(copy)
        # Spread over the sections, for an example's own time counts too.
        chosen = [examples[len(examples) * step // ROUNDS] for step in range(ROUNDS)]
        changed = []
        for example in chosen:
            example.path.write_text(example.path.read_text("utf-8") + "\n# Changed.\n", "utf-8")
            changed.append(seconds(command, copy.root))
        names = ", ".join(example.address for example in chosen)
        say(f"one example changed ({names}): {_told(changed)}")
    return [
        at_most("build with nothing changed", median(unchanged), UNCHANGED, "s",
                f"median of {ROUNDS}"),
        at_most("build after one example changed", median(changed), ONE_CHANGED, "s",
                f"median of {ROUNDS}, each time another example"),
    ]  # fmt: skip


def build(root: Path) -> None:
    """Bring `site/` of the checkout at `root` up to date. Raises Failed."""
    environment = {**os.environ, "PYTHONPATH": str(root / "scripts")}
    command = [sys.executable, "-m", "cheatsheet", "build"]
    if subprocess.run(
        command, cwd=root, env=environment, stdout=sys.stderr, check=False
    ).returncode:
        raise Failed("its faults stand above")


def _told(times: list[float]) -> str:
    return ", ".join(f"{time:.2f} s" for time in times)
