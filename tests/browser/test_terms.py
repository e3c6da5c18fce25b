"""The meaning of a term where a reader meets it: by pointer, keyboard and touch, and without script."""

import pytest


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
