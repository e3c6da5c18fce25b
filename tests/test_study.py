"""Study lists without a browser: headings and their minutes, plans, the code of a list; scripts and plain links."""

import gzip
import random
import re

import pytest
from bs4 import BeautifulSoup

from cheatsheet.ledger import SECTIONS
from cheatsheet.study import Heading, code_of, encode, headings_of, read_plans, time
from cheatsheet.study_lists import StudyLists, collect

PAGE = """<h1 id="a">1. A page<a class="headerlink" href="#a">#</a></h1><p>one two</p>
<h2 id="b">B &amp; <code>c</code></h2><p>three</p><svg><text>not read</text></svg><h3 id="c">C</h3><p>four five six</p>
<h2>no id</h2><h2 id="d">D</h2><p>seven</p>"""
PLANS = """- id: short
  title: Short
  line: A line.
  parts:
    First: [p/#b, p/#d]
    Then: [p/#c]
"""


def test_a_heading_counts_the_words_up_to_the_next_of_its_rank():
    found = headings_of("p/", PAGE)
    assert [(h.address, h.title, h.level) for h in found] == [
        ("p/#a", "1. A page", 1),
        ("p/#b", "B & c", 2),
        ("p/#c", "C", 3),
        ("p/#d", "D", 2),
    ]
    words = {h.address: h.words for h in found}
    assert words["p/#c"] == 6  # "C four five six" and the heading without an address
    assert words["p/#b"] == 3 + 1 + words["p/#c"]
    assert words["p/#a"] == 4 + 2 + words["p/#b"] + words["p/#d"]


def test_minutes_are_halves_and_never_none():
    assert [Heading("p/#a", "A", 1, words).minutes for words in (0, 99, 160, 2000)] == [
        0.5,
        0.5,
        1,
        10,
    ]
    assert [time(m) for m in (0.5, 3, 3.5, 60, 91.5)] == [
        "½ min",
        "3 min",
        "3½ min",
        "1 h 0 min",
        "1 h 31 min",
    ]


@pytest.fixture
def known():
    headings = {heading.address: heading for heading in headings_of("p/", PAGE)}
    return headings, {address: number for number, address in enumerate(headings, 1)}


def test_a_plan_becomes_a_list(known, tmp_path):
    headings, numbers = known
    (tmp_path / "plans.yml").write_text(PLANS, "utf-8")
    [plan], faults = read_plans(tmp_path / "plans.yml", headings)
    assert faults == []
    assert [heading.address for heading in plan.headings] == ["p/#b", "p/#d", "p/#c"]
    assert code_of(plan, numbers)[2:] == "2.4.3"
    lists = StudyLists(list(headings.values()), [plan], numbers)
    assert lists.fill("<!-- plan short -->", "").count("3 items, 1½ min") == 1
    shown = BeautifulSoup(lists.fill("<!-- plan short -->", "study/"), "lxml")
    assert [link["href"] for link in shown.select("li a")] == ["../p/#b", "../p/#d", "../p/#c"]
    assert lists.fill("<!-- plan other -->", "") == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (PLANS.replace("p/#d", "p/#dd"), "docs/plans.yml:5: there is no heading 'p/#dd'"),
        (PLANS.replace("p/#c", "q/#c"), "docs/plans.yml:6: there is no heading 'q/#c'"),
        (PLANS.replace("title: Short", "title: [Short"), "docs/plans.yml:3: not YAML"),
        (PLANS.replace("parts:", "pieces:"), "docs/plans.yml: not a list of plans"),
        ("just words", "docs/plans.yml: not a list of plans"),
        (PLANS.replace("[p/#c]", "p/#c"), "docs/plans.yml: not a list of plans"),
    ],
)
def test_a_plan_at_fault_names_file_and_line(known, tmp_path, text, told):
    (tmp_path / "plans.yml").write_text(text, "utf-8")
    plans, faults = read_plans(tmp_path / "plans.yml", known[0])
    assert plans == []
    assert str(faults[0]).startswith(told)
    assert "cure: " in str(faults[0])


def test_no_plans_and_no_addresses_are_no_fault(tmp_path):
    from cheatsheet.project import Project

    lists, faults = collect(Project(tmp_path), {"p/": PAGE})
    assert faults == []
    assert '"headings":[]' in lists.script()


def test_a_mark_for_a_plan_that_does_not_exist_is_a_fault(root):
    marks = {
        mark
        for name in ("index", "study")
        for mark in re.findall(
            r"<!-- plan ([\w-]+) -->", (root / f"docs/{name}.md").read_text("utf-8")
        )
    }
    assert marks == set(
        re.findall(r"^- id: ([\w-]+)$", (root / "docs/plans.yml").read_text("utf-8"), re.M)
    )


# --- The code, in Python and in the browser ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def code(root, browser):
    """`code(expression)` evaluates with encode and decode of code.js at hand."""
    source = (root / "docs/assets/javascripts/code.js").read_text("utf-8").replace("export ", "")
    page = browser.new_page()
    yield lambda expression, argument: page.evaluate(
        f"(argument) => {{ {source}; return {expression}; }}", argument
    )
    page.close()


def test_both_write_the_same_code_and_it_reads_back(code):
    dice = random.Random(5)
    lists = [
        [],
        [1],
        [7, 8],
        [7, 8, 9],
        [9, 8, 7],
        list(range(1, 1300)),
        [35, 36, 37, 1295, 1296, 1297],
    ]
    lists += [dice.sample(range(1, 1300), dice.randrange(1, 60)) for _ in range(50)]
    assert code("argument.map(encode)", lists) == [encode(ids) for ids in lists]
    known = list(range(1, 1300))
    for ids in lists[1:]:
        read = code("decode(argument[0], new Set(argument[1]))", [encode(ids), known])
        assert read == {
            "ids": ids,
            "unknown": [],
            "unreadable": [],
            "repeated": 0,
            "damaged": False,
        }


def test_a_changed_character_is_noticed(code):
    whole = encode([40, 41, 42, 99, 7])
    changed = [whole[:at] + "z" + whole[at + 1 :] for at in range(len(whole)) if whole[at] != "z"]
    changed += [whole[:end] for end in range(2, len(whole))]
    read = code("argument.map((one) => decode(one, new Set([7, 40, 41, 42, 99])).damaged)", changed)
    assert all(read)


def test_a_long_list_stays_short(root):
    lines = (root / "docs/addresses.txt").read_text("utf-8").splitlines()
    numbers = list(range(1, max(1000, len(lines))))
    random.Random(1).shuffle(numbers)
    link = f"https://somebody.github.io/cv-cheatsheet/study/?list={encode(numbers[:400])}"
    assert len(link) < 2000
    assert len(encode(list(range(1, 3000)))) < 20


# --- What the build makes of it ------------------------------------------------------------------------------------


def plan_minutes(root, site):
    pages = {
        f"{slug}/": (site / slug / "index.html").read_text("utf-8")
        for slug in (*SECTIONS[1:], "claims")
    }
    pages = {
        page: text[text.index("<article") : text.index("</article>")]
        for page, text in pages.items()
    }
    from cheatsheet.project import Project

    lists, faults = collect(Project(root), pages)
    assert faults == []
    return {plan.id: plan for plan in lists.plans}


def test_the_plans_fit_into_their_time(root, site):
    plans = plan_minutes(root, site)
    assert len(plans["week"].parts) == 7
    assert all(sum(h.minutes for h in headings) <= 40 for _, headings in plans["week"].parts)
    assert {h.page for h in plans["week"].headings if h.level == 1} == {
        f"{slug}/" for slug in SECTIONS[1:]
    }
    assert 30 <= plans["hour"].minutes <= 60
    assert 5 <= plans["ten-minutes"].minutes <= 10


def test_whatever_can_be_linked_to_has_one_plain_link(site):
    wanted = "h1[id], h2[id], h3[id], h4[id], [id^=row-], [id^=fig-]:not(.alias), [id^=eq-], [id^=q-], .correction[id]"
    for slug in (*SECTIONS[1:], "claims"):
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
