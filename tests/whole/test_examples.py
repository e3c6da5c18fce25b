"""The sources of all examples: short enough to be read in one go, and made of what PyTorch offers to everybody."""

import ast
import io
import json
import re
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from matplotlib import pyplot

from cheatsheet.examples.run import says_results
from cheatsheet.look.palette import colour
from cheatsheet.look.standalone import FAMILIES
from cheatsheet.pages.example_files import SHOW

ROOT = Path(__file__).parents[2]
SCRIPTS = sorted((ROOT / "examples").glob("*/*.py"))
LONGEST = 120  # lines, without the results, which a page shows as a table
OF_TASK = 160  # a task has two solutions
# What has no public name, and the words by which a reader is told why it is imported all the same.
PRIVATE = {
    "torch.utils._python_dispatch": "has no public name for its module",
    "torch._subclasses.fake_tensor": "without a public name",
}
# What Windows or macOS lacks: modules, attributes, and how files are named that only Linux has.
UNIX_ONLY = {"fcntl", "grp", "pty", "pwd", "resource", "syslog", "termios"}
LINUX_ONLY = {
    "fork",
    "forkserver",
    "forkpty",
    "sched_getaffinity",
    "getloadavg",
    "SIGALRM",
    "alarm",
}
LINUX_PATHS = ("/dev/", "/proc/", "/sys/", "/tmp/")


def private_modules(source: str) -> list[str]:
    """Modules of torch that a script imports or names and that begin with an underscore on their way."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Attribute):
            names.append(ast.unparse(node))
    # Operators are named, not imported, by torch.ops.
    dotted = [name.split(".") for name in names if re.match(r"torch\.(?!ops\.)", name)]
    private = [parts for parts in dotted if any(_is_private(part) for part in parts)]
    return [".".join(parts[:-1]) for parts in private]


def _is_private(part: str) -> bool:
    return part.startswith("_") and not part.startswith("__")


def test_a_private_module_is_found():
    source = "import torch._dynamo.config\nfrom torch import _C\nfrom torch.nn import ReLU\ntorch._foreach_add\n"
    assert private_modules(source) == ["torch._dynamo", "torch", "torch"]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_is_short_and_excuses_what_is_private(path):
    source = path.read_text("utf-8")
    results = [part for part in ast.parse(source).body if says_results(part)]
    first = min((part.lineno for part in results), default=len(source.splitlines()) + 1)
    assert first - 1 <= (OF_TASK if path.parent.name == "scratch" else LONGEST)
    words = " ".join(source.replace("#", " ").split())
    for module in private_modules(source):
        assert module in PRIVATE
        assert PRIVATE[module] in words


def platform_bound(source: str) -> list[str]:
    """What a script uses that Windows or macOS lacks, processes without a guard for `spawn` among it."""
    tree = ast.parse(source)
    imports = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    found = sorted(imports & UNIX_ONLY)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in LINUX_ONLY:
            found.append(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            bound = node.value in LINUX_ONLY or node.value.startswith(LINUX_PATHS)
            found += [node.value] if bound else []
    if "multiprocessing" in source and '__name__ == "__main__"' not in source:
        found.append("multiprocessing")
    return found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import fcntl.x", ["fcntl"]),
        ("from resource import getrusage", ["resource"]),
        ("os.fork()", ["fork"]),
        ('get_context("fork")', ["fork"]),
        ('open("/proc/self/maps")', ["/proc/self/maps"]),
        ("import torch.multiprocessing as mp", ["multiprocessing"]),
        ('import multiprocessing\nif __name__ == "__main__":\n    pass', []),
    ],
)
def test_what_only_some_systems_have_is_found(source, found):
    assert platform_bound(source) == found


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_example_runs_on_linux_macos_and_windows(path):
    assert platform_bound(path.read_text("utf-8")) == []


def test_every_number_of_the_site_can_be_printed_in_ascii(site, monkeypatch):
    """By the end of a script that is downloaded; what it has no ASCII form for would come out as an escape."""
    pages = (site / "examples").glob("*/*/index.html")
    tables = (BeautifulSoup(page.read_text("utf-8"), "lxml").select("td[id] + td") for page in pages)  # fmt: skip
    texts = {cell.find(string=True).strip() for table in tables for cell in table}
    assert len(texts) > 100
    console = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(pyplot, "show", lambda: None)
    exec(SHOW, {"__name__": "__main__", "computed": {text: text for text in texts}})
    console.seek(0)
    assert "\\" not in console.read()


def test_plots_follow_the_theme_on_pages_and_need_none_in_notebooks(site):
    notebooks = [json.loads(path.read_text("utf-8")) for path in site.glob("examples/*/*/*.ipynb")]
    plots = [
        "".join(output["data"]["image/svg+xml"])
        for notebook in notebooks
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if "image/svg+xml" in output.get("data", {})
    ]
    assert len(plots) > 100
    ground = f'fill="{colour("paper", "light")}"/>'
    for plot in plots:
        assert "var(" not in plot
        assert re.match(r"<svg [^>]*><rect [^>]*>", plot)[0].endswith(ground)
        assert plot.count("font-family:Inter") == plot.count(f"font-family:{FAMILIES}")
    page = (site / "examples/losses/focal/index.html").read_text("utf-8")
    assert "var(--fig-1," in page
    assert FAMILIES not in page
