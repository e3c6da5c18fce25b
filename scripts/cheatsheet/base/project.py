"""Where things lie, and small helpers for files."""

import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cheatsheet.base.named import SETTINGS, scripts_of


@dataclass(frozen=True)
class Project:
    """One checkout: the real one, or a miniature in a test."""

    root: Path

    @property
    def docs(self) -> Path:
        return self.root / "docs"

    @property
    def examples(self) -> Path:
        return self.root / "examples"

    @property
    def inputs(self) -> list[Path]:
        """What a build reads: a change of it makes the site anew, and what is served reloads."""
        settings = self.root / SETTINGS
        return [self.docs, self.examples, self.root / "overrides", settings, *scripts_of(self.root)]

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def site(self) -> Path:
        return self.root / "site"


def all_files(paths: Sequence[Path]) -> list[str]:
    """Paths of these files and of those in these folders, also behind links to folders; in order."""
    # Plain strings: a large site has 25,000 files.
    found = [str(path) for path in paths if path.is_file()]
    for root in paths:
        for folder, folders, names in os.walk(root, followlinks=True):
            folders[:] = [name for name in folders if name != "__pycache__"]
            found += [os.path.join(folder, name) for name in names]
    return sorted(found)


def write_whole(path: Path, data: str | bytes) -> None:
    """Write aside and rename, so that an interruption leaves the old file or the new one, never half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data.encode() if isinstance(data, str) else data)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise


@contextmanager
def only_one(project: Project, what: str) -> Iterator[None]:
    """Wait until no other process builds in this checkout; say for what the wait is."""
    project.cache.mkdir(exist_ok=True)
    with open(project.cache / "lock", "a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            print(
                f"Waiting for {lock.read().strip() or 'another build'} to finish.", file=sys.stderr
            )
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(f"{what} (process {os.getpid()})")
        lock.flush()
        yield
        lock.truncate(0)
