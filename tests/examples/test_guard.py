"""The process beside an example's: its clock, and what it says of how another ended."""

import os
import signal
import sys
import time

import pytest

from cheatsheet.examples import guard as module
from cheatsheet.examples.guard import BEGIN, END, guard, waited_for_processor
from miniature import wait_for


@pytest.fixture
def watch(tmp_path):
    """`watch(work, limit)` runs `work` under a guard and returns how it ended."""
    lifeline, held = os.pipe()

    def watch(work, limit=600.0, around=None):
        process = os.fork()
        if not process:
            os.close(held)
            module.AROUND = around or module.AROUND
            guard(tmp_path, limit, lifeline, work)
        os.waitpid(process, 0)
        how, code, peak = (tmp_path / "status").read_text("ascii").split()
        assert int(peak) > 1_000_000
        return how, int(code)

    yield watch
    os.close(lifeline)
    os.close(held)


def test_how_a_process_ended_is_told(watch):
    assert watch(lambda said: os._exit(7)) == ("ended", 7)
    assert watch(lambda said: sys.exit(3)) == ("ended", 0)  # it had its say
    assert watch(lambda said: os.kill(os.getpid(), signal.SIGKILL)) == ("killed", 9)


def test_time_counts_from_the_first_cell_to_the_last(watch):
    def work(said):
        time.sleep(1.5)
        os.write(said, BEGIN)
        os.write(said, END)
        time.sleep(1.5)

    assert watch(work, 1.0) == ("ended", 0)
    assert watch(lambda said: (os.write(said, BEGIN), time.sleep(600)), 0.5) == ("late", 0)


def test_what_is_around_the_cells_has_an_end_too(watch):
    assert watch(lambda said: time.sleep(600), around=0.5) == ("late", 0)

    def work(said):
        os.write(said, BEGIN)
        os.write(said, END)
        time.sleep(600)

    assert watch(work, around=0.5) == ("late", 0)


def test_time_in_which_others_have_the_processor_does_not_count(watch, monkeypatch):
    """As if it had waited for five seconds since it began."""
    start = time.monotonic()
    monkeypatch.setattr(module, "waited_for_processor", lambda _: min(5, time.monotonic() - start))
    assert watch(lambda said: (os.write(said, BEGIN), time.sleep(2)), 1.0) == ("ended", 0)


@pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="the system does not say")
def test_the_system_says_how_long_a_process_has_waited():
    processor = min(os.sched_getaffinity(0))
    started = []
    for _ in range(2):
        process = os.fork()
        if not process:
            os.sched_setaffinity(0, {processor})
            while True:
                pass
        started.append(process)
    try:
        wait_for(lambda: all(waited_for_processor(process) > 0.1 for process in started))
    finally:
        for process in started:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
    assert waited_for_processor(2**30) == 0.0


def test_the_end_of_the_build_is_the_end_of_all(tmp_path):
    lifeline, held = os.pipe()
    process = os.fork()
    if not process:
        os.close(held)
        guard(tmp_path, 600.0, lifeline, lambda said: time.sleep(600))
    os.close(held)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 1
    assert not (tmp_path / "status").exists()
    os.close(lifeline)
