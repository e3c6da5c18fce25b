"""The examples and what is kept of their runs, under a key of everything that a run depends on."""

import ast
import functools
import hashlib
import json
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cheatsheet.palette import FONTS
from cheatsheet.project import Project, write_whole

HERE = Path(__file__).parent
RUNNER = [
    HERE / f"{name}.py" for name in ("execute", "harvest", "figures", "style", "palette", "faults")
]
ALWAYS = [
    "matplotlib",
    "numpy",
    "torch",
    "jupytext",
    "nbformat",
]  # what the runner itself shows through
DISTRIBUTIONS = {
    "sklearn": "scikit-learn",
    "PIL": "pillow",
}  # where import and package differ in name


@dataclass(frozen=True, order=True)
class Example:
    """One script; its address is FOLDER/NAME."""

    folder: str
    name: str
    path: Path

    @property
    def address(self) -> str:
        return f"{self.folder}/{self.name}"

    @property
    def label(self) -> str:
        return f"examples/{self.address}.py"


@dataclass(frozen=True)
class Result:
    """What one run showed, read back from the cache."""

    title: str
    question: str
    facts: dict[str, str]
    figures: dict[str, dict[str, str]]  # name: {"svg", "alt"}
    notebook: Path


def find_examples(project: Project) -> list[Example]:
    """All examples in the order of their addresses."""
    paths = sorted(project.examples.glob("*/*.py"))
    return [Example(path.parent.name, path.stem, path) for path in paths]


@functools.cache
def imported_modules(source: str) -> set[str]:
    """Dotted names of all modules outside the standard library that a script imports."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set()
    names = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    names |= {
        node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and not node.level
    }
    return {name for name in names if name.partition(".")[0] not in sys.stdlib_module_names}


@functools.cache
def _version(package: str) -> str:
    try:
        return version(DISTRIBUTIONS.get(package, package))
    except PackageNotFoundError:
        return "absent"


@functools.cache
def _runner_digest() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in [*RUNNER, *sorted(FONTS.glob("*.ttf"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def key(example: Example) -> str:
    """Digest of the script's bytes, the runner and its style, and the versions of Python and all imports."""
    source = example.path.read_bytes()
    packages = {
        name.partition(".")[0] for name in imported_modules(source.decode("utf-8", "replace"))
    }
    versions = [f"{name} {_version(name)}" for name in sorted(packages.union(ALWAYS))]
    return hashlib.sha256(
        b"\0".join([source, _runner_digest().encode(), *map(str.encode, versions)])
    ).hexdigest()


class Cache:
    """The kept results: for each example NAME.json (what it showed) and NAME.ipynb (the executed notebook)."""

    def __init__(self, project: Project):
        self.folder = project.cache / "examples"

    def _paths(self, example: Example) -> tuple[Path, Path]:
        return self.folder / f"{example.address}.json", self.folder / f"{example.address}.ipynb"

    def read(self, example: Example) -> Result | None:
        """The kept result, or None where there is none for this key or a file is damaged."""
        record_path, notebook_path = self._paths(example)
        try:
            record = json.loads(record_path.read_bytes())
            digest = hashlib.sha256(notebook_path.read_bytes()).hexdigest()
            if record["key"] != key(example) or record["notebook"] != digest:
                return None
            return Result(
                record["title"],
                record["question"],
                record["facts"],
                record["figures"],
                notebook_path,
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def write(self, example: Example, run) -> None:
        """Keep a run (`execute.Run`); the record comes last, so that it never names a notebook that is not there."""
        record_path, notebook_path = self._paths(example)
        record = {
            "key": key(example),
            "title": run.title,
            "question": run.question,
            "facts": run.facts,
            "figures": run.figures,
            "notebook": hashlib.sha256(run.notebook.encode()).hexdigest(),
        }
        write_whole(notebook_path, run.notebook)
        write_whole(record_path, json.dumps(record, ensure_ascii=False, indent=1))

    def delete_orphans(self, examples: list[Example]) -> None:
        """Remove what belongs to no example any more."""
        kept = {path for example in examples for path in self._paths(example)}
        for path in self.folder.glob("*/*"):
            if path not in kept:
                path.unlink()
