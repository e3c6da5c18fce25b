"""Builds in processes of their own: one that is interrupted, and two at once."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from cheatsheet.base.project import Project
from cheatsheet.commands.build import build
from miniature import GOOD, PAGE, snapshot, wait_for, write

ROOT = Path(__file__).parents[2]
BUILD = """if __name__ == "__main__":
    import sys
    from pathlib import Path
    from cheatsheet.base.project import Project
    from cheatsheet.commands.build import build
    print(build(Project(Path(sys.argv[1]))))
"""


def start(mini: Project, script: str = BUILD) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", script, str(mini.root)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# Stands still where everything is written aside and nothing is in its place yet.
STOPPED = BUILD.replace(
    "    print(build(",
    "    import time\n"
    "    import cheatsheet.commands.build as module\n"
    '    module.put_in_place = lambda *_: (print("written", flush=True), time.sleep(600))\n'
    "    print(build(",
)


def test_an_interrupted_build_leaves_nothing_half(styled):
    build(styled)
    before = snapshot(styled.site)
    write(styled.root, "docs/cnn.md", PAGE + "\nMore.\n")
    process = start(styled, STOPPED)
    assert process.stdout.readline() == "written\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert snapshot(styled.site) == before
    assert "Built" in build(styled)
    assert "More." in (styled.site / "cnn/index.html").read_text("utf-8")


def test_of_two_builds_the_second_waits_and_says_for_what(styled):
    write(
        styled.root,
        "examples/cnn/good.py",
        GOOD.replace("fig, ax", "sum(range(10**8))\nfig, ax"),
    )
    first = start(styled)
    wait_for(lambda: (styled.cache / "lock").exists() and (styled.cache / "lock").read_text())
    second = start(styled)
    said = [process.communicate(timeout=120) for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], said
    assert "Built" in said[0][0]
    assert f"Waiting for scripts/build (process {first.pid}) to finish." in said[1][1]
    assert "Nothing has changed" in said[1][0]
