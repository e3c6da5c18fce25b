"""Run all examples of a checkout cold and print what it took as one line of JSON.

usage: python -m bench.cold ROOT, in a process of its own: it takes as many processors as the targets are for.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

CORES = 2  # the targets are for two


def main(root: Path) -> None:
    """Run the examples of the checkout at `root`; its `.cache/` should be empty."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])

    from cheatsheet.base.problems import Problems
    from cheatsheet.base.project import Project
    from cheatsheet.examples import pool, renew

    peaks, run_tasks = {}, pool.run_tasks

    def weighed(*arguments):
        for example, change, run in run_tasks(*arguments):
            peaks[example.address] = run.peak
            yield example, change, run

    renew.run_tasks = weighed
    problems = Problems()
    start = perf_counter()
    _, cells = renew.run_examples(Project(root), problems)
    wall = perf_counter() - start
    print(
        json.dumps(
            {
                "wall": wall,
                "workers": pool.workers(),
                "cells": cells,  # seconds, by address
                "peaks": peaks,  # bytes of the largest process that took part, by address
                "problems": [str(problem) for problem in problems],
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
