"""Hostile links and damaged storage in real Chromium: no page stops, shows what is foreign, or grows without a bound."""

import json

import pytest

from hostile import KEYS, LISTED, LISTS, PALETTES, VALUES, WORDS
from reader import KINDS

# Elements: of the largest page, the study lists with the longest list that they take.
MOST = 40_000
STATE = """() => ({
  foreign: document.querySelectorAll(".planted, [onerror], img[src=x], [href^='javascript:' i]").length +
    [...document.scripts].filter((script) => script.text.includes("alert(")).length,
  elements: document.querySelectorAll("*").length,
  titles: document.querySelectorAll(".md-content h1").length,
})"""
STORE = """([texts, palette]) => {
  localStorage.clear();
  for (const [key, text] of Object.entries(texts)) localStorage.setItem(`cv-cheatsheet:${key}`, text);
  localStorage.setItem("/.__palette", palette);
  sessionStorage.setItem("cv-cheatsheet:later", palette.slice(0, 1_000));
}"""
PARAMETERS = ("q", "h", "list", "at", "verdict", "section", "__proto__")
FRAGMENTS = ("", "ticks=", "__", ":~:text=")


@pytest.fixture(scope="module")
def visit(browser, server):
    """`visit(address)` opens a page and says what is wrong with it, in one window for all of a file."""
    context = browser.new_context()
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))

    def visit(address, act=None):
        said.clear()
        page.goto(server + address, wait_until="load")
        if act:
            act(page)
        state = page.evaluate(STATE)
        wrong = [one[:200] for one in said]
        wrong += ["what is foreign"] * (state["foreign"] > 0)
        wrong += [f"{state['elements']} elements"] * (state["elements"] > MOST)
        wrong += ["no title"] * (state["titles"] != 1)
        return wrong

    def store(texts, palette):
        page.goto(f"{server}assets/icon.svg")
        page.evaluate(STORE, [texts, palette])

    visit.store = store
    yield visit
    context.close()


def faults(visit, cases):
    """What is wrong, by the name of the case."""
    return {name: wrong for name, (address, act) in cases.items() if (wrong := visit(address, act))}


def asked(word, names=PARAMETERS):
    return "?" + "&".join(f"{name}={word}" for name in names)


@pytest.mark.parametrize("kind", ["section", "study lists", "ledger"])
def test_no_parameter_of_an_address_is_an_error(visit, kind):
    cases = {name: (KINDS[kind] + asked(word), None) for name, word in WORDS.items()}
    assert faults(visit, cases) == {}


@pytest.mark.parametrize("kind", ["section", "study lists"])
def test_no_list_of_an_address_is_an_error(visit, kind):
    def ready(page):
        page.locator(".study-list h2, .list-bar").first.wait_for()

    cases = {
        name: (f"{KINDS[kind]}?at=1&list={code}", ready if kind == "study lists" else None)
        for name, code in LISTS.items()
    }
    assert faults(visit, cases) == {}


@pytest.mark.parametrize("kind", KINDS)
def test_no_fragment_of_an_address_is_an_error(visit, kind):
    words = [start + word for start in FRAGMENTS for word in (*WORDS.values(), *LISTS.values())]

    def turn(page):
        page.evaluate(
            """async (words) => {
              for (const word of words) {
                location.hash = word;
                await new Promise((go) => setTimeout(go));
              }
            }""",
            words,
        )

    assert visit(KINDS[kind] + asked(WORDS["markup"]), turn) == []


def test_nothing_that_is_stored_is_an_error(visit):
    texts = {name: dict.fromkeys((*KEYS, "scheme"), text) for name, text in VALUES.items()}
    texts |= {f"lists: {name}": {"lists": json.dumps(lists)} for name, lists in LISTED.items()}

    def ready(page):
        page.locator(".picker details").first.wait_for()

    wrong = {}
    for name, stored in texts.items():
        visit.store(stored, VALUES.get(name, "x"))
        if found := visit("study/", ready):
            wrong[name] = found
    assert wrong == {}


def test_a_damaged_choice_of_colours_leaves_search_and_scheme_to_work(visit):
    wrong = {}
    for palette in PALETTES:
        visit.store({"scheme": json.dumps(palette)}, json.dumps(palette))
        if found := visit("losses/", use):
            wrong[json.dumps(palette)] = found
    assert wrong == {}


def use(page):
    """As a reader: switch the scheme, search."""
    page.locator("label[for^=__palette]:visible, button.scheme").first.click()
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for(timeout=10_000)
