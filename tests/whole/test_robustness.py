"""Each fact of the real site was tried out as its script stands now, and holds."""

import pytest
from bs4 import BeautifulSoup

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.model import find_examples
from cheatsheet.examples.robustness import SHIFTS, read_records


@pytest.fixture(scope="module")
def records(root):
    problems = Problems()
    found = read_records(Project(root), problems)
    problems.stop_if_any()
    return found


def test_every_example_was_tried_out_as_it_stands(root, records):
    digests = {example.address: example.digest for example in find_examples(Project(root))}
    stale = [address for address, digest in digests.items() if address not in records or records[address].source != digest]  # fmt: skip
    assert stale == [], "run ./scripts/robustness"
    assert set(records) == set(digests)


def test_every_measured_number_of_the_site_held_for_ten_sets_of_seeds(site):
    page = BeautifulSoup((site / "robustness/index.html").read_text("utf-8"), "lxml")
    rows = page.select(".carries tr:has(td)")
    assert len(rows) >= 40
    for row in rows:
        printed, means, held, _ = (cell.get_text(" ", strip=True) for cell in row.select("td"))
        holding, _, runs, _ = held.split()
        assert holding == runs, printed
        assert int(runs) > len(SHIFTS), printed
        assert means
