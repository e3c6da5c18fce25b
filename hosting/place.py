#!/usr/bin/env python3
"""Put a built site where nginx finds it, with compressed files beside each that becomes smaller, in one step.

usage: place.py SITE HOME

HOME/current is a link to the version that is served, and HOME/before to the one that it replaced. A file that has not
changed stays what it was, with its time, so that browsers need not load it again. It needs Python 3.9, and Debian's brotli for what is smaller than gzip.
"""

import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# Fonts, pictures and archives are compressed already.
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".py", ".ipynb", ".txt"}
COMPRESSED |= {".webmanifest"}
FORMS = (".gz", ".br")
QUALITY = 11  # of brotli: its best, since a file is compressed once
CURRENT, BEFORE = "current", "before"


def place(site: Path, home: Path, quality: int = QUALITY) -> str:
    """Make the folder `site` the version that is served from `home`. Returns what was done, in one line."""
    if not (site / "index.html").is_file():
        raise SystemExit(f"{site} is not a built site: it has no index.html. Run scripts/build.")
    home.mkdir(parents=True, exist_ok=True)
    old = home / CURRENT
    new = Path(tempfile.mkdtemp(prefix="version-", dir=home))
    new.chmod(0o755)
    # nginx tells versions of a file by time and size: no two versions have the same time, whatever the clock says.
    stamp = int(time.time())
    if old.exists():
        times = [int(path.stat().st_mtime) for path in old.rglob("*") if path.is_file()]
        stamp = max(stamp, max(times) + 1)
    files = [path for path in sorted(site.rglob("*")) if path.is_file()]
    changed = sum(_put(path, path.relative_to(site), old, new, stamp) for path in files)
    _add_brotli(new, quality)
    same = old.exists() and not changed and _names(old) == _names(new)
    if same:
        shutil.rmtree(new)
        return f"{old} has these {len(files)} files already"
    if old.exists():
        _link(home / BEFORE, old.resolve())
    _link(old, new)
    _tidy(home)
    return f"{old} has {len(files)} files, of which {changed} are new"


def _put(path: Path, name: Path, old: Path, new: Path, stamp: int) -> bool:
    """Put a file and its compressed forms into the new version; whether it was not in the old one like this."""
    target, kept = new / name, old / name
    target.parent.mkdir(parents=True, exist_ok=True)
    body = path.read_bytes()
    if kept.is_file() and kept.read_bytes() == body:
        for one in ("", *FORMS):
            if _with(kept, one).is_file():
                os.link(_with(kept, one), _with(target, one))
        return False
    _write(target, body, stamp)
    if path.suffix in COMPRESSED:
        packed = gzip.compress(body, 9, mtime=0)
        if len(packed) < len(body):
            _write(_with(target, ".gz"), packed, stamp)
    return True


def _add_brotli(folder: Path, quality: int) -> None:
    """Lay the form of brotli beside each file that has one of gzip alone."""
    program = shutil.which("brotli")
    files = [path.with_suffix("") for path in folder.rglob("*.gz")]
    files = [path for path in files if not _with(path, ".br").exists()]
    if program and files:
        subprocess.run([program, "-q", str(quality), "-k", "--", *files], check=True)
        for path in files:
            stamp = path.stat().st_mtime
            os.utime(_with(path, ".br"), (stamp, stamp))


def _with(path: Path, form: str) -> Path:
    return path.with_name(path.name + form)


def _write(path: Path, body: bytes, stamp: int) -> None:
    path.write_bytes(body)
    path.chmod(0o644)
    os.utime(path, (stamp, stamp))


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _link(link: Path, folder: Path) -> None:
    """Let `link` lead to a folder beside it, in one step."""
    fresh = link.with_name(f".{link.name}")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(folder.name)
    fresh.replace(link)


def _tidy(home: Path) -> None:
    """Remove what neither link leads to: older versions, and those that were not finished."""
    used = {(home / link).resolve() for link in (CURRENT, BEFORE)}
    for folder in home.glob("version-*"):
        if folder.resolve() not in used:
            shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: place.py SITE HOME")
    os.umask(0o022)  # nginx is somebody else
    print(place(Path(sys.argv[1]), Path(sys.argv[2])))
