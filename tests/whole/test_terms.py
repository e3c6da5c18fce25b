"""The index of terms of the real site: complete, alphabetical, and every link of it and to it leads somewhere."""

import re

import pytest
from bs4 import BeautifulSoup

from cheatsheet.base.vocabulary import GENERIC, summary_of
from cheatsheet.content.terms import FILE, slug

SECTIONS = (
    "cnn", "optimization", "regularization", "architectures", "detection",
    "losses", "normalization", "hardware", "pitfalls", "system-design",
)  # fmt: skip


@pytest.fixture(scope="module")
def index(site):
    return BeautifulSoup((site / "terms/index.html").read_text("utf-8"), "lxml").select_one("article")  # fmt: skip


def section(site, name):
    return BeautifulSoup((site / name / "index.html").read_text("utf-8"), "lxml").select_one("article")  # fmt: skip


@pytest.mark.parametrize("name", SECTIONS)
def test_every_heading_and_row_of_the_summary_is_in_the_index(site, index, name):
    offered = section(site, name).select("h2[id], h3[id], h4[id], td[id]")
    chapter, named = "", []
    for one in offered:
        chapter = one["id"] if one.name == "h2" else chapter
        if one.name != "td" or chapter in summary_of(name):
            named.append(one)
    assert len([one for one in named if one.name == "td"]) >= 4
    wanted = {f"../{name}/#{one['id']}" for one in named if one["id"] not in GENERIC}
    assert len(wanted) > 5
    assert wanted - {link["href"] for link in index.select("dd.places a")} == set()


def test_every_place_of_the_index_exists(site, index):
    ids: dict[str, set[str]] = {}
    for link in index.select("dd.places a[href^='../']"):
        name, _, fragment = link["href"].removeprefix("../").partition("#")
        page = site / name / "index.html"
        ids.setdefault(name, set(re.findall(r'\sid="([^"]+)"', page.read_text("utf-8"))))
        assert not fragment or fragment in ids[name], link["href"]
        assert link.get_text().strip(), link["href"]


def test_the_index_is_large_alphabetical_and_each_entry_has_an_address(index):
    entries = index.select("dl.terms dt")
    assert len(entries) > 400
    letters = [heading["id"].removeprefix("letter-") for heading in index.select("h2")]
    assert [link["href"] for link in index.select(".letters a")] == [f"#letter-{letter}" for letter in letters]  # fmt: skip
    assert letters == sorted(letters)
    ids = [entry["id"].removeprefix("term-") for entry in entries]
    assert ids == sorted(ids)
    for letter, group in zip(letters, index.select("dl.terms"), strict=True):
        firsts = {entry["id"].removeprefix("term-")[0] for entry in group.select("dt")}
        assert firsts == {letter} or (letter == "0" and "".join(firsts).isdigit())


def test_every_term_says_what_it_means_and_synonyms_lead_to_it(index):
    for entry in index.select("dl.terms dt"):
        first = entry.find_next("dd")
        if entry.get("class") == ["see"]:
            target = index.find(id=first.select_one("a")["href"][1:])
            assert entry.get_text() in target.get_text().split(target.b.get_text(), 1)[1]
        else:
            assert first.get("class") is None, f"{entry.get_text()}: add `means` in {FILE}"
    for name in ("BN", "SGD", "mAP", "IoU", "NMS", "RoI", "ERF", "cross-correlation", "RPN", "GN"):
        assert index.find(id=f"term-{slug(name)}"), name


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_links_a_few_terms_and_each_once(site, name):
    # The line under the lead names the old cheatsheet on every page.
    links = [link["href"] for link in section(site, name).select("a.term") if not link.find_parent(class_="page-facts")]  # fmt: skip
    assert 3 <= len(links) <= 12
    assert len(links) == len(set(links))
