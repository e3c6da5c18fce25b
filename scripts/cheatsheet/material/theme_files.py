"""Whether MkDocs and its theme are whole: a page without a style sheet or a search that lacks its worker stops no build."""

import errno
import os
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

PACKAGES = ("mkdocs", "mkdocs-material")
# 14,500 of them; a page that names one that is gone is a problem of its own.
ICONS = "/.icons/"


def check_theme() -> None:
    """Raises FileNotFoundError for a template, style sheet or script that is missing or not as long as it was."""
    for package in PACKAGES:
        for path, size in _files_of(package):
            if not path.is_file() or path.stat().st_size != size:
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))


def _files_of(package: str) -> Iterator[tuple[Path, int]]:
    """What its RECORD says of the files that it brings for pages: `PATH,DIGEST,SIZE`."""
    whole = distribution(package)
    for line in (whole.read_text("RECORD") or "").splitlines():
        name, _, rest = line.partition(",")
        size = rest.rpartition(",")[2]
        if "/templates/" in name and ICONS not in name and size.isdecimal():
            yield Path(str(whole.locate_file(name))), int(size)
