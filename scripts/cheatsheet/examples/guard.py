"""A process beside each example's: it keeps the time, and ends all that the example leaves running."""

import contextlib
import ctypes
import os
import resource
import select
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from cheatsheet.base.project import write_whole

# Linux's numbers for prctl.
SET_PARENT_DEATH_SIGNAL, SET_CHILD_SUBREAPER = 1, 36
# Seconds for all that is not the example's: reading it, setting up, what follows its last cell.
AROUND = 600.0
BEGIN, END = b"b", b"e"
# What a guard says of a process: it ended with a code, by a signal, or by this.
ENDED, KILLED, LATE = "ended", "killed", "late"


def guard(task: Path, limit: float, lifeline: int, work: Callable[[int], None]) -> NoReturn:
    """Run `work` in a process, wait for it, and write to `task/status` how it ended and how much memory it took.

    `work` gets the number of a pipe on which it says when the example's cells begin and end. For them it has `limit`
    seconds, without those in which it waits for a processor that others use. All ends at the end of the pipe `lifeline`,
    which the build holds open.
    """
    os.setsid()
    _prctl(SET_CHILD_SUBREAPER, 1)
    wake = wake_on_child()
    heard, said = os.pipe()
    runner = os.fork()
    if not runner:
        _run(work, said)
    os.close(said)
    how = _wait(runner, limit, lifeline, heard, wake)
    end_descendants(runner)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    peak *= 1 if sys.platform == "darwin" else 1024
    write_whole(task / "status", f"{how} {peak}")
    os._exit(0)


def wake_on_child() -> int:
    """A pipe that can be read when a child of this process has ended."""
    wake, woken = os.pipe()
    for end in (wake, woken):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    return wake


def _run(work: Callable[[int], None], said: int) -> NoReturn:
    _prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setpgid(0, 0)
    with contextlib.suppress(BaseException):
        work(said)
    os._exit(0)


def _wait(runner: int, limit: float, lifeline: int, heard: int, wake: int) -> str:
    """How the process ended: by itself, by a signal, or since its time was over. Ends this one too with the build."""
    poll = select.poll()
    for descriptor, events in ((lifeline, 0), (heard, select.POLLIN), (wake, select.POLLIN)):
        poll.register(descriptor, events)
    start, allowed, waited = time.monotonic(), AROUND, 0.0
    while True:
        left = start + allowed + waited_for_processor(runner) - waited - time.monotonic()
        if left <= 0:
            return f"{LATE} 0"
        ready = dict(poll.poll(left * 1000 + 1))
        if lifeline in ready:
            end_descendants(runner)
            os._exit(1)
        if heard in ready:
            word = os.read(heard, 1)
            if word in (BEGIN, END):
                start, allowed = time.monotonic(), limit if word == BEGIN else AROUND
                waited = waited_for_processor(runner)
            else:
                poll.unregister(heard)
        if wake in ready:
            os.read(wake, 1000)
        with contextlib.suppress(ChildProcessError):
            # Others are orphans of the example's own processes.
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == runner:
                    code = os.waitstatus_to_exitcode(ended[1])
                    return f"{ENDED} {code}" if code >= 0 else f"{KILLED} {-code}"


def waited_for_processor(process: int) -> float:
    """Seconds that a process was ready to run while others ran; 0 where the system does not say."""
    try:
        words = Path(f"/proc/{process}/schedstat").read_text("ascii").split()
        return int(words[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


def end_descendants(runner: int) -> None:
    """Kill the process, its group, and whatever else descends from this one, until nothing is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(runner, signal.SIGKILL)
    while True:
        # What loses its parent becomes a child of this process, which asked for that.
        for child in _children():
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _children() -> list[int]:
    """Children of this process, as Linux tells them."""
    own, found = os.getpid(), []
    for name in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if name.isdecimal():
            with contextlib.suppress(OSError):
                # Behind the name, which may hold anything: state, parent.
                words = Path("/proc", name, "stat").read_bytes().rpartition(b")")[2].split()
                if int(words[1]) == own:
                    found.append(int(name))
    return found


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, int(value), 0, 0, 0)
