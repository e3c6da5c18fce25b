"""Put a finished folder in place of the one that is served: at once where the system can, and never half."""

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from cheatsheet.base.project import write_whole

AT_FDCWD = -100
RENAME_EXCHANGE = RENAME_SWAP = 2
# What a system says that cannot exchange two folders here, of a folder on another disk, and of one that is a mount.
CANNOT_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM}
ELSEWHERE, IN_USE = errno.EXDEV, errno.EBUSY


def put_in_place(new: Path, site: Path) -> None:
    """Replace the folder `site` by `new`. Where `site` is a link, what it leads to is replaced.

    Whoever is killed meanwhile leaves the old folder or the new one; `recover` finds it.
    """
    site = site.resolve()
    open_to_all(new)
    site.parent.mkdir(parents=True, exist_ok=True)
    try:
        _replace(new, site)
    except OSError as error:
        if error.errno not in (ELSEWHERE, IN_USE):
            raise
        _from_elsewhere(new, site)
    shutil.rmtree(new, ignore_errors=True)


def recover(site: Path, *folders: Path) -> None:
    """Bring back the folder that an interrupted build had moved aside, and take away what it left.

    A file that lies where one of the `folders` is going to be is taken away too.
    """
    for folder in folders:
        if folder.is_symlink() or folder.is_file():
            folder.unlink()
    site = site.resolve()
    aside = _aside(site)
    if aside.is_dir() and not site.exists():
        aside.rename(site)
    shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(_arriving(site), ignore_errors=True)


def open_to_all(folder: Path) -> None:
    """Let whoever serves a folder read it, whatever the umask of who built it."""
    for path in _all(os.fspath(folder)):
        mode = os.lstat(path).st_mode
        wanted = 0o755 if stat.S_ISDIR(mode) else 0o644
        if stat.S_IMODE(mode) != wanted and not stat.S_ISLNK(mode):
            os.chmod(path, wanted)


def _all(folder: str) -> Iterator[str]:
    yield folder
    for inside, folders, files in os.walk(folder):
        yield from (os.path.join(inside, name) for name in (*folders, *files))


def _replace(new: Path, site: Path) -> None:
    if not site.exists():
        new.rename(site)
        return
    if _exchange(new, site):
        return
    aside = _aside(site)
    shutil.rmtree(aside, ignore_errors=True)
    site.rename(aside)
    try:
        new.rename(site)
    except BaseException:
        aside.rename(site)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _from_elsewhere(new: Path, site: Path) -> None:
    """The same where the two lie on different disks, or `site` is a disk of its own."""
    if os.path.ismount(site):
        _fill(new, site)
        return
    arriving = _arriving(site)
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        shutil.copytree(new, arriving)
        _replace(arriving, site)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _fill(new: Path, site: Path) -> None:
    """File by file: a mount cannot be renamed. Pages come last, so that what they need is there."""
    names = sorted(
        (path.relative_to(new) for path in new.rglob("*") if path.is_file()),
        key=lambda name: (name.suffix == ".html", name),
    )
    for name in names:
        write_whole(site / name, (new / name).read_bytes())
    kept = {site / name for name in names}
    kept |= {parent for path in kept for parent in path.parents}
    for path in sorted(site.rglob("*"), reverse=True):
        if path not in kept:
            # Others may keep something on a disk of its own, such as lost+found.
            with contextlib.suppress(OSError):
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    open_to_all(site)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change their names in one step; False where the system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(AT_FDCWD, first, AT_FDCWD, second, RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, RENAME_SWAP)
    else:
        return False
    number = ctypes.get_errno()
    if failed and number not in CANNOT_EXCHANGE:
        raise OSError(number, os.strerror(number), str(one), None, str(other))
    return not failed


def _aside(site: Path) -> Path:
    return site.with_name(f".{site.name}-before")


def _arriving(site: Path) -> Path:
    return site.with_name(f".{site.name}-new")
