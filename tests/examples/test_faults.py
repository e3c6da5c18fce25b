"""Each example notices a fault in what it teaches: mutants/examples/ holds one at least for each of them."""

import shutil
from pathlib import Path

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.yaml_file import read_entries
from cheatsheet.examples.change import UNCHANGED
from cheatsheet.examples.model import Example
from cheatsheet.examples.pool import run_tasks

ROOT = Path(__file__).parents[2]
FAULTS = ROOT / "mutants/examples"
SECTIONS = sorted({path.parent.name for path in (ROOT / "examples").glob("*/[!_]*.py")})


def faults_of(section: str) -> list[dict[str, str]]:
    """The entries of a section: example, fault, old and new."""
    problems = Problems()
    label = f"mutants/examples/{section}.yml"
    entries = read_entries(FAULTS / f"{section}.yml", label, list, "a list of faults", problems)
    problems.stop_if_any()
    return [entry.value for entry in entries]


def plant(fault: dict[str, str], folder: Path) -> Example:
    """A copy of the section's scripts in which the example has the fault."""
    section, _, name = fault["example"].partition("/")
    shutil.copytree(ROOT / "examples" / section, folder)
    path = folder / f"{name}.py"
    text = path.read_text("utf-8")
    assert text.count(fault["old"]) == 1, f"{fault['example']}: {fault['fault']}"
    path.write_text(text.replace(fault["old"], fault["new"]), "utf-8")
    return Example(section, name, path)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_example_notices_a_fault_in_what_it_teaches(section, tmp_path):
    faults = faults_of(section)
    names = {path.stem for path in (ROOT / "examples" / section).glob("[!_]*.py")}
    assert {fault["example"] for fault in faults} == {f"{section}/{name}" for name in names}
    planted = {plant(fault, tmp_path / str(n)): fault for n, fault in enumerate(faults)}
    problems = Problems()
    unnoticed = []
    for example, _, run in run_tasks([(example, UNCHANGED) for example in planted], problems):
        said = " ".join(problem.what for problem in run.problems)
        if "AssertionError" not in said and all(fact.holds for fact in run.facts.values()):
            unnoticed.append((planted[example]["example"], planted[example]["fault"], said))
    problems.stop_if_any()
    assert unnoticed == []
