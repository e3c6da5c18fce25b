"""What a script may import and name: what it shows follows from its text, from libraries and from nothing else.

A clock, a process number, a file or the names of the interpreter could give a fact what no line of the script computes.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from cheatsheet.base.memory import recall
from cheatsheet.base.problems import Problems
from cheatsheet.examples.model import Example
from cheatsheet.examples.named_by_text import TAKING, named_by_text

LIBRARIES = ("matplotlib", "numpy", "sklearn", "torch")
# Of Python's own: what computes, holds values or orders them.
STANDARD = (
    *("__future__", "abc", "bisect", "cmath", "collections", "contextlib", "copy", "dataclasses"),
    *("decimal", "enum", "fractions", "functools", "heapq", "itertools", "math", "numbers"),
    *("operator", "random", "re", "statistics", "string", "textwrap", "types", "typing"),
    *("warnings", "weakref"),
)
# And what an example needs to run modules beside it as processes of their own, or functions as threads: no more of these.
MEMBERS = {
    "datetime": {"timedelta"},
    "os": {"_exit", "environ"},
    "pathlib": {"Path"},
    "queue": {"Empty", "Queue"},
    "subprocess": {"Popen"},
    "sys": {"argv", "executable", "platform"},
    "tempfile": {"TemporaryDirectory"},
    "threading": {"Event", "Thread", "active_count", "current_thread"},
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
# What pathlib says of the machine: times of files, and where the folder of a run lies.
OF_FILES = frozenset(["absolute", "cwd", "home", "lstat", "readlink", "resolve", "stat"])
# Modules that a library imports for itself, beside those of MEMBERS, and that could be reached through it.
OF_OTHERS = frozenset(
    [
        *("atexit", "builtins", "ctypes", "glob", "importlib", "inspect", "locale", "logging"),
        *("platform", "shutil", "threading", "time", "traceback"),
    ]
)
# Behind it are operators, whose names begin with _ as they like.
OPERATORS = "torch.ops."
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
    imported = dict(_imported(tree))
    owners = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    callers = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if not _is_known(alias.name):
                    yield f"{node.lineno} it imports {alias.name}"
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            for alias in node.names:
                if not _is_known(module) or not _gives(module, alias.name):
                    yield f"{node.lineno} it imports {alias.name} from {module}"
        elif isinstance(node, ast.Attribute) and not _refused(node):
            owner = _full_name(node.value, imported)
            if owner and not _gives(owner, node.attr):
                yield f"{node.lineno} it uses {owner}.{node.attr}"
        elif (
            isinstance(node, ast.Name)
            and imported.get(node.id) in MEMBERS
            and id(node) not in owners
        ):
            # By another name it would give all that it has.
            yield f"{node.lineno} it hands on {imported[node.id]}"
        elif isinstance(node, ast.Call):
            yield from (f"{node.lineno} it uses {name}" for name in _by_text(node, imported))
        elif _called(node, imported) in TAKING and id(node) not in callers:
            yield f"{getattr(node, 'lineno', 1)} it hands on {ast.unparse(node)}"
        name = _refused(node)
        if name:
            yield f"{getattr(node, 'lineno', 1)} it uses {name}"


def _by_text(call: ast.Call, imported: Mapping[str, str]) -> Iterator[str]:
    """Names that a call asks for by a text, and may not: those that no module gives, and any that is not written out."""
    called = _called(call.func, imported)
    for name, is_whole in named_by_text(call, called):
        if is_whole and (_refused(ast.Attribute(call.func, name)) or not _gives("", name)):
            yield name
        elif not is_whole:
            begun = [each for each in (*MEMBERS, *OF_OTHERS) if each.startswith(name)]
            if begun or name.startswith("_"):
                yield f"a name by {called} that is not written out"


def _called(node: ast.AST, imported: Mapping[str, str]) -> str:
    """The full name of a function, of Python's own too."""
    if isinstance(node, ast.Name) and node.id not in imported:
        return node.id
    return _full_name(node, imported)


def _refused(node: ast.AST) -> str:
    """The name that a node uses and may not; empty where there is none."""
    match node:
        case ast.Name(id=name) if name in BUILTINS:
            return name
        case ast.Attribute(attr=name) | ast.Name(id=name):
            is_hidden = DUNDER.fullmatch(name) and name not in DUNDERS
            is_of_file = isinstance(node, ast.Attribute) and name in OF_FILES
            return name if is_hidden or is_of_file or name in OF_LIBRARIES else ""
    return ""


def _gives(module: str, name: str) -> bool:
    """Whether a script may take what bears this name in a module, or in what it imports from one."""
    if module in MEMBERS:
        return name in MEMBERS[module]
    if name == "*" or name in OF_LIBRARIES or name in MEMBERS:
        return False
    if module.startswith("_"):
        return True  # lies beside the script and is held to the same
    is_public = not name.startswith("_") or name in DUNDERS or f"{module}.".startswith(OPERATORS)
    return is_public and name not in OF_OTHERS


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a script imports: as what, and its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                yield (alias.asname, alias.name) if alias.asname else (root, root)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _full_name(node: ast.AST, imported: Mapping[str, str]) -> str:
    """`torch.nn.init` of `init` and of `nn.init`, as they are imported; empty for what is not, and behind what is refused."""
    match node:
        case ast.Name(id=name):
            return imported.get(name, "")
        case ast.Attribute(value=value, attr=name):
            owner = _full_name(value, imported)
            return f"{owner}.{name}" if owner and _gives(owner, name) else ""
    return ""


def _is_known(module: str) -> bool:
    root, *parts = module.split(".")
    return OF_LIBRARIES.isdisjoint(parts) and (
        root in LIBRARIES
        or root in STANDARD
        or module in MEMBERS
        or (root.startswith("_") and not DUNDER.fullmatch(root) and "." not in module)
    )
