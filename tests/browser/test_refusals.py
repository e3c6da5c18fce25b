"""A network that is gone, a file that is not what it should be, an address bar that refuses: a page goes on."""

import pytest
from playwright.sync_api import expect

from cheatsheet.pages.study_code import encode

META = ".md-search-result__meta"
SENTENCE = "The search cannot be loaded. Are you offline?"
LIST = "study/?list=xs7a.9d.13.4m.5i.3t.85.8b"
PLACE = f"losses/?h=focal&{LIST.partition('?')[2]}&at=5#focal"
# Scripts that have not come, as the page hears of them.
MISSED = """window.missed = [];
  addEventListener("error", ({ target }) => { if (target.src) missed.push(target.src); }, true);"""
REFUSE = "history.replaceState = () => { throw new DOMException('too often', 'SecurityError'); };"

# Whatever waits for many seconds is done at once.
SHORT = """window.isShort = true;
  const later = setTimeout;
  window.setTimeout = (act, wait, ...more) => later(act, window.isShort && wait > 5000 ? 0 : wait, ...more);"""


@pytest.fixture
def open_page(profile, server):
    """`open_page(path)`: its errors fail the test, also what nobody caught."""

    def visit(path, script=""):
        page = profile(script)
        page.goto(server + path)
        return page

    return visit


# What a host sends in the place of a script.
INSTEAD = {
    "empty": ("text/javascript", lambda text: ""),
    "cut off": ("text/javascript", lambda text: text[: len(text) // 2]),
    "a page": ("text/html", lambda text: "<!doctype html><title>Not found</title>"),
}


def replace(page, pattern, kind, change):
    """Send a file of the site as another kind, changed."""

    def answer(route):
        found = route.fetch()
        route.fulfill(status=200, content_type=kind, body=change(found.text()))

    page.route(pattern, answer)


def open_again(page):
    """The keyboard closes the search, and its next opening finds something."""
    page.keyboard.press("Escape")
    expect(page.locator("input#__search")).not_to_be_checked()
    expect(page.locator("input.md-search__input")).not_to_be_focused()
    page.locator("input.md-search__input").focus()
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()


@pytest.mark.parametrize("file", ["search.js", "workers/search.min.*", "search_index.json"])
def test_the_search_says_that_it_is_out_of_reach_and_opening_it_again_tries_again(open_page, file):
    page = open_page("losses/")
    missing = f"**/{file}"
    page.route(missing, lambda route: route.abort())
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text(SENTENCE)
    page.unroute(missing)
    open_again(page)


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_a_search_that_has_not_come_is_closed_by_the_keyboard(open_page, key):
    page = open_page("losses/")
    page.route("**/search.js", lambda route: route.abort())
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text(SENTENCE)
    page.keyboard.press(key)
    expect(page.locator("input#__search")).not_to_be_checked()


@pytest.mark.parametrize("instead", INSTEAD)
def test_what_is_no_script_of_the_search_is_none(browser, server, instead):
    context = browser.new_context()
    # Its faults are no errors of the test.
    page = context.new_page()
    page.goto(f"{server}losses/")
    replace(page, "**/search.js", *INSTEAD[instead])
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text(SENTENCE)
    page.unroute_all(behavior="wait")
    open_again(page)
    context.close()


@pytest.mark.parametrize(
    "index", ["{}", "[]", "null", '{"config": {}, "docs": []}', "<!doctype html>"]
)
def test_an_index_that_is_none_is_said_and_asked_for_again(browser, server, index):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}losses/")
    replace(page, "**/search_index.json", "application/json", lambda text: index)
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text(SENTENCE)
    page.unroute_all(behavior="wait")
    open_again(page)
    context.close()


def test_a_worker_without_a_word_is_given_up_and_started_again(open_page):
    page = open_page("losses/", SHORT)
    replace(page, "**/workers/search.min.*", *INSTEAD["empty"])
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text(SENTENCE)
    page.unroute_all(behavior="wait")
    page.evaluate("window.isShort = false")
    open_again(page)


def test_a_search_that_answers_is_not_given_up(open_page):
    page = open_page("losses/")
    page.clock.install()
    page.locator("input.md-search__input").focus()
    expect(page.locator(META)).to_have_text("Type to start searching")
    page.clock.fast_forward("10:00")
    expect(page.locator(META)).to_have_text("Type to start searching")
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()


@pytest.mark.parametrize("file", ["study.js", "headings.js"])
def test_a_list_that_cannot_be_shown_says_so(profile, server, file):
    page = profile()
    page.route(f"**/{file}", lambda route: route.abort())
    page.goto(server + LIST)
    expect(page.locator(".study-list")).to_have_text("The list cannot be loaded. Are you offline?")
    expect(page.locator(".own-list")).to_have_text(
        "The headings cannot be loaded. Are you offline?"
    )
    page.goto(f"{server}study/")
    expect(page.locator(".own-list")).to_have_text(
        "The headings cannot be loaded. Are you offline?"
    )
    expect(page.locator(".study-list")).to_be_hidden()


def test_headings_that_are_empty_are_none(profile, server):
    page = profile()
    page.route(
        "**/headings.js", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    page.goto(server + LIST)
    expect(page.locator(".study-list")).to_have_text("The list cannot be loaded. Are you offline?")


def test_a_list_whose_address_is_refused_can_be_changed_and_its_ticks_answered(open_page):
    page = open_page(f"{LIST}#ticks={encode([90_000])}", REFUSE)
    rows = page.locator(".study-list li")
    expect(rows).to_have_count(8)
    page.get_by_role("button", name="Close").click()
    expect(page.locator(".carried")).to_have_count(0)
    page.get_by_role("button", name="Change the list").click()
    rows.first.get_by_role("button", name="Remove").click()
    expect(rows).to_have_count(7)


def test_a_refused_address_does_not_stop_the_ledger(open_page):
    page = open_page("claims/?verdict=wrong", REFUSE)
    hidden = page.locator("h3[data-verdict=correct]").first
    expect(hidden).to_be_hidden()
    # A link to an entry that the filter hides.
    page.evaluate("(id) => { location.hash = id; }", hidden.get_attribute("id"))
    expect(hidden).to_be_in_viewport()
    page.locator("form.filter select").first.select_option("wrong")
    expect(hidden).to_be_hidden()


def test_a_refused_address_does_not_keep_the_search_open(open_page):
    page = open_page("losses/?q=dice", REFUSE)
    page.locator(".md-search-result__item a").first.wait_for()
    page.keyboard.press("Escape")
    expect(page.locator("input#__search")).not_to_be_checked()
    expect(page.locator(".md-search__output")).to_be_hidden()


# What page.js moves.
MOVED = ["button.scheme", "input.md-search__input", "[for=__search]", "button.md-top"]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("instead", [*INSTEAD, "nothing"])
def test_a_page_without_its_script_shows_no_control_that_would_do_nothing(
    browser, server, instead, width
):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme="dark")
    # It was chosen against the system's.
    context.add_init_script("localStorage.setItem('cv-cheatsheet:scheme', '\"light\"')")
    page = context.new_page()
    if instead == "nothing":
        page.route("**/page.js", lambda route: route.fulfill(status=404))
    else:
        replace(page, "**/page.js", *INSTEAD[instead])
    page.goto(f"{server}losses/")
    for control in MOVED:
        for one in page.locator(control).all():
            expect(one).to_be_hidden()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    assert page.evaluate("getComputedStyle(document.body).colorScheme") == "light"
    # The menu opens as without scripts.
    expect(page.locator("label.md-header__button[for=__drawer]")).to_be_visible(
        visible=width < 1220
    )
    context.close()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_keys_do_not_come_to_a_way_back_that_is_not_shown(profile, server, script):
    page = profile(java_script_enabled=script)
    page.goto(f"{server}losses/")
    button = page.locator("button.md-top")
    expect(button).to_be_hidden()
    before = page.locator("main a").last
    before.focus()
    page.keyboard.press("Tab")
    expect(button).not_to_be_focused()


@pytest.mark.parametrize("missing", [["follow", "mark"], ["headings"]])
def test_a_page_is_read_without_the_scripts_that_its_address_asks_for(profile, server, missing):
    page = profile(MISSED)
    for name in missing:
        page.route(f"**/{name}.js", lambda route: route.abort())
    page.goto(server + PLACE)
    page.wait_for_function("(number) => missed.length === number", arg=len(missing))


@pytest.mark.parametrize("again", ["click", "key"])
def test_copying_is_prepared_with_the_next_press_or_key_where_its_script_did_not_come(
    open_page, again
):
    page = open_page("losses/", MISSED)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/copy.js", lambda route: route.abort())
    page.locator("article p").first.hover(position={"x": 5, "y": 10})
    page.mouse.down()
    page.wait_for_function("() => missed.length === 1")
    # What is selected meanwhile asks for nothing.
    page.mouse.move(600, 600, steps=5)
    page.mouse.up()
    page.wait_for_function("() => getSelection().toString()")
    page.evaluate("new Promise(requestAnimationFrame)")
    assert sum(url.endswith("/copy.js") for url in asked) == 1
    page.unroute("**/copy.js")
    with page.expect_event("requestfinished", lambda request: request.url.endswith("/copy.js")):
        if again == "click":
            page.locator("article p").first.click(position={"x": 5, "y": 10})
        else:
            page.keyboard.press("Shift+ArrowRight")
