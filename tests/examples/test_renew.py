"""Kept results are brought up to date: which examples run, which results stay, and what they are filed under."""

import os
import threading

from cheatsheet.base.problems import Problems
from cheatsheet.examples import pool
from cheatsheet.examples.model import Fact, find_examples
from cheatsheet.examples.renew import run_examples, start_examples
from cheatsheet.pages.example_files import files_of
from miniature import FACT, wait_for, write
from miniature import add_example as add


def test_only_what_changed_runs_and_what_is_gone_is_forgotten(project, run):
    add(project, "one", FACT)
    add(project, "two", "import _shared\ncomputed = {'n': f'{sum([_shared.n])}'}")
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
    add(project, "half", "x = sum([1])\ncomputed = {'x': f'{x}', 'y': '2'}")
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
        f"STEPS = 9\nmeasured = {{'a': (f'{{STEPS * 2}}', 'it shrinks', STEPS - 1 > 9)}}\n{rest}",
    )
    results, _, problems = run()
    assert results == {}
    assert problems == ["examples/a/grows.py:7: the measured fact 'a' does not hold: it shrinks"]


class Recorder:
    """Stands for the workers, and says what they are asked to import and to run."""

    def __init__(self, asked):
        self.asked = asked

    def prepare(self, names):
        self.asked.append(sorted(names))

    def run(self, tasks, at_once):
        self.asked.append([task.script for task in tasks])
        return iter(())


def test_only_what_is_stale_is_started_and_only_its_imports_are_made(project, run, monkeypatch):
    add(project, "one", FACT)
    add(project, "other", f"import torch\n{FACT}")
    run()
    asked = []
    monkeypatch.setattr(pool, "running", lambda: Recorder(asked))
    start_examples(project)
    assert asked == []
    add(project, "one", f"import numpy\n{FACT}")
    start_examples(project)
    assert asked == [["cheatsheet.examples.execute", "numpy"], ["one.py"]]


def test_examples_run_while_the_build_goes_on(project):
    folder = "/dev/shm" if os.path.isdir("/dev/shm") else "/dev"
    flag = f"{folder}/cheatsheet-begun-{os.getpid()}"
    add(project, "one", f"open({flag!r}, 'w')\n{FACT}")
    with start_examples(project) as started:
        wait_for(lambda: os.path.exists(flag))
        os.unlink(flag)
        results, _ = started.finish(Problems())
    assert list(results) == ["a/one"]


EDIT = """
import time
from pathlib import Path
Path({flag!r}).touch()
while Path({flag!r}).exists():
    time.sleep(0.01)
import _shared
computed = {{"n": f"{{sum([_shared.n])}}"}}
"""


def test_what_is_edited_while_it_runs_is_not_filed_under_the_new_source(project, run, monkeypatch):
    """The result, its key and what the site offers are of the bytes that were read before the work began."""
    flag = "/dev/shm/cheatsheet-edited" if os.path.isdir("/dev/shm") else "/dev/cheatsheet-edited"
    add(project, "slow", EDIT.format(flag=flag))
    write(project.root, "examples/a/_shared.py", "n = 1\n")
    (example,) = find_examples(project)

    def edit():
        wait_for(lambda: os.path.exists(flag))
        add(project, "slow", "n = sum([2])\ncomputed = {'n': f'{n}'}")
        write(project.root, "examples/a/_shared.py", "n = 2\n")
        os.unlink(flag)

    thread = threading.Thread(target=edit)
    thread.start()
    results, _ = run_examples(project, Problems(), examples=[example])
    thread.join()
    assert results["a/slow"].facts == {"n": Fact("1")}
    files = {name: make() for name, make in files_of(example, results["a/slow"]).items()}
    assert b"cheatsheet-edited" in files["examples/a/slow/slow.py"]
    assert files["examples/a/slow/_shared.py"] == b"n = 1\n"
    results, ran, _ = run()
    assert ran == {"a/slow"}
    assert results["a/slow"].facts == {"n": Fact("2")}
