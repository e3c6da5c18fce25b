"""Shares of the examples: together they are all, and each machine runs its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cheatsheet.base.project import Project
from cheatsheet.commands.build import build
from cheatsheet.commands.share import run_share
from cheatsheet.examples.share import WHOLE, Share
from miniature import GOOD, make, snapshot, write


@pytest.mark.parametrize(
    ("word", "number", "count"), [("1/1", 1, 1), ("3/8", 3, 8), ("12/12", 12, 12)]
)
def test_a_share_is_read(word, number, count):
    assert Share.read(word) == Share(number, count)


@pytest.mark.parametrize(
    "word", ["", "3", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "1 /3", "1.0/3", "\u00b2/3"]
)
def test_what_is_no_share_is_refused_with_a_sentence(word):
    with pytest.raises(ValueError, match="is no share: write 3/8 for the third of eight"):
        Share.read(word)


@pytest.mark.parametrize("total", [0, 1, 7, 131])
@pytest.mark.parametrize("count", [1, 2, 8])
def test_each_thing_is_in_one_share_and_shares_are_alike(total, count):
    shares = [Share(number, count).of(range(total)) for number in range(1, count + 1)]
    assert sorted(thing for share in shares for thing in share) == list(range(total))
    sizes = [len(share) for share in shares]
    assert max(sizes) - min(sizes) <= 1
    assert WHOLE.of(range(total)) == list(range(total))


def machine(folder: Path) -> Project:
    """A checkout with four examples, as each machine has it."""
    project = make(folder)
    for name in ("flat", "steep", "wide"):
        write(folder, f"examples/cnn/{name}.py", GOOD.replace("# A line", f"# A {name} line"))
    return project


def test_shares_that_are_joined_make_the_site_of_one_machine(tmp_path, monkeypatch):
    """Two processes beside each other, as two machines would; the third joins what they keep."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    command = (
        "import sys; from pathlib import Path; from cheatsheet.base.project import Project; "
        "from cheatsheet.commands.share import run_share; from cheatsheet.examples.share import Share; "
        "print(run_share(Project(Path(sys.argv[1])), Share.read(sys.argv[2])))"
    )
    others = [machine(tmp_path / f"machine-{number}") for number in (1, 2)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", command, str(project.root), f"{number}/2"],
            stdout=subprocess.PIPE, text=True, env=dict(os.environ),
        )
        for number, project in enumerate(others, 1)
    ]  # fmt: skip
    for number, process in enumerate(running, 1):
        said, _ = process.communicate()
        assert process.returncode == 0
        assert said.startswith(f"Share {number} of 2: 2 of 4 examples are up to date (2 run by ")
    joined = machine(tmp_path / "joined")
    for project in others:
        assert not project.site.exists()
        shutil.copytree(project.cache / "examples", joined.cache / "examples", dirs_exist_ok=True)
    assert "4 examples (0 run)" in build(joined)
    alone = machine(tmp_path / "alone")
    assert "4 examples (4 run)" in build(alone)
    assert snapshot(joined.site) == snapshot(alone.site)


def test_a_share_leaves_the_results_of_others_alone_and_a_fault_ends_it(ran):
    from cheatsheet.base.problems import BadInput

    write(ran.root, "examples/cnn/zero.py", GOOD.replace("y[1] / x[1]", "1 / 0"))
    kept = snapshot(ran.cache / "examples")
    assert "Share 1 of 2: 1 of 2 examples are up to date (0 run" in run_share(ran, Share(1, 2))
    assert snapshot(ran.cache / "examples") == kept
    with pytest.raises(BadInput, match="ZeroDivisionError"):
        run_share(ran, Share(2, 2))
    assert snapshot(ran.cache / "examples") == kept
