"""Study lists on the real site: the plans fit into their time, everything has its link, scripts are light."""

import gzip
import json
import re

import pytest
from bs4 import BeautifulSoup

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.addresses import read_addresses
from cheatsheet.content.plans import read_plans

SECTIONS = (
    "cnn", "optimization", "regularization", "architectures", "detection",
    "losses", "normalization", "hardware", "pitfalls", "system-design",
)  # fmt: skip


@pytest.fixture(scope="module")
def plans(root):
    problems = Problems()
    found = read_plans(Project(root), problems)
    problems.stop_if_any()
    return {plan.id: plan for plan in found}


@pytest.fixture(scope="module")
def minutes(root, site):
    """Reading time of each heading by its address, as the script tells it to the browser."""
    listed = read_addresses(Project(root), Problems())
    script = (site / "assets/javascripts/headings.js").read_text("utf-8")
    data = json.loads(script.removeprefix("window.studyHeadings=").rstrip(";\n"))
    return {listed[number - 1]: minutes for number, _, _, _, minutes, _ in data["headings"]}


def test_the_plans_fit_into_their_time(plans, minutes):
    def length(addresses):
        return sum(minutes[address] for address in addresses)

    week = plans["week"]
    assert len(week.parts) == 7
    assert all(length(addresses) <= 40 for addresses in week.parts.values())
    titles = {f"{slug}/#{slug}" for slug in SECTIONS}
    assert titles <= set(week.addresses)
    assert 30 <= length(plans["hour"].addresses) <= 60
    assert 5 <= length(plans["ten-minutes"].addresses) <= 10


def test_a_page_takes_as_long_as_its_title_in_a_list(site, minutes):
    for slug in SECTIONS:
        page = BeautifulSoup((site / slug / "index.html").read_text("utf-8"), "lxml")
        facts = page.select_one("article p.page-facts").get_text().replace("½", ".5")
        read, more = re.match(r"([\d.]+) minutes?(?: · ([\d.]+) more)?", facts).groups()
        assert minutes[f"{slug}/#{slug}"] == float(read) + float(more or 0), slug


def test_every_plan_is_shown_and_every_mark_names_one(root, plans):
    pages = [(root / f"docs/{name}.md").read_text("utf-8") for name in ("index", "study")]
    marks = {mark for page in pages for mark in re.findall(r"<!-- plan ([\w-]+) -->", page)}
    assert marks == set(plans)


def test_whatever_can_be_linked_to_has_one_plain_link(site):
    wanted = "h1[id], h2[id], h3[id], h4[id], [id^=row-]:not(.alias), [id^=fig-]:not(.alias), [id^=eq-]:not(.moved), [id^=q-]:not(.alias, .moved), .correction[id]"
    for slug in (*SECTIONS, *(f"questions/{slug}" for slug in SECTIONS), "claims"):
        soup = BeautifulSoup((site / slug / "index.html").read_text("utf-8"), "lxml").select_one(
            "article"
        )
        found = [element["id"] for element in soup.select(wanted)]
        links = [link["href"].removeprefix("#") for link in soup.select("a.headerlink")]
        assert sorted(found) == sorted(links), slug
        assert all(link.get("aria-label") for link in soup.select("a.headerlink"))


def test_scripts_of_a_section_page_are_light_and_do_not_block(site):
    page = (site / "losses/index.html").read_text("utf-8")
    scripts = re.findall(r'<script ([^>]*)src="\.\./(assets/javascripts/[^"]+)"', page)
    own = [(kind, name) for kind, name in scripts if "/bundle." not in name]
    assert own
    assert all('type="module"' in kind for kind, _ in own)
    assert sum(len(gzip.compress((site / name).read_bytes(), 9)) for _, name in own) <= 8 * 1024
    assert not re.search(r"^(?:import|export) ", (site / own[-1][1]).read_text("utf-8"), re.M)
