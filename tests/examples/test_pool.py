"""Examples run in processes of their own: what these see, what they leave, and how those end that hang or die."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.examples import pool, workers
from cheatsheet.examples.model import Fact
from cheatsheet.examples.renew import run_examples, start_examples
from miniature import FACT, wait_for, write
from miniature import add_example as add


def test_nothing_to_run_ends_at_once():
    assert list(pool.run_tasks([], Problems())) == []


def test_whoever_does_not_wait_for_the_examples_leaves_none_running(project, tmp_path):
    mark = f"left-{tmp_path.name}"
    add(project, "endless", LEAVES.format(mark=mark) + "sum(range(10**13))")
    with start_examples(project):
        wait_for(lambda: processes_with(mark))
    wait_for(lambda: not processes_with(mark))


def test_an_example_without_pytorch_does_not_wait_for_it(project, run):
    workers.stop()
    add(project, "one", "import sys\ncomputed = {'found': f\"{'to' + 'rch' in sys.modules}\"}")
    results, _, problems = run()
    assert (results["a/one"].facts["found"].text, problems) == ("False", [])


def test_hanging_and_dying_processes_are_named_with_cell_and_line(project, run):
    add(project, "sleeps", "import time\n\n# %%\nx = 1\ntime.sleep(600)")
    # Neither gives Python a chance to run a handler.
    add(project, "counts", "sum(range(10**13))")
    add(project, "locked", "import ctypes\n\n# %%\nctypes.PyDLL(None).sleep(600)")
    add(project, "dies", "import os\nos.kill(os.getpid(), 9)")
    add(project, "leaves", "x = 1\n\n# %%\nimport os\nos._exit(0)")
    add(
        project,
        "deaf",
        "import signal, time\nfor n in {*range(1, 65)} - {9, 19, 32, 33}:\n    signal.signal(n, signal.SIG_IGN)\ntime.sleep(600)",
    )
    add(project, "crashes", "import os\nos.write(2, b'lost: \\xff\\n')\nos.abort()")
    results, ran, problems = run(2.0)
    assert (results, ran) == ({}, set())
    assert problems == [
        "examples/a/counts.py:6: cell 2: it ran longer than 2 s",
        "examples/a/crashes.py:6: cell 2: its process died (exit code -6), saying 'lost: \\ufffd'",
        "examples/a/deaf.py:6: cell 2: it ran longer than 2 s",
        "examples/a/dies.py:6: cell 2: its process died (exit code -9)",
        "examples/a/leaves.py:9: cell 3: it ended Python (exit code 0)",
        "examples/a/locked.py:9: cell 3: it ran longer than 2 s",
        "examples/a/sleeps.py:9: cell 3: it ran longer than 2 s",
    ]


def test_an_example_may_start_processes_of_its_own_and_sees_no_other(project, run):
    code = (
        "import multiprocessing\nimport os\n"
        "process = multiprocessing.get_context('fork').Process(target=os._exit, args=(7,))\n"
        "process.start()\nprocess.join()\n"
        "computed = {'code': f'{process.exitcode}', 'pid': f'{os.getpid()}'}"
    )
    add(project, "one", code)
    add(project, "two", code)
    results, _, problems = run()
    assert problems == []
    assert [result.facts["code"].text for result in results.values()] == ["7", "7"]
    assert len({result.facts["pid"].text for result in results.values()} | {str(os.getpid())}) == 3


def test_each_example_has_a_process_of_its_own_even_where_there_is_one_at_a_time(
    project, run, monkeypatch
):
    monkeypatch.setattr(pool, "workers", lambda: 1)
    code = "import sys\nfound = hasattr(sys, 'seen')\nsys.seen = True\ncomputed = {'found': f'{found}'}"
    for name in ("one", "two", "three"):
        add(project, name, code)
    results, _, problems = run()
    assert problems == []
    assert [result.facts["found"].text for result in results.values()] == ["False"] * 3


def test_slow_imports_are_not_counted(project, monkeypatch):
    """The server imports what examples import, and no example waits for it."""
    write(project.root, "modules/slow_to_import.py", "import time\ntime.sleep(5)\nn = 1\n")
    add(project, "one", "import slow_to_import\ncomputed = {'n': f'{slow_to_import.n}'}")
    first = f"import sys; sys.path.append({str(project.root / 'modules')!r}); "
    monkeypatch.setattr(workers, "CODE", first + workers.CODE)
    workers.stop()
    problems = Problems()
    results, _ = run_examples(project, problems, 3.0)
    workers.stop()
    assert list(problems) == []
    assert results["a/one"].facts == {"n": Fact("1")}


# Starts a child in a session of its own, and a grandchild whose parent is gone.
LEAVES = """
import subprocess, sys, threading, time
child = "import time; time.sleep(600)  # {mark}"
subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {{child!r}}], start_new_session=True)"
subprocess.run([sys.executable, "-c", code])
threading.Thread(target=time.sleep, args=(600,)).start()
"""


def processes_with(mark) -> list[int]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if mark.encode() in path.read_bytes() and int(path.parent.name) != os.getpid():
                found.append(int(path.parent.name))
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize(
    "end", ["", "raise ValueError('no')", "import os\nos.kill(os.getpid(), 9)"]
)
def test_what_an_example_leaves_running_is_ended_with_it(project, run, tmp_path, end):
    mark = f"left-{tmp_path.name}"
    add(project, "leaves", LEAVES.format(mark=mark) + f"{FACT}\n{end}")
    results, _, problems = run()
    assert bool(results) == (not end)
    assert bool(problems) == bool(end)
    assert processes_with(mark) == []


# A shell starts what goes on behind it deaf to Ctrl-C.
ENDLESS = """import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.renew import run_examples
run_examples(Project(Path(sys.argv[1])), Problems())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_all_processes_end_with_the_build_however_it_ends(project, root, tmp_path, how):
    mark, flag = f"ends-{tmp_path.name}", Path(f"/dev/shm/{tmp_path.name}-{how}")
    code = f"from pathlib import Path\nPath({str(flag)!r}).touch()\nsum(range(10**13))"
    add(project, "endless", LEAVES.format(mark=mark) + code)
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, project.root],
        env={**os.environ, "PYTHONPATH": str(root / "scripts")},
        stderr=subprocess.PIPE,
    )
    wait_for(flag.exists)
    flag.unlink()
    assert len(processes_with(mark)) == 2
    process.send_signal(how)
    process.communicate(timeout=60)  # its pipe is closed by all
    assert process.returncode != 0
    wait_for(lambda: not processes_with(mark) and not processes_with(str(project.root)))
