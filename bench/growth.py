"""What a changed example and a changed page cost among 10, 100, 1,000 and 5,000 of each: seconds and memory.

The results of the other examples are written as a run leaves them, and not run: only the one that changes is.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.peer_builds import lay_out
from bench.table import Failed, Row, Task, at_most, say
from cheatsheet.base.project import Project
from cheatsheet.examples.execute import execute
from cheatsheet.examples.model import Example, Figure, find_examples
from cheatsheet.examples.run import Run
from cheatsheet.examples.store import Store, key, surroundings

COUNTS = (10, 100, 1000, 5000)
SECONDS, MEMORY = 5, 1.0  # of the largest one
IN_A_FOLDER = 100
EVERY = 0.05  # seconds between two looks at the memory
SETTINGS = """nav: [index.md]
not_in_nav: |
  /notes/*
  /examples/*/*.md
"""
SCRIPT = """# %% [markdown]
# # Doubling {name}
# What is twice the number of {name}?

# %%
import matplotlib.pyplot as plt

number = {number}
assert number + number == number * 2

# %%
fig, ax = plt.subplots(num="line")
ax.plot([0, 1], [0, number])
ax.set(title="Doubling {name}", xlabel="times", ylabel="number")

# %%
computed = {{"twice": f"{{number * 2}}"}}
"""
PAGE = """# Note {name} {{ #note }}

Twice the number of {name} is [{twice}](example:{address}#twice).

## Figure {{ #figure }}

![A rising line](example:{address}#line)
"""


def measure(task: Task) -> list[Row]:
    """Build each size once, then change one example and one page of it."""
    rows = []
    for count in COUNTS:
        with TemporaryDirectory(prefix="bench-") as name:
            project = Project(Path(name).resolve())
            make(project, task.project, count)
            first, _ = build(project)
            say(f"{count} examples and pages, from nothing: {first:.1f} s")
            unchanged, _ = build(project)
            change(project, count // 2)
            changed, peak = build(project)
            say(f"… nothing changed {unchanged:.2f} s, one of each {changed:.2f} s, {peak:.2f} GB")
        what = f"one of {count:,} examples and of as many pages changed"
        rows += [
            at_most(what, changed, SECONDS, "s", f"nothing changed: {unchanged:.2f} s"),
            at_most("… memory of all processes", peak, MEMORY, "GB"),
        ]
    return rows


def make(project: Project, real: Project, count: int) -> None:
    """Lay out so many examples, with their results, and as many pages that quote one each."""
    lay_out(project.root, real, SETTINGS)
    for number in range(count):
        name, folder = name_of(number), f"g{number // IN_A_FOLDER}"
        texts = {"name": name, "number": number + 2, "twice": 2 * (number + 2)}
        _write(project.root / f"examples/{folder}/{name}.py", SCRIPT.format(**texts))
        page = PAGE.format(**texts, address=f"{folder}/{name}")
        _write(project.docs / f"notes/{name}.md", page)
    store, around = Store(project), surroundings()
    first: tuple[Example, Run] | None = None
    for example in find_examples(project):
        run = _run(example, project) if first is None else _like(*first, example)
        first = first or (example, run)
        store.write(example, run, key(example, around))


def change(project: Project, number: int) -> None:
    """Change an example and the page of another."""
    name, other = name_of(number), name_of(number - 1)
    path = project.examples / f"g{number // IN_A_FOLDER}/{name}.py"
    path.write_text(path.read_text("utf-8").replace("What is twice", "How much is twice"), "utf-8")
    page = project.docs / f"notes/{other}.md"
    page.write_text(page.read_text("utf-8") + "\nOne more sentence.\n", "utf-8")


def build(project: Project) -> tuple[float, float]:
    """Seconds of a build, and the most memory that all its processes took at a time, in GB."""
    environment = {**os.environ, "PYTHONPATH": str(project.root / "scripts")}
    command = [sys.executable, "-m", "cheatsheet", "build"]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=project.root,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    with _weighed(process.pid) as peaks:
        said = process.communicate()[1].decode("utf-8", "replace").strip()
        taken = time.perf_counter() - start
    if process.returncode:
        raise Failed(said.splitlines()[-1] if said else f"it ended with {process.returncode}")
    return taken, max(peaks, default=0) / 1e9


def name_of(number: int) -> str:
    """A name of letters, since a number in a title wants to be checked."""
    letters = ""
    for _ in range(4):
        number, letter = divmod(number, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _run(example: Example, project: Project) -> Run:
    run = execute(example.path, example.label, project.root / "position")
    if run.problems:
        raise Failed(str(next(iter(run.problems))))
    return run


def _like(example: Example, run: Run, other: Example) -> Run:
    """What a run of another example shows: the same, by another name and with its own number."""
    twice = 2 * int(other.source.partition("number = ")[2].split()[0])

    def said(text: str) -> str:
        return text.replace(example.name, other.name)

    figures = {name: Figure(said(each.svg), said(each.alt)) for name, each in run.figures.items()}
    facts = {name: type(fact)(str(twice)) for name, fact in run.facts.items()}
    return Run(
        said(run.title),
        said(run.question),
        facts,
        figures=figures,
        notebook=said(run.notebook).replace("number = 2\\n", f"number = {twice // 2}\\n"),
    )


@contextmanager
def _weighed(process: int) -> Iterator[list[int]]:
    """The memory that a process and its descendants take, in bytes, once and again while it runs."""
    peaks: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            peaks.append(sum(map(_memory, _family(process))))

    looking = threading.Thread(target=look)
    looking.start()
    try:
        yield peaks
    finally:
        over.set()
        looking.join()


def _family(process: int) -> list[int]:
    """The process and its descendants."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_bytes().rpartition(b")")[2].split()[1])
        except OSError:
            continue  # it has ended
    family = [process]
    for member in family:
        family += [child for child, parent in parents.items() if parent == member]
    return family


def _memory(process: int) -> int:
    """What a process takes, its part of what it shares with others."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
