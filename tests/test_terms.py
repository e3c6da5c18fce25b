"""The index of terms: its data file, its completeness, its page, and the meaning that a term shows."""

import gzip
import re

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from cheatsheet.evidence import Evidence, EvidenceExtension, Page
from cheatsheet.ledger import SECTIONS
from cheatsheet.places import Place, find_places
from cheatsheet.term_index import labels, term_index
from cheatsheet.terms import GENERIC, Terms, read_terms, slug

LABEL = "docs/terms.yml"
PAGE = """# 6. Losses { #losses }

| Loss | Use |
| --- | --- |
| Focal { #row-focal } | Rare [6.6](claim:6.6) |
| `MSE`, [plain](example:losses/mse#a) [6.1](claim:6.1) { #row-mse } | Often |

## Focal loss { #focal }

![A plot](example:losses/focal#curves "It falls.")

$$x$$
{ #eq-focal }

/// correction | “no weight”
    attrs: {id: corrected-6-6}
It has one.
///

```
## Not a heading { #code }
```

## Sources { #sources }
"""
TERMS = """Focal loss:
  means: Makes easy samples count little.
  also: [FL]
  at: [losses/#eq-focal, losses/#row-focal]
MSE:
  means: The mean of the squared errors.
  see: [FL]
  at: [losses/#row-mse]
"""


def read(tmp_path, text, page=PAGE):
    path = tmp_path / "terms.yml"
    path.write_text(text, "utf-8")
    terms, faults = read_terms(tmp_path, find_places("losses", page))
    return terms, [str(fault) for fault in faults]


# --- Places and entries ----------------------------------------------------------------------------------------------


def test_every_kind_of_place_is_found():
    assert [(place.address, place.kind, place.words) for place in find_places("losses", PAGE)] == [
        ("losses/", "page", "6. Losses"),
        ("losses/#losses", "page", "6. Losses"),
        ("losses/#row-focal", "table", "Focal"),
        ("losses/#row-mse", "table", "MSE, plain"),
        ("losses/#focal", "heading", "Focal loss"),
        ("losses/#fig-focal-curves", "plot", ""),
        ("losses/#eq-focal", "formula", ""),
        ("losses/#corrected-6-6", "correction 6.6", "“no weight”"),
        ("losses/#sources", "heading", "Sources"),
    ]


def test_a_heading_belongs_to_the_term_that_it_spells(tmp_path):
    terms, faults = read(tmp_path, TERMS)
    assert faults == []
    focal = terms.by_slug["fl"]
    assert [place.address for place in focal.places] == ["losses/#focal", "losses/#eq-focal", "losses/#row-focal"]  # fmt: skip
    assert labels(focal) == ["Losses", "formula", "Focal (table)"]


def test_a_heading_without_a_term_is_one(tmp_path):
    terms, faults = read(tmp_path, TERMS, PAGE + "\n### New idea { #new }\n")
    assert faults == []
    assert terms.by_slug["new-idea"].places[0].address == "losses/#new"
    assert 'id="term-new-idea"' in term_index(terms)


BAD = {
    "Focal loss:\n  means: Twice.\n": "Focal loss: 'Focal loss' is a name or a synonym of 'Focal loss' already",
    "Other:\n  means: Twice.\n  also: [FL]\n  at: [losses/]\n": "Other: 'FL' is a name or a synonym of 'Focal loss' already",
    "Lost:\n  means: No place.\n": "Lost: it leads nowhere",
    "Dead:\n  means: A wrong place.\n  at:\n    - losses/#focl\n": "Dead: there is no losses/#focl",
    "Alone:\n  means: A wrong relative.\n  see: [Focal los]\n  at: [losses/]\n": "Alone: there is no term 'Focal los' to see",
    "Long:\n  means: " + "long " * 30 + "sentence.\n": "Long: its meaning has 159 characters",
    "Open:\n  means: No full stop\n  at: [losses/]\n": "Open: its meaning has 12 characters",
    "Odd:\n  says: Something.\n": "Odd: the field says is unknown",
    "Text:\n  means: A list is wanted.\n  at: losses/\n": "Text: the field at is 'losses/'",
    "Bare:\n": "Bare: it has no fields",
    "ε:\n  means: Has no letters.\n  at: [losses/]\n": "ε: 'ε' makes no id",
}


@pytest.mark.parametrize("entry", BAD)
def test_each_bad_entry_is_named_with_its_line(tmp_path, entry):
    _, faults = read(tmp_path, TERMS + entry)
    line = TERMS.count("\n") + (4 if "#focl" in entry else 1)
    assert len(faults) == 1
    assert faults[0].startswith(f"{LABEL}:{line}: term {BAD[entry]}")
    assert "\n    cure: " in faults[0]
    assert "#focl" not in entry or "did you mean losses/#focal" in faults[0]


def test_a_file_that_is_not_yaml_is_named(tmp_path):
    assert read(tmp_path, "A: [\n")[1][0].startswith(f"{LABEL}:2: not YAML: ")
    assert read(tmp_path, "- A\n")[1] == [f"{LABEL}:1: not a mapping\n    cure: write `Term:` and its fields below it"]  # fmt: skip


def test_places_of_one_page_say_only_what_differs(tmp_path):
    terms, _ = read(tmp_path, TERMS)
    term = terms.by_slug["fl"]
    term.places = [
        Place("losses/#ciou", "heading", "Box losses", "Box losses"),
        Place("losses/#eq-a", "formula", "", "Box losses"),
        Place("losses/#eq-b", "formula", "", "Box losses"),
        Place("claims/#6.6", "claim", "6.6", ""),
        Place("cnn/", "page", "1. CNN", "1. CNN"),
        Place("cnn/#fig-a", "plot", "", "Dilation"),
    ]
    assert labels(term) == ["Losses: Box losses", "formula", "formula 2", "Claims: 6.6 (claim)", "CNN", "Dilation (plot)"]  # fmt: skip


# --- Links to terms --------------------------------------------------------------------------------------------------


def convert(terms: Terms, text: str) -> tuple[str, list[str]]:
    evidence = Evidence(terms=terms.by_slug)
    extension = EvidenceExtension(evidence)
    extension.page = Page("docs/cnn.md", text, "../")
    return Markdown(extensions=[extension]).convert(text), [str(fault) for fault in evidence.faults]


def test_a_link_to_a_term_carries_its_meaning(tmp_path):
    html, faults = convert(read(tmp_path, TERMS)[0], "See [it](term:fl).")
    assert faults == []
    assert html == (
        '<p>See <a class="term" href="../terms/#term-focal-loss" '
        'title="Makes easy samples count little.">it</a>.</p>'
    )


def test_a_link_to_an_unknown_term_is_a_fault_with_its_line(tmp_path):
    _, faults = convert(read(tmp_path, TERMS)[0], "One.\n\nSee [it](term:focal-los).")
    assert faults == ["docs/cnn.md:3: there is no term 'focal-los'\n    cure: did you mean focal-loss?"]  # fmt: skip


def test_a_link_to_a_term_without_meaning_is_a_fault(tmp_path):
    _, faults = convert(read(tmp_path, "")[0], "See [it](term:focal-loss).")
    assert faults[0].startswith("docs/cnn.md:1: the term 'Focal loss' has no meaning to show")


# --- The real index --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def index(site):
    return BeautifulSoup((site / "terms/index.html").read_text("utf-8"), "lxml").select_one("article")  # fmt: skip


def section(site, name):
    return BeautifulSoup((site / name / "index.html").read_text("utf-8"), "lxml").select_one("article")  # fmt: skip


@pytest.mark.parametrize("name", SECTIONS[1:])
def test_every_heading_and_row_is_in_the_index(site, index, name):
    offered = section(site, name).select("h2[id], h3[id], h4[id], td[id]")
    wanted = {f"../{name}/#{one['id']}" for one in offered if one["id"] not in GENERIC}
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
            assert first.get("class") is None, f"{entry.get_text()}: add `means` in {LABEL}"
    for name in ("BN", "SGD", "mAP", "IoU", "NMS", "RoI", "ERF", "cross-correlation", "RPN", "GN"):
        assert index.find(id=f"term-{slug(name)}"), name


@pytest.mark.parametrize("name", SECTIONS[1:])
def test_a_section_links_a_few_terms_and_each_once(site, name):
    links = [link["href"] for link in section(site, name).select("a.term")]
    assert 3 <= len(links) <= 12
    assert len(links) == len(set(links))


def test_the_preview_weighs_less_than_a_kilobyte(site):
    script = (site / "assets/javascripts/terms.js").read_bytes()
    assert len(gzip.compress(script, 9)) <= 1024


# --- In a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def page(browser, server):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto(f"{server}losses/", wait_until="load")
    yield opened
    context.close()


def meaning(page):
    return page.locator("#__meaning")


def test_hover_shows_the_meaning_and_escape_hides_it(page):
    page.evaluate(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(e => shift += e.value))"
        ".observe({ type: 'layout-shift' })"
    )
    link = page.locator("a.term").nth(1)
    title = link.get_attribute("title")
    link.hover()
    meaning(page).wait_for(state="visible")
    assert meaning(page).inner_text() == title
    assert link.get_attribute("title") is None  # else the browser shows it too
    page.keyboard.press("Escape")
    assert meaning(page).is_hidden()
    assert link.get_attribute("title") == title
    assert page.evaluate("shift") == 0


def test_the_pointer_may_move_onto_the_meaning(page):
    page.locator("a.term").first.hover()
    meaning(page).wait_for(state="visible")
    meaning(page).hover()
    page.wait_for_timeout(400)
    assert meaning(page).is_visible()
    page.mouse.move(5, 5)
    meaning(page).wait_for(state="hidden")


def test_focus_shows_the_meaning_and_describes_the_link(page):
    link = page.locator("a.term").first
    title = link.get_attribute("title")
    page.evaluate("document.querySelector('a.term').focus({ focusVisible: true })")
    meaning(page).wait_for(state="visible")
    assert link.get_attribute("aria-describedby") == "__meaning"
    assert meaning(page).get_attribute("role") == "tooltip"
    box, view = meaning(page).bounding_box(), page.viewport_size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= view["width"]
    page.keyboard.press("Escape")
    assert meaning(page).is_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    meaning(page).wait_for(state="visible")
    page.keyboard.press("Tab")
    meaning(page).wait_for(state="hidden")
    assert link.get_attribute("title") == title


def test_a_tap_shows_the_meaning_and_a_second_one_follows(browser, server):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    page.goto(f"{server}losses/", wait_until="load")
    link = page.locator("a.term").nth(1)
    link.tap()
    meaning(page).wait_for(state="visible")
    assert page.url.endswith("/losses/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("h1").tap()
    meaning(page).wait_for(state="hidden")
    link.tap()
    link.tap()
    page.wait_for_url("**/terms/#term-*")
    context.close()


def test_without_script_the_title_says_it(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}losses/")
    link = page.locator("a.term").first
    assert link.get_attribute("title").endswith(".")
    link.click()
    page.wait_for_url("**/terms/#term-*")
    context.close()


def test_the_index_fits_a_phone(browser, server):
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{server}terms/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
