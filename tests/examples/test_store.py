"""The key under which a result is kept, and what comes back from the store."""

import os
import shutil
import sys
import time

import pytest

from cheatsheet.base import cache, packages
from cheatsheet.base.project import Project
from cheatsheet.examples import environment, store
from cheatsheet.examples.model import Fact, Figure, find_examples
from cheatsheet.examples.run import Run
from cheatsheet.examples.store import Store
from miniature import write

FACTS = {
    "ratio": Fact("0.5 ×"),
    "rises": Fact("1 to 2", "measured", means="it rises"),
    "read": Fact("3", "quoted", source="He 2015", conditions="one crop"),
}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """One example that shares a module with another, and a copy of this package to run it."""
    write(tmp_path, "examples/cnn/pool.py", "import alpha\nimport _layers\n")
    write(tmp_path, "examples/cnn/_layers.py", "import beta\n")
    write(tmp_path, "examples/cnn/_other.py", "")
    package = tmp_path / "scripts/cheatsheet"
    shutil.copytree(cache.PACKAGE, package)
    monkeypatch.setattr(cache, "PACKAGE", package)
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    (fonts / "a.ttf").write_bytes(b"font")
    monkeypatch.setattr(store, "font_files", lambda: sorted(fonts.iterdir()))
    yield Project(tmp_path)
    forget()


def forget():
    for function in (cache._code, packages._versions_of):
        function.cache_clear()


def key(project) -> str:
    forget()
    return store.key(find_examples(project)[0])  # read anew


def append(path):
    path.write_bytes(path.read_bytes() + b"# changed\n")


def test_the_key_stays_while_nothing_changes(project):
    before = key(project)
    append(project.examples / "cnn/_other.py")
    append(project.root / "scripts/cheatsheet/content/read.py")
    append(project.root / "scripts/cheatsheet/examples/pool.py")
    assert key(project) == before


@pytest.mark.parametrize(
    "file",
    ["examples/cnn/pool.py", "examples/cnn/_layers.py", "fonts/a.ttf"]
    + [
        f"scripts/cheatsheet/{name}.py"
        for name in (
            "examples/execute",
            "examples/confine",
            "examples/store",
            "examples/facts",
            "examples/figures",
            "look/svg",
            "look/style",
            "look/palette",
        )
    ],
)
def test_a_change_of_what_makes_the_result_changes_its_key(project, file):
    before = key(project)
    append(project.root / file)
    assert key(project) != before


def test_python_and_the_settings_change_the_key(project, monkeypatch):
    keys = [key(project)]
    monkeypatch.setitem(environment.ENVIRONMENT, "PYTHONHASHSEED", "1")
    keys.append(key(project))
    for name in ("ATEN_CPU_CAPABILITY", "MKL_ENABLE_INSTRUCTIONS", "ONEDNN_MAX_CPU_ISA"):
        monkeypatch.setenv(name, "default")
        keys.append(key(project))
    monkeypatch.setattr(sys, "version", "3.99")
    keys.append(key(project))
    assert len(set(keys)) == 6


# The last two are imported by none of them, but required by what they import.
@pytest.mark.parametrize(
    "package", ["torch", "matplotlib", "jupytext", "alpha", "beta", "sympy", "kiwisolver"]
)
def test_the_version_of_a_package_that_runner_script_or_shared_module_import_changes_the_key(
    project, monkeypatch, package
):
    before, version = key(project), packages.version
    monkeypatch.setattr(
        packages, "version", lambda name: "99" if name == package else version(name)
    )
    assert key(project) != before


@pytest.fixture
def run():
    made = Run("Title", "Why?", dict(FACTS), "9 steps", {"STEPS": (18,)}, notebook='{"é": 1}')
    made.figures["growth"] = Figure("<svg/>", "Plot. a")
    return made


def test_what_a_run_showed_comes_back(project, run):
    kept, (example,) = Store(project), find_examples(project)
    assert kept.read(example) is None
    before = time.time()
    kept.write(example, run, store.key(example))
    result = kept.read(example)
    assert (result.title, result.question) == ("Title", "Why?")
    assert result.facts == FACTS
    assert (result.setup, result.varied) == ("9 steps", {"STEPS": [18]})
    assert result.figures == {"growth": Figure("<svg/>", "Plot. a")}
    assert result.notebook == project.cache / "examples/cnn/pool.ipynb"
    assert result.notebook.read_text("utf-8") == '{"é": 1}'
    assert before <= result.ran <= time.time()
    os.utime(result.notebook, (0, 0))
    assert kept.read(example) == result


def test_one_other_byte_anywhere_in_a_kept_result_is_noticed(project, run):
    kept, (example,) = Store(project), find_examples(project)
    kept.write(example, run, store.key(example))
    for name in ("pool.json", "pool.ipynb"):
        path = project.cache / "examples/cnn" / name
        data = path.read_bytes()
        for place in range(0, len(data), 7):
            path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
            assert kept.read(example) is None
        path.write_bytes(data)
    assert kept.read(example)


@pytest.mark.parametrize("name", ["pool.json", "pool.ipynb", "pool.json.key", "pool.ipynb.key"])
def test_a_folder_in_the_place_of_a_part_is_replaced(project, run, name):
    kept, (example,) = Store(project), find_examples(project)
    write(project.cache, f"examples/cnn/{name}/inside", "")
    assert kept.read(example) is None
    kept.write(example, run, store.key(example))
    assert kept.read(example)


@pytest.mark.parametrize("name", ["pool.json", "pool.ipynb", "pool.json.key", "pool.ipynb.key"])
def test_a_result_with_a_damaged_part_is_none(project, run, name):
    kept, (example,) = Store(project), find_examples(project)
    kept.write(example, run, store.key(example))
    path = project.cache / "examples/cnn" / name
    path.write_bytes(path.read_bytes()[:-2])
    assert kept.read(example) is None
    path.unlink()
    assert kept.read(example) is None


def test_a_changed_example_has_no_result(project, run):
    kept, (example,) = Store(project), find_examples(project)
    kept.write(example, run, store.key(example))
    append(example.path)
    assert kept.read(find_examples(project)[0]) is None


def test_results_of_examples_that_are_gone_are_deleted(project, run):
    write(project.root, "examples/cnn/conv.py", "")
    kept, (conv, pool) = Store(project), find_examples(project)
    kept.write(conv, run, store.key(conv))
    kept.write(pool, run, store.key(pool))
    kept.forget_others([pool])
    assert kept.read(pool)
    names = {path.name for path in project.cache.rglob("*") if path.is_file()}
    assert names == {"pool.json", "pool.ipynb", "pool.json.key", "pool.ipynb.key"}
