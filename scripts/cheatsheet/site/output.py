"""What was written last, by file: its key, its digest, and how to see that nobody touched it since."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cheatsheet.base.cache import Cache

# Of the record.
FORM = "key, digest, state"


def state_of(path: str) -> str:
    """What changes when somebody touches a file. Its size and time can be set back; when that was done cannot."""
    stat = os.stat(path)
    return f"{stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns} {stat.st_ino}"


@dataclass(frozen=True)
class Written:
    """One file: what stands for its bytes (None: nothing), their SHA-256, and its state."""

    key: str | None
    digest: str
    state: str

    def is_there(self, path: str) -> bool:
        """Whether the file is as it was written."""
        try:
            return state_of(path) == self.state
        except OSError:
            return False


@dataclass(frozen=True)
class Output:
    """The files of a folder, by their path below it."""

    folder: Path = Path()
    written: Mapping[str, Written] = field(default_factory=dict)

    @classmethod
    def read(cls, record: Path, folder: Path) -> "Output":
        """What `record` says of `folder`; nothing where it is missing or damaged."""
        data = Cache(record.parent).read(record.name, FORM)
        if data is None:
            return NOTHING
        files = json.loads(data)
        return cls(folder, {name: Written(*values) for name, values in files.items()})

    def save(self, record: Path, folder: Path) -> None:
        """Keep it for the next build, with the files as they lie now in `folder`: links and moves change their state."""
        files = {
            name: (each.key, each.digest, state_of(os.path.join(folder, name)))
            for name, each in self.written.items()
        }
        Cache(record.parent).write(record.name, FORM, json.dumps(files).encode())

    def link(self, name: str, key: str | None, path: str) -> Written | None:
        """Put the file that was written under this key at `path` too; None where it cannot be had so."""
        written = self._same(name, key)
        if written is None or not self._link(name, path):
            return None
        return Written(written.key, written.digest, state_of(path))

    def link_same(self, name: str, digest: str, path: str) -> bool:
        """Put the file at `path` too that was written with these bytes, if it can be had so."""
        written = self.written.get(name)
        is_same = written is not None and written.digest == digest
        return is_same and self._is_there(name) and self._link(name, path)

    def _link(self, name: str, path: str) -> bool:
        try:
            os.link(os.path.join(self.folder, name), path)
        except OSError:
            return False
        return True

    def _is_there(self, name: str) -> bool:
        return self.written[name].is_there(os.path.join(self.folder, name))

    def digest(self, name: str, key: str | None) -> str | None:
        """SHA-256 of the file that was written under this key, if there is one."""
        written = self._same(name, key)
        return written.digest if written else None

    def _same(self, name: str, key: str | None) -> Written | None:
        written = self.written.get(name)
        if key is None or written is None or written.key != key:
            return None
        return written if self._is_there(name) else None


NOTHING = Output()
