"""What a script may import and name: what it shows follows from its text, from libraries and from nothing else.

A clock, a process number, a file or the names of the interpreter could give a fact what no line of the script computes.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from cheatsheet.base.memory import recall
from cheatsheet.base.problems import Problems
from cheatsheet.examples.model import Example

LIBRARIES = ("matplotlib", "numpy", "sklearn", "torch")
# Of Python's own: what computes, holds values or orders them.
STANDARD = (
    *("__future__", "abc", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses"),
    *("decimal", "enum", "fractions", "functools", "heapq", "itertools", "math", "numbers"),
    *("operator", "random", "re", "statistics", "string", "textwrap", "types", "typing"),
    *("warnings", "weakref"),
)
# And what an example needs to run modules beside it as processes of their own, no more of these.
MEMBERS = {
    "datetime": {"timedelta"},
    "os": {"_exit", "environ"},
    "pathlib": {"Path"},
    "subprocess": {"Popen"},
    "sys": {"argv", "executable", "platform"},
    "tempfile": {"TemporaryDirectory"},
}
# What reads or changes the interpreter, or runs text as code.
BUILTINS = frozenset(
    [
        *("__builtins__", "__import__", "breakpoint", "compile", "delattr", "eval", "exec"),
        *("globals", "input", "locals", "setattr", "vars"),
    ]
)
# What a library brings along that reads clocks or other files, past what confine.py looks at.
OF_LIBRARIES = frozenset(
    [
        *("SystemRandom", "benchmark", "cpp_extension", "ctypeslib", "datetime64", "from_file"),
        *("hub", "load_library", "memmap", "profiler"),
    ]
)
DUNDERS = ("__call__", "__file__", "__init__", "__len__", "__getitem__", "__iter__", "__name__")
DUNDER = re.compile(r"__\w+__")
CURE = "compute it in the script; CONTRIBUTING.md names what an example may use"


def check_scripts(examples: Iterable[Example], problems: Problems) -> None:
    """Name all that these scripts, and the modules beside them that they share, use and may not."""
    for example in examples:
        for label, text in (
            (example.label, example.source),
            *((f"examples/{example.folder}/{name}", text) for name, text in example.texts.items()),
        ):
            for found in recall(_rules(), text, lambda text=text: list(_found(text))):  # type: ignore[misc]
                line, _, what = found.partition(" ")
                problems.add(label, int(line), what, CURE)


@cache
def _rules() -> str:
    return Path(__file__).read_text("utf-8")


def _found(source: str) -> Iterator[str]:
    """Each line with what is wrong in it, parted by a blank."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return  # named by its run
    modules = dict(_modules(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if not _is_known(alias.name):
                    yield f"{node.lineno} it imports {alias.name}"
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            allowed = MEMBERS.get(module)
            for alias in node.names:
                if not _is_known(module) or (allowed is not None and alias.name not in allowed):
                    yield f"{node.lineno} it imports {alias.name} from {module}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = modules.get(node.value.id, "")
            if module in MEMBERS and node.attr not in MEMBERS[module]:
                yield f"{node.lineno} it uses {module}.{node.attr}"
        name = _refused(node)
        if name:
            yield f"{getattr(node, 'lineno', 1)} it uses {name}"


def _refused(node: ast.AST) -> str:
    """The name that a node uses and may not; empty where there is none."""
    match node:
        case ast.Name(id=name) if name in BUILTINS:
            return name
        case ast.Attribute(attr=name) | ast.Name(id=name):
            is_hidden = DUNDER.fullmatch(name) and name not in DUNDERS
            return name if is_hidden or name in OF_LIBRARIES else ""
    return ""


def _modules(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((each.asname or each.name, each.name) for each in node.names)


def _is_known(module: str) -> bool:
    root = module.partition(".")[0]
    return (
        root in LIBRARIES
        or root in STANDARD
        or module in MEMBERS
        or (root.startswith("_") and not DUNDER.fullmatch(root) and "." not in module)
    )
