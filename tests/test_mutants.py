"""What ./scripts/mutate plants fits the code of today: a fault that does not fit says nothing of the tests."""

from pathlib import Path

from cheatsheet.base.problems import Problems
from cheatsheet.base.yaml_file import read_entries

ROOT = Path(__file__).parents[1]
FILE = "mutants/faults.yml"


def test_each_planted_fault_fits_its_file_and_names_tests_that_exist():
    problems = Problems()
    entries = read_entries(ROOT / FILE, FILE, list, "a list of faults", problems)
    problems.stop_if_any()
    assert entries
    stale = [
        entry.value["fault"]
        for entry in entries
        if (ROOT / entry.value["file"]).read_text("utf-8").count(entry.value["old"]) != 1
        or not all((ROOT / name).is_file() for name in entry.value["tests"].split())
    ]
    assert not stale
