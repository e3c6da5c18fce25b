"""Work that a build need not do again: results kept by what they were made from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from cheatsheet.project import write_whole


def kept(folder: Path, name: str, inputs: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` makes, made anew only for other `inputs`; of each `name` the last result is kept."""
    path = folder / f"{name}.{hashlib.sha256(inputs).hexdigest()[:16]}"
    if not path.exists():
        for old in folder.glob(f"{name}.*"):
            old.unlink()
        write_whole(path, make())
    return path.read_bytes()
