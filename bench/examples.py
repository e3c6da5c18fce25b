"""All examples, cold: what running them costs, and which of them costs most."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.scratch import scratch_copy
from bench.table import Failed, Row, Task, at_most, say

OVERHEAD = 0.3  # seconds an example may cost beyond its own cells
COLD = 120  # seconds for all of them
SLOWEST = 10  # seconds
PEAK = 2  # GB


def measure(task: Task) -> list[Row]:
    """Run every example once with an empty cache, in a copy of the project."""
    with scratch_copy(task.project, with_results=False) as copy:
        cold = _run_cold(copy.root, task.project.root)
    for problem in cold["problems"]:
        say(problem)
    if cold["problems"]:
        raise Failed("examples have problems, see above")
    wall, workers, cells, peaks = (cold[name] for name in ("wall", "workers", "cells", "peaks"))
    total, slowest = sum(cells.values()), max(cells, key=cells.get)
    overhead = (wall * workers - total) / len(cells)
    rows = [
        at_most("running examples cold, each beyond its own cells", overhead, OVERHEAD, "s",
                f"{len(cells)} examples", digits=2),
        at_most(f"all examples cold on {workers} cores", wall, COLD, "s"),
        at_most("slowest example", cells[slowest], SLOWEST, "s", slowest),
        Row("slowest example's share of the cold run", f"{cells[slowest] / wall:.0%} of the time, "
            f"{cells[slowest] / total:.0%} of the work"),
    ]  # fmt: skip
    if peaks:
        largest = max(peaks, key=peaks.get)
        rows.append(at_most("largest peak memory of an example", peaks[largest] / 1e9, PEAK, "GB",
                            largest, digits=2))  # fmt: skip
    return rows


def _run_cold(copy: Path, root: Path) -> dict:
    """What `bench.cold` says of the checkout at `copy`; the pipeline is the copy's own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.cold", copy],
        env={**os.environ, "PYTHONPATH": f"{copy / 'scripts'}{os.pathsep}{root}"},
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise Failed(f"the runner ended with {done.returncode}, see above")
    return json.loads(done.stdout)
