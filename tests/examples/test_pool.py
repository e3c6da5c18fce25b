"""Examples run in processes of their own: which run, what stays, and how those end that hang or die."""

import os
import subprocess
import sys

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples import pool
from cheatsheet.examples.model import Fact
from cheatsheet.examples.pool import run_examples, warm_up
from miniature import write

OPENING = "# %% [markdown]\n# # T\n# Q?\n\n# %%\n"


def add(project, name, code) -> None:
    write(project.root, f"examples/a/{name}.py", OPENING + code + "\n")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def run(project):
    """`run()` gives the results, the addresses of what ran, and the problems."""

    def run(limit=600.0):
        problems = Problems()
        results, seconds = run_examples(project, problems, limit)
        return results, set(seconds), sorted(str(found).splitlines()[0] for found in problems)

    return run


FACT = "x = 1\ncomputed = {'x': f'{+x}'}"


def test_only_what_changed_runs_and_what_is_gone_is_forgotten(project, run):
    add(project, "one", FACT)
    add(project, "two", "import _shared\ncomputed = {'n': f'{_shared.n}'}")
    write(project.root, "examples/a/_shared.py", "n = 1\n")
    results, ran, problems = run()
    assert (ran, problems) == ({"a/one", "a/two"}, [])
    assert run()[1] == set()
    write(project.root, "examples/a/_shared.py", "n = 2\n")
    results, ran, _ = run()
    assert ran == {"a/two"}
    assert {address: result.facts for address, result in results.items()} == {
        "a/one": {"x": Fact("1")},
        "a/two": {"n": Fact("2")},
    }
    (project.examples / "a/one.py").unlink()
    results, ran, _ = run()
    assert (set(results), ran) == ({"a/two"}, set())
    assert not list(project.cache.rglob("one.*"))


def test_an_example_that_fails_runs_again_and_leaves_the_others_alone(project, run):
    add(project, "bad", "raise ValueError('no')")
    add(project, "half", "x = 1\ncomputed = {'x': f'{+x}', 'y': '2'}")
    add(project, "good", FACT)
    for ran in ({"a/bad", "a/half", "a/good"}, {"a/bad", "a/half"}):
        results, now, problems = run()
        assert set(results) == {"a/good"}
        assert now == ran
        assert [found.partition(": ")[0] for found in problems] == [
            "examples/a/bad.py:6",
            "examples/a/half.py:7",
        ]


def test_a_measured_sentence_that_does_not_hold_stops_the_build(project, run):
    rest = "setup = f'{STEPS} steps'\nvaried = {'STEPS': (18,)}\n"
    add(
        project,
        "grows",
        f"STEPS = 9\nmeasured = {{'a': (f'{{STEPS * 2}}', 'it shrinks', STEPS > 9)}}\n{rest}",
    )
    results, _, problems = run()
    assert results == {}
    assert problems == ["examples/a/grows.py:7: the measured fact 'a' does not hold: it shrinks"]


def test_nothing_to_run_ends_at_once():
    assert list(pool.run_tasks([], Problems())) == []


def test_imports_start_early_only_where_something_is_going_to_run(project, run, monkeypatch):
    add(project, "one", FACT)
    run()
    started = []
    monkeypatch.setattr(pool.forkserver, "ensure_running", lambda: started.append("now"))
    warm_up(project)
    assert started == []
    add(project, "one", f"{FACT}  # changed")
    warm_up(project)
    assert started == ["now"]


def test_an_example_that_changes_while_it_runs_is_not_kept(project, run):
    path = project.examples / "a/self.py"
    add(project, "self", f"open({str(path)!r}, 'a').write('# more')\n{FACT}")
    results, _, problems = run()
    assert results == {}
    assert problems == ["examples/a/self.py: it changed while it ran"]


def test_hanging_and_dying_processes_are_named_with_cell_and_line(project, run):
    add(project, "sleeps", "import time\n\n# %%\nx = 1\ntime.sleep(600)")
    # Neither gives Python a chance to run a handler.
    add(project, "counts", "sum(range(10**13))")
    add(project, "locked", "import ctypes\n\n# %%\nctypes.PyDLL(None).sleep(600)")
    add(project, "dies", "import os\nos.kill(os.getpid(), 9)")
    add(project, "leaves", "x = 1\n\n# %%\nimport os\nos._exit(7)")
    results, ran, problems = run(2.0)
    assert (results, ran) == ({}, set())
    assert problems == [
        "examples/a/counts.py:6: cell 2: it ran longer than 2 s",
        "examples/a/dies.py:6: cell 2: its process died (exit code -9)",
        "examples/a/leaves.py:9: cell 3: its process died (exit code 7)",
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


RUN = """
import sys
from pathlib import Path
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples import pool
from cheatsheet.examples.model import Fact
from cheatsheet.examples.pool import run_examples, warm_up

if __name__ == "__main__":
    problems = Problems()
    results, _ = run_examples(Project(Path(sys.argv[1])), problems, 3.0)
    print(*problems, *({name: fact.text for name, fact in result.facts.items()} for result in results.values()))
"""


def test_slow_imports_are_not_counted(project, root):
    """The fork server imports what examples import, and no example waits for it."""
    write(project.root, "modules/slow_to_import.py", "import time\ntime.sleep(5)\nn = 1\n")
    write(project.root, "run.py", RUN)
    add(project, "one", "import slow_to_import\ncomputed = {'n': f'{slow_to_import.n}'}")
    path = os.pathsep.join([str(root / "scripts"), str(project.root / "modules")])
    done = subprocess.run(
        [sys.executable, project.root / "run.py", project.root],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "{'n': '1'}\n"
