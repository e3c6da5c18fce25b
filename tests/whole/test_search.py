"""What the search of the real site knows."""

import json

import pytest
import yaml

from miniature import ROOT


@pytest.fixture(scope="module")
def parts(site):
    return json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]


def test_every_question_and_every_example_is_a_part_of_its_own(site, parts):
    known = {part["location"] for part in parts}
    moved = yaml.safe_load((ROOT / "docs/redirects.yml").read_text("utf-8"))
    addresses = [
        address
        for address in (site / "addresses.txt").read_text("utf-8").split()
        if address not in moved
    ]
    questions = [
        address for address in addresses if address.startswith("questions/") and "/#q-" in address
    ]
    examples = [address for address in addresses if address.startswith("examples/") and address.count("/") == 3
                and "#" not in address]  # fmt: skip
    assert len(questions) > 290
    assert len(examples) > 330
    assert [address for address in [*questions, *examples] if address not in known] == []


def test_the_search_holds_no_code_of_examples_and_few_sources(parts):
    code = ("import torch", "plt.subplots", "computed = {")
    assert [part["location"] for part in parts if any(line in part["text"] for line in code)] == []
    claims = [part for part in parts if part["location"].startswith("claims/#")]
    assert [part["location"] for part in claims if "arXiv" in part["text"]] == []
