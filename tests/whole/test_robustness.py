"""Each fact of the real site was tried out as its script stands now, and holds."""

import json
import re

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


@pytest.fixture(scope="module")
def page(site):
    return BeautifulSoup((site / "robustness/index.html").read_text("utf-8"), "lxml")


def test_every_measured_number_of_the_site_held_for_ten_sets_of_seeds(page):
    assert len(page.select(".carries tr:has(td)")) >= 40
    for example in page.select(".carries tbody"):
        head, *rows = example.select("tr")
        [(held, runs)] = re.findall(r"Held in (\d+) of (\d+) runs", head.get_text(" "))
        assert held == runs, head.get_text()
        assert int(runs) > len(SHIFTS), head.get_text()
        for row in rows:
            _, means, farthest = (cell.get_text(" ", strip=True) for cell in row.select("td"))
            assert means
            assert farthest not in ("", "not tried"), row.get_text()


def test_rows_and_examples_lead_to_each_other(site, page):
    for row in page.select(".carries td[id]"):
        example, _, key = row.select_one("a.checked")["href"].partition("#")
        soup = BeautifulSoup((site / "robustness" / example / "index.html").read_text("utf-8"), "lxml")  # fmt: skip
        back = soup.select_one(f"td[id='{key}'] + td small a")
        assert back["href"] == f"../../../robustness/#{row['id']}"
        first = row.find_parent("tbody").select_one("td[id]")["id"]
        assert soup.select_one("p.setup a")["href"].endswith(f"#{first}")


def test_every_example_that_measures_names_the_section_that_uses_it(page):
    for head in page.select(".carries .setup"):
        assert "Used in" in head.get_text(), head.get_text()


def test_the_search_finds_the_page_and_none_of_its_rows(site):
    index = json.loads((site / "search/search_index.json").read_text("utf-8"))
    found = [entry for entry in index["docs"] if entry["location"].startswith("robustness/")]
    assert [entry["location"] for entry in found] == ["robustness/", "robustness/#kinds"]
    assert found[0]["title"] == "How far each number carries"
    assert "three kinds" in found[0]["text"]
