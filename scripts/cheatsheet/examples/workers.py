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

NO_OTHER_PROCESSORS = {"TORCH_DEVICE_BACKEND_AUTOLOAD": "0"}
CODE = "import sys; sys.path.insert(0, sys.argv[1]); from cheatsheet.examples.server import serve; serve()"


class WorkersGone(Exception):
    """The server died, and with it all that it ran."""


class Workers:
    """A server and the pipes to it. Nothing of the caller reaches it: no variable, no folder, no option of Python."""

    def __init__(self) -> None:
        self.folder, self.settings = Path(mkdtemp(prefix="examples-")), settings()
        # It keeps the list of fonts there, which takes seconds to make; no result depends on it. Nor does one on the
        # parts of PyTorch for other processors, which take a while to look for.
        home = {"HOME": os.environ.get("HOME", str(self.folder))} | NO_OTHER_PROCESSORS
        self.process = subprocess.Popen(
            [sys.executable, "-s", "-P", "-c", CODE, str(PACKAGE.parent)],
            cwd=self.folder,
            env=self.settings | home,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C ends the build, and the build ends this
        )
        self.imported: set[str] = set()

    def prepare(self, names: Iterable[str]) -> None:
        """Let it import these modules, while this process goes on."""
        new = set(names) - self.imported
        if new:
            self.imported |= new
            self._send(Imports(tuple(sorted(new))))

    def run(self, tasks: Sequence[Task], at_once: int) -> Iterator[Task]:
        """Run tasks, `at_once` of them at a time, and give each back when it is over. Raises WorkersGone.

        The first ones begin with the call.
        """
        waiting, running = list(reversed(tasks)), dict[int, Task]()
        self._fill(waiting, running, at_once)
        return self._ended(waiting, running, at_once)

    def _ended(self, waiting: list[Task], running: dict[int, Task], at_once: int) -> Iterator[Task]:
        reports = self._reports()
        while running:
            task = running.pop(next(reports))
            self._fill(waiting, running, at_once)
            yield task

    def _fill(self, waiting: list[Task], running: dict[int, Task], at_once: int) -> None:
        while waiting and len(running) < at_once:
            task = waiting.pop()
            running[task.number] = task
            self._send(task)

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
