"""The policy in real Chromium: pages of every kind run whole below it, and what is foreign does not run at all."""

import pytest

from reader import KINDS, PHONE, link_to

# As an attacker would who can put anything into a page: none of it may run, load or leave.
ATTACKS = {
    "an inline script": "add('script', (one) => { one.textContent = 'window.taken = true'; })",
    "a handler": "add('img', (one) => { one.setAttribute('onerror', 'window.taken = true'); one.src = 'none.png'; })",
    "a program as a link": "add('a', (one) => { one.href = 'javascript:window.taken=true'; one.click(); })",
    "a foreign script": "add('script', (one) => { one.src = 'https://example.org/a.js'; })",
    "a script as data": "add('script', (one) => { one.src = 'data:text/javascript,window.taken=true'; })",
    "a program from text": "setTimeout(() => { try { eval('window.taken = true'); } catch {} })",
    "a style": "add('p', (one) => { one.setAttribute('style', 'color: red'); })",
    "a style sheet": "add('style', (one) => { one.textContent = 'p { color: red }'; })",
    "a foreign style sheet": "add('link', (one) => { one.rel = 'stylesheet'; one.href = 'https://example.org/a.css'; })",
    "a foreign image": "add('img', (one) => { one.src = 'https://example.org/a.png'; })",
    "a request": "fetch('https://example.org/').catch(() => {})",
    "a message": "navigator.sendBeacon('https://example.org/', 'x')",
    "a frame": "add('iframe', (one) => { one.src = 'https://example.org/'; })",
    "a plugin": "add('object', (one) => { one.data = 'https://example.org/a.swf'; })",
    "a form": "add('form', (one) => { one.action = 'https://example.org/'; setTimeout(() => one.submit()); })",
    "another base": "add('base', (one) => { one.href = 'https://example.org/'; })",
    "a worker": "try { new Worker(URL.createObjectURL(new Blob(['1']))); } catch {}",
}
ATTACK = """(attacks) => {
  const stopped = new Promise((done) => {
    const seen = [];
    addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
      seen.push(effectiveDirective);
      if (seen.length >= attacks.length) done(seen);
    });
  });
  const add = (tag, change) => {
    const one = document.createElement(tag);
    change(one);
    document.body.append(one);
  };
  ACTS
  return stopped;
}"""


@pytest.fixture
def reader(browser):
    """A page that notes every word of its console, and the words."""
    contexts, said = [], []

    def make(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        # The worker is switched off here.
        page.on("console", lambda one: "Service Worker" in one.text or said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page, said

    yield make
    for context in contexts:
        context.close()


def test_what_readers_do_needs_nothing_that_the_policy_stops(reader, server):
    page, said = reader(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server}losses/")
    page.locator("input.md-search__input").focus()
    page.keyboard.type("dice")
    page.locator(".md-search-result__item a").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**?h=dice*")
    link_to(page, "focal").click()
    page.locator(".copied").wait_for()
    page.locator("button.scheme").click()
    page.locator("#eq-focal").click(click_count=3)
    page.keyboard.press("Control+c")
    page.locator(".copied").get_by_text("Formulas copied").wait_for()
    page.goto(f"{server}study/")
    page.evaluate(
        "window.print = () => { window.printed = document.querySelectorAll('.print-sheet .katex').length; }"
    )
    page.locator(".plan a[href*='list=']").first.click()
    page.locator(".study-list li").first.wait_for()
    page.evaluate(
        "window.print = () => { window.printed = document.querySelectorAll('.print-sheet .katex').length; }"
    )
    page.get_by_role("button", name="Print these").click()
    page.wait_for_function("() => window.printed > 0")
    # What is printed looks as on its own page.
    assert page.locator(".print-sheet .katex [style*=em]").count() > 0
    assert page.locator(".print-sheet [class*=' _'], .print-sheet [class^=_]").count() == 0
    page.locator(".study-list a.start").click()
    page.locator(".list-bar").wait_for()
    assert said == []


def test_the_menu_of_a_phone_needs_nothing_that_the_policy_stops(reader, server):
    page, said = reader(**PHONE)
    page.goto(f"{server}losses/")
    page.locator("button.menu").click()
    page.locator(".md-nav--primary a:visible").first.wait_for()
    assert said == []


def test_nothing_foreign_runs_loads_or_leaves(reader, server):
    page, _ = reader()
    asked = []
    page.on("response", lambda answer: asked.append(answer.url))
    page.goto(f"{server}losses/", wait_until="networkidle")
    stopped = page.evaluate(ATTACK.replace("ACTS", "\n".join(ATTACKS.values())), list(ATTACKS))
    assert len(stopped) == len(ATTACKS)
    assert not page.evaluate("'taken' in window")
    assert page.evaluate("document.baseURI") == f"{server}losses/"
    assert [url for url in asked if not url.startswith((server, "data:", "blob:"))] == []


STORED = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  cookie: document.cookie,
  caches: await caches.keys(),
  databases: await indexedDB.databases(),
})"""
NOTHING = {"local": [], "session": [], "cookie": "", "caches": [], "databases": []}


def test_only_what_a_reader_asks_for_is_stored(reader, server):
    page, _ = reader()
    for kind in KINDS.values():
        page.goto(server + kind, wait_until="load")
    page.goto(f"{server}losses/?h=dice", wait_until="networkidle")
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()
    page.goto(f"{server}study/")
    page.locator(".plan a[href*='list=']").first.click()
    page.locator(".study-list li").first.wait_for()
    assert page.evaluate(STORED) == NOTHING
    page.locator(".study-list input").first.check()
    assert page.evaluate(STORED) == {**NOTHING, "local": ["cv-cheatsheet:ticks"]}
    assert page.context.cookies() == []
