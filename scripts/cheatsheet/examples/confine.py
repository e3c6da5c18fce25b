"""What an example cannot see or use up: files that its key does not know, other machines, a disk full of output."""

import fcntl
import os
import resource
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cheatsheet.base.cache import PACKAGE
from cheatsheet.look.palette import font_files

# Of the operating system; what a run shows does not hang on them. Of /dev nothing that gives chance, and of /proc and
# /sys, which hold clocks, only where scikit-learn looks which libraries are loaded.
SYSTEM = (
    *(
        "/bin",
        "/dev/fd",
        "/dev/null",
        "/dev/shm",
        "/etc",
        "/lib",
        "/lib64",
        "/opt",
        "/run",
        "/usr",
        "/Library",
        "/System",
    ),
    "/proc/self/maps",
)
# Bytes that one file may have which an example writes, its output included.
LARGEST_FILE = 100_000_000
# Of the flags of os.open.
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
# What starts a program, its path or command first.
PROGRAMS = ("os.exec", "os.posix_spawn", "os.system", "subprocess.Popen")
# What changes a folder or says something else of a file, each with its arguments: where a path stands, and where the open
# folder that it starts from.
CHANGES: dict[str, tuple[tuple[int, int | None], ...]] = {
    "os.chflags": ((0, None),),
    "os.chmod": ((0, 2),),
    "os.chown": ((0, 3),),
    "os.link": ((0, 2), (1, 3)),
    "os.mkdir": ((0, 2),),
    "os.remove": ((0, 1),),
    "os.removexattr": ((0, None),),
    "os.rename": ((0, 2), (1, 3)),
    "os.rmdir": ((0, 1),),
    "os.setxattr": ((0, None),),
    "os.symlink": ((1, 2),),
    "os.truncate": ((0, None),),
    "os.utime": ((0, 3),),
}
LOCAL = ("localhost", "127.0.0.1", "::1", "")


def confine(task: Path, settings: dict[str, str]) -> None:
    """Shut this process in: `task` is the folder that it may write to, with the folder `work` to be in."""
    work = task / "work"
    os.chdir(work)
    os.environ.clear()
    os.environ.update(settings | {name: str(work) for name in ("HOME", "TMPDIR")})
    tempfile.tempdir = None
    os.umask(0o022)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    silent = os.open(os.devnull, os.O_RDONLY)
    said = os.open(task / "said", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for number, target in enumerate((silent, said, said)):
        os.dup2(target, number)
    installed = {os.path.realpath(path) for path in _installed()}
    sys.addaudithook(_Hook(str(task.resolve()), tuple(installed)))


def _installed() -> Iterable[str]:
    """Folders of Python, of packages, of the site's type and of the operating system."""
    yield from {str(path.parent) for path in font_files()}
    yield from [*SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, str(PACKAGE)]
    yield from (sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib"))


class _Hook:
    """Refuses what lies elsewhere: to open it, to list it, to change it.

    It looks at what Python does. It sees neither what a program does that an example starts, nor from which open folder
    `os.open` starts, nor who asks when a file was changed; `allowed` lets no script do the two last.
    """

    def __init__(self, own: str, installed: tuple[str, ...]):
        self.own, self.installed = own, installed
        self.seen: set[str] = set()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if (isinstance(flags, int) and flags & WRITING) or (
                isinstance(mode, str) and not set(mode).isdisjoint("wax+")
            ):
                self._check_written(path)
            else:
                self._check_read(path)
        elif event in ("os.listdir", "os.scandir"):
            self._check_read("." if arguments[0] is None else arguments[0])
        elif event in CHANGES:
            self.seen.clear()  # a link may lead elsewhere from now on
            for path, folder in CHANGES[event]:
                self._check_changed(arguments[path], -1 if folder is None else arguments[folder])
        elif event in PROGRAMS and os.fsdecode(arguments[0]) != sys.executable:
            raise PermissionError(
                f"an example starts no program but Python; this one starts {os.fsdecode(arguments[0])}"
            )
        elif event == "socket.getaddrinfo":
            _check_host(arguments[0])
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            _check_host(arguments[1][0])

    def _check_read(self, path: Any) -> None:
        if isinstance(path, int) or os.fsdecode(path) in self.seen:
            return
        name = os.fsdecode(path)
        _check(name, os.path.realpath(name), (self.own, *self.installed), "reads")
        if os.path.isabs(name):
            self.seen.add(name)

    def _check_written(self, path: Any) -> None:
        if not isinstance(path, int):
            name = os.fsdecode(path)
            _check(name, os.path.realpath(name), (self.own, "/dev"), "writes to")

    def _check_changed(self, path: Any, folder: int) -> None:
        """Check a path as it stands in its folder, and what it leads to where it is a link: some calls change that."""
        name = _path_of(path) if isinstance(path, int) else os.fsdecode(path)
        if folder != -1:
            name = os.path.join(_path_of(folder), name)
        above, last = os.path.split(name)
        for real in (os.path.join(os.path.realpath(above), last), os.path.realpath(name)):
            _check(name, real, (self.own,), "changes")


def _check(name: str, real: str, allowed: Iterable[str], does: str) -> None:
    if not any(real == root or real.startswith(f"{root}{os.sep}") for root in allowed):
        raise PermissionError(
            f"an example sees its script and modules _NAME.py beside it alone; this one {does} {name}"
        )


def _path_of(descriptor: int) -> str:
    """Where an open file or folder lies."""
    if sys.platform == "darwin":
        found: bytes = fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024))
        return os.fsdecode(found.rstrip(b"\0"))
    return os.readlink(f"/proc/self/fd/{descriptor}")


def _check_host(host: Any) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is not None and name not in LOCAL:
        raise PermissionError(f"an example asks no other machine; this one asks {name}")
