"""Study lists without a browser: the headings with their words, the plans as links, and the script of all headings."""

import json

import pytest
from lxml import etree

from cheatsheet.base.markup import page_text, parse_page, parse_piece
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.plans import read_plans
from cheatsheet.content.read import Content
from cheatsheet.content.redirects import Redirect
from cheatsheet.pages.headings import headings_of
from cheatsheet.pages.study_lists import collect, fill
from miniature import write

PAGE = """<h1 id="a">1. A page<a class="headerlink" href="#a">#</a></h1><p>one two</p>
<h2 id="b">B &amp; <code>c</code></h2><p>three</p><svg><text>not read</text></svg><h3 id="c">C</h3><p>four five six</p>
<h2>no id</h2><h2 id="d">At a glance</h2><p>seven</p>"""
LEDGER = '<h1 id="claims">Claims</h1><h2 id="a">A page</h2><h3 id="1.1">Lines fall</h3>'
PLANS = """- id: short
  title: Short
  line: A <b>line</b>.
  parts:
    First & foremost: [p/#b, p/#d]
    Then: [p/#a]
"""
ADDRESSES = ["p/", "p/#a", "p/#b", "p/#c", "p/#d", "q/#b", "gone/", "claims/#a", "claims/#1.1"]


def collected(root, plans="", addresses=ADDRESSES, moved=None):
    problems = Problems()
    project = Project(root)
    write(root, "docs/plans.yml", plans)
    redirects = {old: Redirect(old, new, 1) for old, new in (moved or {}).items()}
    content = Content(
        project, plans=read_plans(project, problems), addresses=addresses, redirects=redirects
    )
    pages = {"p/": PAGE, "claims/": LEDGER}
    headings = [found for page in pages for found in headings_of(page, parse_piece(pages[page]))]
    lists = collect(content, headings, problems)
    return lists, [str(problem) for problem in problems]


def shown(lists, page, mark="<!-- plan short -->"):
    root = parse_page(f"<html><body><article>before {mark} after</article></body></html>")
    marks = [(comment.text or "").strip() for comment in root.iter(etree.Comment)]
    fill(root, lists.shown(page, marks))
    return root.find(".//article")


def test_the_page_of_lists_shows_a_plan_in_full(tmp_path):
    lists, problems = collected(tmp_path, PLANS)
    assert problems == []
    article = shown(lists, "study/index.html")
    assert [link.get("href") for link in article.iter("a")] == [
        f"?list={lists.code(lists.plans[0])}",
        "../p/#b",
        "../p/#d",
        "../p/#a",
    ]
    # A title that says nothing without its page has it in its words, others behind them.
    assert [" ".join(item.text_content().split()) for item in article.iter("li")] == [
        "B & c A page",
        "A page at a glance",
        "A page",
    ]
    assert [part.text_content() for part in article.iter("strong")] == ["First & foremost", "Then"]
    assert [length.text for length in article.iterfind(".//p/small")] == ["1 min", "½ min"]
    assert "3 items · 1½ min · Follow this plan" in article.text_content()
    assert article[0].text == "A <b>line</b>."
    assert article.text_content().startswith("before A")
    assert article.text_content().endswith(" after")


def test_other_pages_show_a_plan_in_brief(tmp_path):
    lists, _ = collected(tmp_path, PLANS)
    code = lists.code(lists.plans[0])
    # Lines 3, 5 and 2 of the addresses.
    assert code[2:] == "3.5.2"
    for page, way in (("index.html", ""), ("cnn/index.html", "../")):
        [link] = shown(lists, page).iter("a")
        assert link.get("href") == f"{way}study/?list={code}"
        assert link.text == "Open the plan: 3 items, 1½ min"


def test_other_comments_stay_and_a_mark_for_no_plan_shows_nothing(tmp_path):
    lists, _ = collected(tmp_path, PLANS)
    assert "<!-- a plan -->" in page_text(shown(lists, "index.html", "<!-- a plan -->").getroottree().getroot())  # fmt: skip
    article = shown(lists, "index.html", "<!-- plan other -->")
    assert len(article) == 0
    assert article.text == "before  after"


@pytest.mark.parametrize(
    ("old", "new", "line", "cure"),
    [
        ("p/#d", "p/#dd", 5, "did you mean p/#d or p/#c or p/#b?"),
        ("[p/#a]", "[q/#a]", 6, "did you mean p/#a or p/#d or p/#c?"),
        # Of the ledger only its sections are listed.
        ("p/#b", "claims/#1.1", 5, "did you mean claims/#a or claims/#claims?"),
    ],
)
def test_a_plan_with_an_unknown_heading_is_left_out_and_named(tmp_path, old, new, line, cure):
    lists, problems = collected(tmp_path, PLANS.replace(old, new))
    address = new.strip("[]").partition(",")[0]
    assert problems == [f"docs/plans.yml:{line}: there is no heading {address!r}\n    cure: {cure}"]
    assert lists.plans == []


def test_the_script_holds_what_is_published(tmp_path):
    # A part and a page that moved, one that is gone, one that moved to what is not published yet.
    moved = {"q/#b": "p/#b", "gone/": "p/#a"}
    lists, _ = collected(tmp_path, PLANS, [name for name in ADDRESSES if name != "p/#d"], moved)
    text = lists.script()
    assert text.endswith(";\n")
    assert json.loads(text.removeprefix("window.studyHeadings=").removesuffix(";\n")) == {
        "pages": [{"url": "p/", "title": "A page"}, {"url": "claims/", "title": "Claims"}],
        "headings": [
            [2, 0, "a", "A page", 0.5, 1],
            [3, 0, "b", "B & c", 0.5, 2],
            [4, 0, "c", "C", 0.5, 3],
            [7, 1, "a", "A page", 0.5, 2],
        ],
        "moved": [[5, 3], [6, 2]],
        "plans": [
            {
                "title": "Short",
                "code": lists.code(lists.plans[0]),
                "parts": [["First & foremost", 1], ["Then", 1]],
            }
        ],
    }
    assert lists.code(lists.plans[0])[2:] == "3.2"


def test_no_plans_and_no_addresses_are_no_problem(tmp_path):
    lists, problems = collected(tmp_path, addresses=[])
    assert problems == []
    assert '"headings":[]' in lists.script()
    assert lists.moved == {}
