"""Results that need not be made again. One rule for all: a result is kept under a key of everything it depends on."""

import ast
import functools
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from cheatsheet.base.memory import recall
from cheatsheet.base.packages import versions
from cheatsheet.base.project import write_whole

PACKAGE = Path(__file__).parents[1]
# Where a statement holds others.
STATEMENTS = ("body", "orelse", "finalbody", "handlers", "cases")


class Cache:
    """Files below a folder, each beside NAME.key, which holds its key and its digest and is written last."""

    def __init__(self, folder: Path):
        self.folder = folder

    def read(self, name: str, key: str) -> bytes | None:
        """What was kept under this name and key; None where there is nothing, or it is damaged."""
        path = os.path.join(self.folder, name)
        try:
            with open(f"{path}.key", "rb") as file:
                seal = file.read()
            # Most that is there under another key need not be read.
            if not seal.startswith(key.encode()):
                return None
            with open(path, "rb") as file:
                data = file.read()
        except OSError:
            return None
        return data if seal == _seal(key, data).encode() else None

    def write(self, name: str, key: str, data: bytes) -> None:
        """Keep `data` instead of whatever was kept under this name."""
        for path in (self.folder / name, self.folder / f"{name}.key"):
            _make_room(path, self.folder)
        write_whole(self.folder / name, data)
        write_whole(self.folder / f"{name}.key", _seal(key, data))

    def keep(self, name: str, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept under this key, made now where it is not."""
        data = self.read(name, key)
        if data is None:
            data = make()
            self.write(name, key, data)
        return data

    def forget_others(self, names: Collection[str]) -> None:
        """Delete what is kept under other names."""
        known = {
            os.path.join(self.folder, f"{name}{end}") for name in names for end in ("", ".key")
        }
        for folder, _, files in os.walk(self.folder):
            for path in (os.path.join(folder, file) for file in files):
                if path not in known:
                    os.unlink(path)


def digest_of(*inputs: str | bytes) -> str:
    """SHA-256 of several texts: other inputs, or the same ones cut elsewhere, give another."""
    digest = hashlib.sha256()
    for text in inputs:
        data = text.encode() if isinstance(text, str) else text
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _make_room(path: Path, top: Path) -> None:
    """Remove a folder that lies where a file should, and files that lie where its folders should."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    for folder in (path.parent, *path.parent.parents):
        if folder.exists() and not folder.is_dir():
            folder.unlink()
        if folder == top:
            break


def _seal(key: str, data: bytes) -> str:
    return f"{key} {hashlib.sha256(data).hexdigest()}\n"


def key_of(
    modules: str | tuple[str, ...], *inputs: str | bytes, packages: Collection[str] = ()
) -> str:
    """The key of what a module or several (dotted names in this package) make of `inputs`.

    It also holds the sources of all modules of this package that they import, themselves or through others, the
    version of Python, and the versions of the packages that these modules import, of `packages`, and of what all these
    need. Raises LookupError for a module that this package does not have.
    """
    makers = (modules,) if isinstance(modules, str) else modules
    return digest_of(*map(_code, makers), versions(packages), *inputs)


@functools.cache
def _code(module: str) -> str:
    """Digest of the sources that `module` runs and of the versions of what they import."""
    digest = hashlib.sha256(sys.version.encode())
    foreign: set[str] = set()
    for path in sources_of(module):
        digest.update(path.read_bytes())
        foreign |= {name for name in imported(path.read_text("utf-8")) if not _inside(name)}
    digest.update(versions(foreign).encode())
    return digest.hexdigest()


def sources_of(module: str) -> list[Path]:
    """The module's file and those of this package's modules that it imports, itself or through others.

    Raises LookupError where this package has no such module.
    """
    if not _inside(module) or _file_of(module) is None:
        raise LookupError(f"{PACKAGE.name} has no module {module!r}")
    found: dict[Path, None] = {}
    waiting = [module]
    while waiting:
        path = _file_of(waiting.pop())
        if path and path not in found:
            found[path] = None
            waiting += [name for name in imported(path.read_text("utf-8")) if _inside(name)]
    return sorted(found)


@functools.cache
def imported(source: str) -> frozenset[str]:
    """Dotted names of everything outside the standard library that a script imports; none where it has no syntax."""
    return frozenset(
        recall(f"imports of {PACKAGE.name}", source, lambda: sorted(_imported(source)))
    )


def _imported(source: str) -> Iterator[str]:
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except SyntaxError:
        return
    names: set[str] = set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            if _inside(node.module):
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
        # Imports stand in statements, and these in lists of statements.
        waiting += [
            part
            for name in STATEMENTS
            for part in getattr(node, name, ())
            if isinstance(part, ast.stmt | ast.ExceptHandler | ast.match_case)
        ]
    yield from (name for name in names if name.partition(".")[0] not in sys.stdlib_module_names)


def _inside(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE.name


def _file_of(module: str) -> Path | None:
    """The file of a module of this package; None for a name that stands inside a module, and for packages."""
    path = PACKAGE.joinpath(*module.split(".")[1:]).with_suffix(".py")
    return path if path.is_file() else None
