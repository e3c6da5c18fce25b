"""What was found out about texts, kept between builds: it hangs on nothing but the text, so that none is read twice.

Without `remembered` nothing is kept.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cheatsheet.base.project import write_whole

FILE = "memory.json"
# What is kept at most: many times what a build asks for, the newest.
MANY = 20_000
# Whose findings are kept; another source of theirs finds something else.
FINDERS = ("cache.py", "memory.py", "packages.py")

_known: list["_Memory"] = []


class _Memory:
    """Findings by the digest of what they were found in, those of former builds and those of this one."""

    def __init__(self, before: dict[str, list[str]]):
        self.before, self.now = before, dict[str, list[str]]()

    def find(self, digest: str, make: Callable[[], list[str]]) -> list[str]:
        if digest not in self.now:
            self.now[digest] = self.before[digest] if digest in self.before else make()
        return self.now[digest]


def recall(kind: str, text: str, find: Callable[[], list[str]]) -> list[str]:
    """What `find` finds in a text, or what it found there in the last build."""
    if not _known:
        return find()
    data = f"{kind}\0{text}".encode("utf-8", "surrogatepass")
    return _known[-1].find(hashlib.sha256(data).hexdigest(), find)


@contextmanager
def remembered(folder: Path) -> Iterator[None]:
    """Recall what was kept in a folder, and keep there what was found out meanwhile."""
    memory = _Memory(_read(folder / FILE))
    _known.append(memory)
    try:
        yield
    finally:
        _known.remove(memory)
        # Without it the next build takes longer, and no more.
        with suppress(OSError):
            if memory.now.keys() - memory.before.keys():
                # What this build did not ask for, since a process knew it, the next one may.
                found = {**memory.before, **memory.now}
                text = json.dumps(dict(list(found.items())[-MANY:]))
                write_whole(folder / FILE, f"{_seal(text)}\n{text}")


def _read(path: Path) -> dict[str, list[str]]:
    try:
        seal, _, text = path.read_text("utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return {}
    found: dict[str, list[str]] = json.loads(text) if seal == _seal(text) else {}
    return found


def _seal(text: str) -> str:
    finders = [Path(__file__).with_name(name).read_text("utf-8") for name in FINDERS]
    return hashlib.sha256("\0".join([sys.version, *finders, text]).encode()).hexdigest()
