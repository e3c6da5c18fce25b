"""Large text: nothing scrolls sideways, from phones to 256 px, up to four times the size."""

import pytest

from reader import KINDS, plan

# The theme's text of normal size is 125 % of the browser's.
SIZES = [(256, 100), (320, 100), (390, 200), (390, 400), (320, 400)]
# What reaches beyond the window and is in no box of its own that scrolls.
BEYOND = """() => [...document.querySelectorAll("body *")].filter((one) => {
  if (!one.checkVisibility() || one.getBoundingClientRect().right <= innerWidth + 1) return false;
  let box = one.parentElement;
  while (box && box !== document.body && getComputedStyle(box).overflowX === "visible") box = box.parentElement;
  return box === document.body;
}).map((one) => `${one.localName}.${one.className} ${one.textContent.trim().slice(0, 30)}`).slice(0, 5)"""


def enlarge(page, percent):
    page.evaluate(
        "(size) => document.documentElement.style.setProperty('font-size', size, 'important')",
        f"{1.25 * percent}%",
    )


@pytest.mark.parametrize("kind", [*KINDS, "study list", "wide formulas", "wide numbers"])
def test_no_page_scrolls_sideways(window, server, kind):
    others = {"wide formulas": "cnn/", "wide numbers": "hardware/"}
    page = window(320, 800)
    page.goto(plan(page, server) if kind == "study list" else server + (KINDS | others)[kind])
    for width, percent in SIZES:
        page.set_viewport_size({"width": width, "height": 800})
        enlarge(page, percent)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (
            f"{width} px, {percent} %: {page.evaluate(BEYOND)}"
        )


def test_the_browser_s_own_zoom_is_a_narrow_window(window, server):
    """1280 pixels at 400 % are 320; what hovers over the page leaves room to read."""
    page = window(320, 256)
    page.goto(f"{server}losses/")
    assert page.locator(".md-header").bounding_box()["height"] < 64


@pytest.mark.parametrize("part", ["drawer", "search"])
def test_menu_and_search_fit_into_a_narrow_window(window, server, part):
    page = window(320, 800)
    page.goto(f"{server}losses/")
    enlarge(page, 400)
    sign = ".menu" if part == "drawer" else "label.md-header__button[for=__search]"
    page.locator(sign).click()
    name = ".md-sidebar--primary" if part == "drawer" else ".md-search__input"
    page.wait_for_function(
        "(name) => document.querySelector(name).getBoundingClientRect().left >= 0", arg=name
    )
    page.wait_for_timeout(400)
    box = page.locator(name).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    if part == "search":
        page.locator(name).fill("focal")
        page.locator(".md-search-result__item a").first.wait_for()
        assert page.locator(".md-search-result__item a").first.bounding_box()["width"] <= 320
