"""Run all examples of a checkout cold and print what it took as one line of JSON.

usage: python -m bench.cold ROOT, in a process of its own: the runner sets the environment of the process that it runs in.
The module is light, for every example's process imports it.
"""

import json
import os
import resource
import sys
from pathlib import Path
from time import perf_counter

CORES = 2  # the targets are for two
PEAKS = "BENCH_PEAKS"  # names the folder in which each example leaves its peak memory


def execute_and_weigh(path: Path, label: str, position: Path, limit: float):
    """What the runner does in an example's process; then note the largest process that took part, in bytes."""
    from cheatsheet.examples.pool import _execute

    run = _execute(path, label, position, limit)
    unit = 1 if sys.platform == "darwin" else 1024
    peak = max(resource.getrusage(who).ru_maxrss * unit
               for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))  # fmt: skip
    Path(os.environ[PEAKS], label.replace("/", "+")).write_text(str(peak), "utf-8")
    return run


def main(root: Path) -> None:
    """Run the examples of the checkout at `root`; its `.cache/` should be empty."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    peaks = root / ".cache/peaks"
    peaks.mkdir(parents=True)
    os.environ[PEAKS] = str(peaks)

    from cheatsheet.base.problems import Problems
    from cheatsheet.base.project import Project
    from cheatsheet.examples import pool

    pool._execute = execute_and_weigh
    problems = Problems()
    start = perf_counter()
    _, cells = pool.run_examples(Project(root), problems)
    wall = perf_counter() - start
    print(
        json.dumps(
            {
                "wall": wall,
                "workers": pool.workers(),
                "cells": cells,  # seconds, by address
                "peaks": {
                    path.name.removeprefix("examples+").removesuffix(".py").replace("+", "/"): int(
                        path.read_text("utf-8")
                    )
                    for path in peaks.iterdir()
                },
                "problems": [str(problem) for problem in problems],
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
