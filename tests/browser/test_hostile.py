"""Hostile links and damaged storage in real Chromium: no page stops, shows what is foreign, or grows without a bound."""

import itertools
import json

import pytest

from hostile import KEYS, LISTED, LISTS, PALETTES, VALUES, WORDS, drawn
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
FRAGMENTS = ("ticks=", "__", ":~:text=")


@pytest.fixture(scope="module")
def visit(browser, server):
    """`visit(address)` opens a page and says what is wrong with it, in one window for all of a file."""
    context = browser.new_context()
    # The picture that is opened to store something has no icon of its own.
    context.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    page = context.new_page()
    said = []
    page.on("pageerror", lambda error: said.append(str(error)))
    # The worker is switched off here.
    page.on(
        "console", lambda message: "Service Worker" in message.text or said.append(message.text)
    )
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

    visit.store, visit.page = store, page
    yield visit
    context.close()


def faults(visit, cases):
    """What is wrong, by the name of the case."""
    return {name: wrong for name, (address, act) in cases.items() if (wrong := visit(address, act))}


def asked(word, names=PARAMETERS):
    return "?" + "&".join(f"{name}={word}" for name in names)


# On large pages those that have broken something before, or would.
SOME = (
    "markup",
    "cut off",
    "nothing",
    "a prototype",
    "a selector",
    "an expression",
    "long",
    "words",
)


@pytest.mark.parametrize(
    ("kind", "names"), [("section", SOME), ("study lists", tuple(WORDS)), ("ledger", SOME)]
)
def test_no_parameter_of_an_address_is_an_error(visit, kind, names):
    cases = {name: (KINDS[kind] + asked(WORDS[name]), None) for name in names}
    assert faults(visit, cases) == {}


def test_no_list_of_an_address_is_an_error(visit):
    def ready(page):
        page.locator(".study-list h2").wait_for()
        # What was left out is said in sentences, whatever it was.
        words = page.locator(".study-list .left-out").all_inner_texts()
        assert all(len(one) < 300 for one in words)

    cases = {name: (f"study/?list={code}", ready) for name, code in LISTS.items()}
    assert faults(visit, cases) == {}


def test_a_list_without_end_says_where_its_reading_ended(visit):
    visit(f"study/?list={LISTS['many ranges']}")
    said = visit.page.locator(".study-list .left-out")
    said.get_by_text("what follows its first 10000 numbers was not read").wait_for()
    # The place in such a list is one, too.
    assert visit(f"losses/?at=3&list={LISTS['many ranges']}", followed) == []


def followed(page):
    page.locator(".list-bar").wait_for()


@pytest.mark.parametrize("kind", ["section", "example", "study lists", "terms", "unknown"])
def test_no_fragment_of_an_address_is_an_error(visit, kind):
    words = [*WORDS.values()]
    words += [start + WORDS[name] for start in FRAGMENTS for name in ("markup", "cut off")]
    if kind == "study lists":
        words += [f"ticks={code}" for code in LISTS.values()]

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

    listed = f"{KINDS[kind]}?list={LISTS['many times']}&at=1"
    assert visit(listed, turn) == []


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
    for number, palette in enumerate(PALETTES):
        visit.store({"scheme": json.dumps(palette)}, json.dumps(palette))
        # The index of the search takes a while.
        if found := visit("study/", use if number % 5 == 0 else switch):
            wrong[json.dumps(palette)] = found
    assert wrong == {}


def switch(page):
    """As a reader: to the next scheme, and the next, until the page has been light and dark."""
    seen = set()
    for _ in range(3):
        page.locator("label[for^=__palette]:visible, button.scheme").first.click()
        seen.add(page.evaluate("() => document.body.dataset.mdColorScheme"))
    assert seen == {"default", "slate"}


def use(page):
    """As a reader: switch the scheme, search."""
    switch(page)
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for(timeout=10_000)


def test_drawn_addresses_and_storages_are_no_errors(visit, request):
    """`--hostile 1000` tries as many, the same ones each time."""
    wrong = []
    kinds = itertools.cycle(["study lists", "section", "ledger", "study lists", "home", "unknown"])
    cases = zip(kinds, drawn(seed=12), strict=False)
    for kind, (address, stored) in itertools.islice(cases, request.config.getoption("hostile")):
        palette = stored.pop("palette")
        visit.store(stored, palette)
        if found := visit(KINDS[kind] + address):
            short = {key: text[:60] for key, text in {**stored, "palette": palette}.items()}
            wrong.append(f"{kind} {address[:200]} {short}: {found}")
    assert not wrong, "\n".join(wrong)
