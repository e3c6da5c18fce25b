"""The process that has imported what examples need, and forks one for each of them. It ends when the build does."""

import contextlib
import gc
import importlib
import os
import pickle
import select
import signal
from dataclasses import dataclass, replace
from pathlib import Path

from cheatsheet.examples.change import UNCHANGED, Change
from cheatsheet.examples.guard import BEGIN, END, guard, wake_on_child

HEADER = 8  # bytes in front of each request, its length


@dataclass(frozen=True)
class Task:
    """One run of an example. `folder` holds `beside` with its script, `work`, and what becomes of the run."""

    number: int
    folder: Path
    script: str
    label: str
    limit: float
    settings: tuple[tuple[str, str], ...]
    change: Change = UNCHANGED


@dataclass(frozen=True)
class Imports:
    """Modules to import now, so that no example pays for them; what is asked for later waits for them."""

    names: tuple[str, ...]


def serve() -> None:
    """Take requests from stdin until the build is gone; say on stdout which are over, one number a line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()  # modules that are imported are no garbage
    # What is imported may read and print as it likes.
    lifeline, reports = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _Server(lifeline, reports).serve()
    os._exit(0)  # to take leave of PyTorch would take seconds


class _Server:
    def __init__(self, lifeline: int, reports: int):
        self.lifeline, self.reports = lifeline, reports
        self.guards: dict[int, int] = {}
        self.wake = wake_on_child()

    def serve(self) -> None:
        while True:
            ready = select.select([self.lifeline, self.wake], [], [])[0]
            if self.wake in ready:
                os.read(self.wake, 1000)
            with contextlib.suppress(ChildProcessError):
                while (process := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                    if process in self.guards:
                        self._report(self.guards.pop(process))
            if self.lifeline in ready:
                request = self._request()
                if request is None:
                    return  # the guards see the same end
                if isinstance(request, Imports):
                    _import(request.names)
                else:
                    self.guards[self._start(request)] = request.number

    def _request(self) -> Task | Imports | None:
        header = self._read(HEADER)
        data = self._read(int.from_bytes(header, "big")) if len(header) == HEADER else b""
        return pickle.loads(data) if data else None

    def _read(self, count: int) -> bytes:
        found = b""
        while len(found) < count:
            part = os.read(self.lifeline, count - len(found))
            if not part:
                return b""
            found += part
        return found

    def _report(self, number: int) -> None:
        with contextlib.suppress(BrokenPipeError):
            os.write(self.reports, b"%d\n" % number)

    def _start(self, task: Task) -> int:
        # What is there now is no garbage of the example's, and stays in memory that all share.
        gc.freeze()
        process = os.fork()
        if process:
            return process
        try:
            os.close(self.reports)
            guard(task.folder, task.limit, self.lifeline, lambda said: _work(task, said))
        finally:
            os._exit(1)


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        # The example that asks for it says what is wrong.
        with contextlib.suppress(BaseException):
            importlib.import_module(name)


def _work(task: Task, said: int) -> None:
    from cheatsheet.base.problems import Problems
    from cheatsheet.base.project import write_whole
    from cheatsheet.examples.confine import confine
    from cheatsheet.examples.execute import execute
    from cheatsheet.examples.run import Run

    gc.enable()
    confine(task.folder, dict(task.settings))
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def watch(word: bytes) -> None:
        with contextlib.suppress(OSError):
            os.write(said, word)

    path = task.folder / "beside" / task.script
    position = task.folder / "position"
    run = execute(
        path, task.label, position, task.change, (lambda: watch(BEGIN), lambda: watch(END))
    )
    try:
        data = pickle.dumps(run)
    except Exception:
        # Something of the example's own that looks like a text or a number.
        problems = Problems()
        problems.add(
            task.label, None, "its facts or choices are not plain values", 'write f"{value}"'
        )
        data = pickle.dumps(replace(Run(), problems=problems))
    write_whole(task.folder / "result", data)
