"""The build's side of the processes that run examples: one server, started when first needed, ended with the build."""

import atexit
import contextlib
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import mkdtemp

from cheatsheet.base.cache import PACKAGE
from cheatsheet.examples.environment import settings
from cheatsheet.examples.server import HEADER, Imports, Task

CODE = "import sys; sys.path.insert(0, sys.argv[1]); from cheatsheet.examples.server import serve; serve()"


class WorkersGone(Exception):
    """The server died, and with it all that it ran."""


class Workers:
    """A server and the pipes to it. Nothing of the caller reaches it: no variable, no folder, no option of Python."""

    def __init__(self) -> None:
        self.folder, self.settings = Path(mkdtemp(prefix="examples-")), settings()
        # It keeps the list of fonts there, which takes seconds to make; no result depends on it.
        home = {"HOME": os.environ.get("HOME", str(self.folder))}
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-c", CODE, str(PACKAGE.parent)],
            cwd=self.folder,
            env=self.settings | home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C ends the build, and the build ends this
        )
        self.imported: set[str] = set()
        self.waiting_for: set[int] = set()

    def prepare(self, names: Iterable[str]) -> None:
        """Let it import these modules, while this process goes on."""
        new = set(names) - self.imported
        if new:
            self.imported |= new
            self._send(Imports(-len(self.imported), tuple(sorted(new))))
            self.waiting_for.add(-len(self.imported))

    def run(self, tasks: Sequence[Task], at_once: int) -> Iterator[Task]:
        """Run tasks, `at_once` of them at a time, and give each back when it is over. Raises WorkersGone."""
        waiting, running = list(reversed(tasks)), dict[int, Task]()
        reports = self._reports()
        while self.waiting_for:
            self.waiting_for.discard(next(reports))
        while waiting or running:
            while waiting and len(running) < at_once:
                task = waiting.pop()
                running[task.number] = task
                self._send(task)
            yield running.pop(next(reports))

    def close(self) -> None:
        """End everything that it runs."""
        assert self.process.stdin
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        self.process.kill()  # the guards end by the pipe
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _send(self, request: Task | Imports) -> None:
        data = pickle.dumps(request)
        assert self.process.stdin
        try:
            self.process.stdin.write(len(data).to_bytes(HEADER, "big") + data)
            self.process.stdin.flush()
        except OSError:
            raise WorkersGone from None

    def _reports(self) -> Iterator[int]:
        assert self.process.stdout
        for line in self.process.stdout:
            yield int(line)
        raise WorkersGone


_started: list[Workers] = []


def running() -> Workers:
    """Those of this process."""
    if _started and (_started[0].settings != settings() or _started[0].process.poll() is not None):
        stop()
    if not _started:
        _started.append(Workers())
    return _started[0]


@atexit.register
def stop() -> None:
    """End them; the next call of `running` starts new ones."""
    while _started:
        _started.pop().close()
