"""What an example cannot see or use up: files that its key does not know, other machines, a disk full of output."""

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

# Of the operating system; what a run shows does not hang on them.
SYSTEM = [
    "/bin",
    "/dev",
    "/etc",
    "/lib",
    "/lib64",
    "/opt",
    "/proc",
    "/run",
    "/sys",
    "/usr",
    "/Library",
    "/System",
]
# Bytes that one file may have which an example writes, its output included.
LARGEST_FILE = 100_000_000
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
    """Refuses to open what lies elsewhere. It looks at what Python opens; a program that an example starts is not seen."""

    def __init__(self, own: str, installed: tuple[str, ...]):
        self.own, self.installed = own, installed
        self.seen: set[tuple[str, bool]] = set()

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writes = bool(flags & (os.O_WRONLY | os.O_RDWR)) if isinstance(flags, int) else False
            self._check(
                path, writes or (isinstance(mode, str) and not set(mode).isdisjoint("wax+"))
            )
        elif event in ("os.listdir", "os.scandir"):
            self._check("." if arguments[0] is None else arguments[0], False)
        elif event == "subprocess.Popen" and os.fsdecode(arguments[0]) != sys.executable:
            raise PermissionError(
                f"an example starts no program but Python; this one starts {os.fsdecode(arguments[0])}"
            )
        elif event == "socket.getaddrinfo":
            _check_host(arguments[0])
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            _check_host(arguments[1][0])

    def _check(self, path: Any, writes: bool) -> None:
        if isinstance(path, int):
            return
        name = os.fsdecode(path)
        if (name, writes) in self.seen:
            return
        real = os.path.realpath(name)
        allowed = (self.own, "/dev") if writes else (self.own, *self.installed)
        if not any(real == root or real.startswith(f"{root}{os.sep}") for root in allowed):
            does = "writes to" if writes else "reads"
            raise PermissionError(
                f"an example sees its script and modules _NAME.py beside it alone; this one {does} {name}"
            )
        if os.path.isabs(name):
            self.seen.add((name, writes))


def _check_host(host: Any) -> None:
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    if name is not None and name not in LOCAL:
        raise PermissionError(f"an example asks no other machine; this one asks {name}")
