"""What was changed in another tab, or before the back button, shows on a page that is open."""

import pytest
from playwright.sync_api import expect

# As the browser's back and forward cache gives a page back.
BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
PLACE = "losses/?list=xs7a.9d.13.4m.5i.3t.85.8b&at=5#focal"


@pytest.fixture
def tabs(profile, server):
    """Two tabs of one reader at an address."""

    def make(path: str):
        page = profile()
        page.goto(server + path)
        other = page.context.new_page()
        other.goto(server + path)
        return page, other

    return make


def test_a_scheme_that_another_tab_chose_is_shown_and_cycled_from(tabs):
    page, other = tabs("losses/")
    other.locator("button.scheme").click()
    other.locator("button.scheme").click()
    expect(page.locator("body")).to_have_attribute("data-scheme", "dark")
    page.locator("button.scheme").click()
    expect(page.locator("body")).to_have_attribute("data-scheme", "system")


def test_a_page_that_comes_back_has_the_scheme_of_now(profile, server):
    page = profile()
    page.goto(f"{server}losses/")
    page.evaluate("localStorage['cv-cheatsheet:scheme'] = '\"light\"'")
    page.evaluate(BACK)
    expect(page.locator("button.scheme")).to_have_attribute(
        "title", "Colour scheme: light. Switch to dark"
    )
    expect(page.locator("body")).to_have_attribute("data-scheme", "light")


def test_the_tick_in_the_bar_follows_another_tab_and_the_way_back(tabs):
    page, other = tabs(PLACE)
    box = page.locator(".list-bar input")
    expect(box).not_to_be_checked()
    other.locator(".list-bar input").check()
    expect(box).to_be_checked()
    page.evaluate("localStorage['cv-cheatsheet:ticks'] = '[]'")
    page.evaluate(BACK)
    expect(box).not_to_be_checked()
