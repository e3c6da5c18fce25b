"""What pages weigh, hold and say against tests/budgets.toml: every file, and a page of each kind in real Chromium."""

import gzip
import re

import pytest

from budgets import budgets, files, over
from reader import KINDS, kind_of, violations
from served import served
from valid import read
from visits import visit

# The example is one that measures: its page has all that such a page can have.
PAGES = {**KINDS, "example": "examples/cnn/checkerboard/"}
LISTED = re.compile(r'href="(\?list=[^"]+)"')


@pytest.fixture(scope="module")
def host(site):
    """Address of the site as a host sends it, compressed."""
    with served(site) as server:
        yield server.address


@pytest.fixture(scope="module")
def texts(site):
    """HTML of all pages by address."""
    paths = sorted(site.rglob("*.html"))
    return {
        str(path.relative_to(site)).removesuffix("index.html"): path.read_text("utf-8")
        for path in paths
    }


def test_every_page_is_valid_and_within_its_budgets(texts):
    assert len(texts) > 120
    wrong = []
    for page, text in texts.items():
        parsed = read(text)
        measured = {"html": len(parsed.faults), "elements": parsed.elements}
        wrong += [f"/{page} {line} {parsed.faults[:3]}" for line in over(kind_of(page), measured)]
    assert wrong == []


@pytest.mark.parametrize("kind", [*KINDS, "study list"])
def test_a_page_of_each_kind_is_within_its_budgets(browser, host, texts, kind):
    list_of_a_plan = LISTED.search(texts["study/"])[1]
    page = PAGES.get(kind, f"study/{list_of_a_plan}")
    text = texts[page.partition("?")[0]]
    found = []

    def look(tab):
        found.extend(violations(tab))
        # Between the schemes only colours differ.
        tab.emulate_media(color_scheme="dark", reduced_motion="reduce")
        found.extend(violations(tab, "color-contrast"))

    first = visit(browser, host, page, then=look)
    measured = {
        "first": first.beside_figures(text),
        "requests": first.requests,
        "elements": first.elements,
        "foreign": len(first.foreign),
        "messages": len(first.messages),
        "violations": len(found),
    }
    if "second" in budgets(kind):
        measured["second"] = visit(browser, host, page, before="cnn/").beside_figures(text)
    said = (first.heaviest_parts(), first.foreign, first.messages, found)
    assert over(kind, measured) == [], said
    assert set(budgets(kind)) == {*measured, "html"}


def test_no_other_page_of_the_menu_is_hard_to_use(browser, host, texts):
    pages = [page for page in texts if page.count("/") == 1 and page not in PAGES.values()]
    assert len(pages) >= 9
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    for page in pages:
        tab.goto(host + page)
        assert violations(tab) == [], page
    context.close()


@pytest.mark.parametrize("pattern", files())
def test_files_that_are_loaded_when_they_are_needed_stay_small(site, pattern):
    paths = sorted(site.glob(pattern))
    assert paths
    assert (
        sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths) <= files()[pattern] * 1000
    )


def test_faults_of_html_are_found():
    page = "<!doctype html><html lang=en><title>x</title>"
    assert read(f"{page}<p id=a>x</p>").faults == []
    for wrong in ("<p id=a><b id=a>x</b></p>", "<p id=a id=b>x</p>", "<p><div>x</div></p>", "<b>x"):
        assert len(read(page + wrong).faults) == 1, wrong


def test_what_is_furthest_above_its_budget_is_said_first():
    most = budgets("section")
    measured = {"first": most["first"] * 1.1, "elements": most["elements"] * 2, "html": 0}
    lines = over("section", measured)
    assert [line.partition(":")[0] for line in lines] == ["elements", "first"]
    assert "2,000" in lines[0]
    assert over("section", {"messages": 3, "elements": most["elements"] * 2})[0].startswith("mess")


@pytest.mark.parametrize("kind", [*KINDS, "study list"])
def test_the_kind_of_a_page_is_told_by_its_address(kind):
    assert kind == "study list" or kind_of(KINDS[kind]) == kind
    assert kind_of("examples/losses/focal/") == "example"
    assert kind_of("examples/scratch/nms/") == "task"
    assert kind_of("questions/cnn/") == "questions"
    assert kind_of("cnn/") == "section"
