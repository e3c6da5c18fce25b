"""Work that a build need not do again: results kept by what they were made from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from cheatsheet.project import write_whole

SEAL = hashlib.sha256().digest_size  # bytes at the end of a file: the digest of all before


def kept(folder: Path, name: str, inputs: bytes, make: Callable[[], bytes]) -> bytes:
    """What `make` makes, made anew only for other `inputs` or a damaged file; of each `name` the last is kept."""
    path = folder / f"{name}.{hashlib.sha256(inputs).hexdigest()[:16]}"
    found = path.read_bytes() if path.exists() else b""
    made, seal = found[:-SEAL], found[-SEAL:]
    if hashlib.sha256(made).digest() != seal:
        for old in folder.glob(f"{name}.*"):
            old.unlink()
        made = make()
        write_whole(path, made + hashlib.sha256(made).digest())
    return made
