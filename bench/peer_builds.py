"""The same six scripts through three builders, cold, in the same run: ours, mkdocs-jupyter and sphinx-gallery.

Each build starts from an empty folder and its time is that of the whole process: imports, execution, pages. A build counts
only if each script's page shows a plot: two of the three may leave a script out and still exit with 0.
"""

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.scratch import copy_parts, seconds
from bench.table import Failed, Row, Task, at_least, say
from bench.tools import gallery_python
from cheatsheet.base.project import Project

SCRIPTS = Path(__file__).parent / "peers"
ROUNDS = 3  # the median counts; the builders take turns, so that a busy machine is busy for all
FASTER_THAN_JUPYTER = 5  # times
FASTER_THAN_GALLERY = 1

OPENING = re.compile(r"\A# %% \[markdown\]\n# # (?P<title>.+)\n(?P<question>(?:# .+\n)+)")

# The project's own settings, with a navigation of two pages.
OUR_CONFIG = "nav: [index.md, examples.md]\n"
MENU = re.compile(r"^(?:nav|not_in_nav):.*\n(?:[ -].*\n)*", re.M)
JUPYTER_CONFIG = """site_name: Peers
theme: material
plugins:
  - mkdocs-jupyter: {include: ["*.py"], execute: true, allow_errors: false}
"""
# Not its parallel mode: on two cores that took 1.4 to 3 times as long (measured), for each process imports torch.
GALLERY_CONFIG = """project = "Peers"
extensions = ["sphinx_gallery.gen_gallery"]
exclude_patterns = ["examples"]
sphinx_gallery_conf = {
    "examples_dirs": "examples",
    "gallery_dirs": "gallery",
    "filename_pattern": r"\\.py$",  # run them all; its default runs plot_*.py alone
    "abort_on_example_error": True,
}
"""


@dataclass(frozen=True)
class Builder:
    """`lay_out` writes the inputs into an empty folder and returns the command that builds there."""

    name: str
    lay_out: Callable[[Path], list[str | Path]]
    page: str  # of the script {}, below that folder
    plot: str  # what a page with a plot holds


def measure(task: Task) -> list[Row]:
    """Build with each builder in turn and compare the medians."""
    python = gallery_python(task.project)
    builders = [
        Builder("ours", lambda folder: _lay_out_ours(folder, task.project),
                "site/examples/peers/{}/index.html", 'class="plot"'),
        Builder("mkdocs-jupyter", _lay_out_jupyter, "site/{}/index.html", "data:image/png"),
        Builder("sphinx-gallery", lambda folder: _lay_out_gallery(folder, python),
                "html/gallery/{}.html", "_images/sphx_glr_"),
    ]  # fmt: skip
    # Torch and matplotlib come from the disk once before the race, for nobody's account.
    seconds([sys.executable, "-c", "import torch, matplotlib.pyplot"], SCRIPTS)
    times: dict[str, list[float]] = {builder.name: [] for builder in builders}
    for _ in range(ROUNDS):
        for builder in builders:
            times[builder.name].append(_build_cold(builder))
            say(f"{builder.name}: {times[builder.name][-1]:.2f} s")
    ours, jupyter, gallery = (median(times[builder.name]) for builder in builders)
    return [
        Row("six scripts, cold, whole build", f"{ours:.1f} s (median of {ROUNDS})"),
        at_least("… faster than mkdocs-jupyter, execute: true", jupyter / ours, FASTER_THAN_JUPYTER,
                 "×", f"{jupyter:.1f} s"),
        at_least("… faster than sphinx-gallery", gallery / ours, FASTER_THAN_GALLERY,
                 "×", f"{gallery:.1f} s"),
    ]  # fmt: skip


def _build_cold(builder: Builder) -> float:
    """Seconds of one build in an empty folder."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name).resolve()
        try:
            taken = seconds(builder.lay_out(folder), folder)
        except Failed as failure:
            raise Failed(f"{builder.name}: {failure}") from None
        for script in _scripts():
            page = folder / builder.page.format(script.stem)
            if not page.exists() or builder.plot not in page.read_text("utf-8"):
                raise Failed(f"{builder.name} shows no plot of {script.name}")
    return taken


def _scripts() -> list[Path]:
    return sorted(SCRIPTS.glob("*.py"))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def lay_out(folder: Path, project: Project, settings: str) -> None:
    """A project of ours with a home page alone, and `settings` in the place of the real menu."""
    copy_parts(
        project.root, folder, ("scripts/cheatsheet", "overrides", "docs/assets", "requirements.txt")
    )
    real = (project.root / "mkdocs.yml").read_text("utf-8")
    _write(folder / "mkdocs.yml", f"{MENU.sub('', real)}{settings}")
    _write(folder / "docs/index.md", "# Peers { #home }\n")
    _write(folder / "docs/references.yml", "")


def _lay_out_ours(folder: Path, project: Project) -> list[str | Path]:
    lay_out(folder, project, OUR_CONFIG)
    _write(folder / "docs/examples.md", "# Examples { #examples }\n\n<!-- gallery -->\n")
    for script in _scripts():
        _write(folder / f"examples/peers/{script.name}", script.read_text("utf-8"))
    # On the search path from the start, as scripts/build does it: the fork server needs it there.
    search = f"PYTHONPATH={folder / 'scripts'}"
    return ["env", search, sys.executable, "-m", "cheatsheet", "build"]


def _lay_out_jupyter(folder: Path) -> list[str | Path]:
    _write(folder / "mkdocs.yml", JUPYTER_CONFIG)
    _write(folder / "docs/index.md", "# Peers\n")
    for script in _scripts():
        _write(folder / f"docs/{script.name}", script.read_text("utf-8"))
    return [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def _lay_out_gallery(folder: Path, python: Path) -> list[str | Path]:
    _write(folder / "conf.py", GALLERY_CONFIG)
    _write(folder / "index.rst", "Peers\n=====\n\n.. toctree::\n\n   gallery/index\n")
    _write(folder / "examples/GALLERY_HEADER.rst", "Examples\n========\n")
    for script in _scripts():
        _write(folder / f"examples/{script.name}", with_docstring(script.read_text("utf-8")))
    return [python, "-m", "sphinx", "-b", "html", "-q", folder, folder / "html"]


def with_docstring(source: str) -> str:
    """The script as sphinx-gallery wants it: title and question in a docstring, as reStructuredText."""
    opening = OPENING.match(source)
    if not opening:
        raise Failed("a script of bench/peers does not open with a title and a question")
    question = opening["question"].replace("# ", "")
    title = opening["title"]
    return f'"""\n{title}\n{"=" * len(title)}\n\n{question}"""\n{source[opening.end() :]}'
