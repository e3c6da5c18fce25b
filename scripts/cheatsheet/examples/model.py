"""What an example is and what its run shows."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cheatsheet.base.cache import imported
from cheatsheet.base.project import Project


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

    @cached_property
    def data(self) -> bytes:
        """The script, read once: what a result is filed under is what ran, and what the site offers."""
        return self.path.read_bytes()

    @cached_property
    def modules(self) -> dict[str, bytes]:
        """The modules `_NAME.py` of its folder that it imports, itself or through another of them; read once."""
        found: dict[str, bytes] = {}
        waiting = [self.source]
        while waiting:
            for name in sorted(imported(waiting.pop())):
                file = f"{name.partition('.')[0]}.py"
                path = self.path.with_name(file)
                if name.startswith("_") and file not in found and path.is_file():
                    found[file] = path.read_bytes()
                    waiting.append(_text(found[file]))
        return dict(sorted(found.items()))

    @property
    def source(self) -> str:
        return _text(self.data)

    @property
    def texts(self) -> dict[str, str]:
        """The modules that it shares, by file name."""
        return {name: _text(data) for name, data in self.modules.items()}

    @cached_property
    def digest(self) -> str:
        """Of the script and the modules that it shares: what a robustness run is a statement about."""
        texts = [self.source, *self.texts.values()]
        return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]

    @property
    def shared(self) -> list[Path]:
        """Where the modules lie that it shares."""
        return [self.path.with_name(name) for name in self.modules]

    @property
    def unknown_imports(self) -> list[str]:
        """What it imports that lies beside it under a name that no key knows."""
        names = {name.partition(".")[0] for name in imported(self.source)}
        near = self.path.with_name
        return sorted(
            name
            for name in names
            if (near(name).is_dir() or (near(f"{name}.py").exists() and not name.startswith("_")))
        )


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")


# What stands behind a fact: a computation that no choice can change, a run with choices, or a source. What is given is
# no evidence: a choice of the example, which the page names and the run used.
COMPUTED, MEASURED, QUOTED, GIVEN = KINDS = ("computed", "measured", "quoted", "given")


@dataclass(frozen=True)
class Fact:
    """A text as pages print it, and what stands behind it.

    `means` is the sentence that a measured text stands for, and `holds` whether it did in this run. `source` is where a
    quoted text was read, `conditions` what makes it comparable.
    """

    text: str
    kind: str = COMPUTED
    means: str = ""
    holds: bool = True
    source: str = ""
    conditions: str = ""


@dataclass(frozen=True)
class Figure:
    """A plot: its SVG in the theme's colours, and a text alternative made from its axes."""

    svg: str
    alt: str


@dataclass(frozen=True)
class Result:
    """What one run showed. `ran` is when, in seconds; `setup` says by which choices its facts were measured, `varied`
    which others to try. `shown` and `cells` are digests, of all but the notebook and of that, where they are known.
    """

    title: str
    question: str
    facts: dict[str, Fact]
    figures: Mapping[str, Figure]
    notebook: Path
    ran: float
    setup: str = ""
    varied: dict[str, list[Any]] = field(default_factory=dict)
    shown: str = field(default="", compare=False)
    cells: str = field(default="", compare=False)


def find_examples(project: Project) -> list[Example]:
    """All examples in the order of their addresses. What begins with `_` is a module that examples share."""
    paths = sorted(project.examples.glob("*/[!_]*.py"))
    return [Example(path.parent.name, path.stem, path) for path in paths if path.is_file()]
