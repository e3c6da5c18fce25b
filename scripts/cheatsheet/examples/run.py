"""One run of an example: its cells, what it showed, and how it stops."""

import ast
import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from cheatsheet.base.problems import Problems
from cheatsheet.examples.model import KINDS, Fact, Figure

# Names under which an example says its results: facts by kind, by which choices it measured, and what else to choose.
SETUP, VARIED = "setup", "varied"
SAID = (*KINDS, SETUP, VARIED)
# Of the cell that holds nothing else: pages show its table instead (mkdocs.yml).
FACTS_TAG = "facts"
# Names of figures and facts.
NAME = re.compile(r"[a-z0-9_-]+")


@dataclass
class Run:
    """What one example showed. `lines` are where its facts stand, `varied` the choices to try and their values."""

    title: str = ""
    question: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    setup: str = ""
    varied: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    figures: dict[str, Figure] = field(default_factory=dict)
    notebook: str = ""
    seconds: float = 0.0
    # The most memory that a process of it took, in bytes.
    peak: int = 0
    problems: Problems = field(default_factory=Problems)


class Stop(Exception):
    """The run cannot go on; line, what is wrong, and the cure."""

    def __init__(self, line: int | None, what: str, cure: str):
        super().__init__(what)
        self.line, self.what, self.cure = line, what, cure


def said(error: BaseException) -> str:
    """Kind and first line of an error, in one line that can be printed."""
    try:
        message = str.__str__(str(error)).strip().split("\n")[0] or "no message"
    except BaseException:
        message = "its message cannot be read"
    return f"{type(error).__name__}: {message}".encode("utf-8", "backslashreplace").decode()


def shown(value: object) -> str:
    """A value of an example in a problem: short, in one line, whatever it does when it is asked."""
    try:
        text = str.__str__(repr(value))
    except BaseException:
        text = f"a {type(value).__name__} that cannot be shown"
    text = text if is_plain(text) else ascii(text)[1:-1]
    return text if len(text) <= 200 else f"{text[:200]}…"


def is_plain(text: str) -> bool:
    """Whether a text stands in one line and holds nothing that a page cannot show or that turns its order round."""
    return not any(unicodedata.category(char)[0] == "C" for char in text)


@dataclass(frozen=True)
class Cell:
    """A cell of the notebook, its number from 1, and its first line in the script called `label`."""

    node: Any
    number: int
    line: int
    label: str

    @property
    def source(self) -> str:
        return str(self.node.source)

    @property
    def is_code(self) -> bool:
        return bool(self.node.cell_type == "code")

    @property
    def holds_only_facts(self) -> bool:
        """Whether the cell does nothing but say results."""
        statements = ast.parse(self.source).body if self.is_code else []
        return bool(statements) and all(map(says_results, statements))


def says_results(statement: ast.stmt) -> bool:
    """Whether it gives one of the names under which an example says its results its value."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id in SAID for target in targets)
