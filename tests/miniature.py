"""A miniature checkout for tests: one section, one example and one claim; pipeline and look are the real ones."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.base.project import Project
from cheatsheet.examples.model import Fact, Figure, Result

ROOT = Path(__file__).parents[1]

GOOD = """# %% [markdown]
# # A line
# Does a line rise?

# %%
import matplotlib.pyplot as plt

fig, ax = plt.subplots(num="line")
x, y = [0, 2], [0, 2]
ax.plot(x, y)

# %%
computed = {"slope": f"{y[1] / x[1]:.1f}"}
"""
OPENING = "# %% [markdown]\n# # T\n# Q?\n\n# %%\n"
FACT = "x = sum([1])\ncomputed = {'x': f'{x}'}"
PAGE = """---
description: A page of the miniature.
plot: cnn/good#line
---
# 1. Miniature { #cnn }

One sentence.
{ .lead }

## Slope { #slope }

With $a = \\frac{1}{2} b$ the slope is [1.0](example:cnn/good#slope) [1.1](claim:1.1) [He et al. 2015](cite:he-2015 "sec. 3").

![A rising line](example:cnn/good#line "It rises.")

## Sources { #sources }
"""
CLAIMS = """- id: "1.1"
  section: cnn
  says: Lines fall
  verdict: wrong
  right: They rise by [1.0](example:cnn/good#slope).
  sources: {he-2015: sec. 3}
  evidence: ["example:cnn/good#slope"]
  at: cnn/#slope
"""
REFERENCES = """he-2015:
  authors: He et al.
  year: 2015
  title: "Deep residual learning"
  arxiv: "1512.03385"
  confirmed: {how: text, day: 2026-11-26}
"""
TERMS = """Gradient:
  means: How steep a line is.
  also: [derivative]
  at: [cnn/#slope]
"""
PLANS = """- id: short
  title: Short
  line: Only this.
  parts:
    Now: [cnn/#slope]
"""
NAV = "nav: [index.md, cnn.md, claims.md, examples.md]\n"


def make(root: Path) -> Project:
    """A checkout with one section, one example and one claim; the pipeline and the look are the real ones."""
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    start, end = config.index("nav:"), config.index("not_in_nav:")
    write(root, "mkdocs.yml", config[:start] + NAV + config[end:])
    (root / "overrides").symlink_to(ROOT / "overrides")
    write(root, "examples/cnn/good.py", GOOD)
    write(root, "docs/cnn.md", PAGE)
    write(root, "docs/index.md", "# Home { #home }\n\n<!-- map -->\n")
    write(root, "docs/examples.md", "# Examples { #examples }\n\n<!-- gallery -->\n")
    write(root, "docs/claims.md", "# Claims { #claims }\n\n<!-- summary -->\n\n<!-- ledger -->\n")
    write(root, "docs/claims.yml", CLAIMS)
    write(root, "docs/references.yml", REFERENCES)
    (root / "docs/assets").symlink_to(ROOT / "docs/assets")
    return Project(root)


def take_over(built: Project, project: Project, *names: str) -> None:
    """Give a miniature what a built one keeps: its look, all but what pages and examples say, and more by name.

    It is kept under what it is made of, so an edit of that is seen. Without it a build takes ten times as long.
    """
    for name in ("light", "templates", "formulas", "previews", *names):
        shutil.copytree(built.cache / name, project.cache / name)


def enrich(project: Project) -> None:
    """Add what the plain miniature lacks: terms, a plan, old addresses, a page of lists."""
    config = (project.root / "mkdocs.yml").read_text("utf-8")
    nav = NAV.replace("claims.md", "claims.md, study.md, terms.md")
    write(project.root, "mkdocs.yml", config.replace(NAV, nav))
    write(project.root, "docs/terms.md", "# Index { #terms }\n\n<!-- terms -->\n")
    write(project.root, "docs/study.md", "# Lists { #study }\n\n<!-- plan short -->\n")
    write(project.root, "docs/terms.yml", TERMS)
    write(project.root, "docs/plans.yml", PLANS)
    write(project.root, "docs/addresses.txt", "cnn/#slope\ncnn/#steepness\nnetworks/\n")
    write(project.root, "docs/redirects.yml", "cnn/#steepness: cnn/#slope\nnetworks/: cnn/\n")
    write(project.root, "docs/cnn.md", PAGE.replace("## Slope", "## 1. Slope"))
    write(project.root, "docs/numbers.yml", "docs/cnn.md:\n  name: [1. Slope]\n")


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def change(project: Project, name: str, old: str, new: str) -> None:
    """Replace a text that stands in a file of the project."""
    text = (project.root / name).read_text("utf-8")
    assert old in text
    write(project.root, name, text.replace(old, new, 1))


def said(project: Project) -> str:
    """The first line of each problem of a build, which all have a cure."""
    # It needs what a miniature alone does not.
    from cheatsheet.commands.build import build

    with pytest.raises(BadInput) as caught:
        build(project)
    assert all(problem.cure for problem in caught.value.problems)
    return "\n".join(str(problem).splitlines()[0] for problem in caught.value.problems)


def add_example(project: Project, name: str, code: str) -> None:
    """Write an example `a/NAME` with a title, a question and one cell of code."""
    write(project.root, f"examples/a/{name}.py", f"{OPENING}{code}\n")


def edit_unseen(path: Path, data: bytes) -> None:
    """Replace the bytes of a file by as many others, and set its time back."""
    before = path.stat()
    assert len(data) == before.st_size
    path.write_bytes(data)

    def is_set_back() -> bool:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        # The clock of a file system goes on in steps of some milliseconds.
        return path.stat().st_ctime_ns != before.st_ctime_ns

    wait_for(is_set_back)


def snapshot(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until another process has done what is waited for."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def result(
    title: str = "A line",
    question: str = "Does it rise?",
    facts: dict[str, str | Fact] | None = None,
    figures: dict[str, Figure] | None = None,
    setup: str = "",
    notebook: Path = Path(),
    ran: float = 0.0,
) -> Result:
    """What an example showed, without running one; a fact that is a text is a computed one."""
    made = {
        name: Fact(fact) if isinstance(fact, str) else fact for name, fact in (facts or {}).items()
    }
    return Result(title, question, made, figures or {}, notebook, ran, setup)
