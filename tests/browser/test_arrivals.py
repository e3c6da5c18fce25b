"""Arriving at anything that has an address, in real Chromium: in view, focused, marked, unfolded."""

import pytest
from playwright.sync_api import expect

from reader import in_view, link_to


@pytest.mark.parametrize(
    "name", ["focal", "row-focal", "fig-focal-curves", "eq-focal", "corrected-6-9"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_target_is_clear_of_the_header_focused_and_marked(window, server, name, width):
    page = window(width, 700)
    page.goto(f"{server}losses/#{name}")
    page.wait_for_function("name => document.activeElement.id === name", arg=name)
    assert in_view(page, f"#{name}")
    marked = page.evaluate("name => { const e = document.getElementById(name); return (e.closest('tr') ?? e).getAnimations().map((a) => a.animationName) }", name)  # fmt: skip
    assert marked == ["arrived"]


CLEAR = """id => {
  const { left, top } = document.getElementById(id).getBoundingClientRect();
  const above = document.elementFromPoint(left + 8, top + 4);
  return above.closest(`[id="${id}"]`) !== null;
}"""


@pytest.mark.parametrize(
    ("path", "name"),
    [("claims/", "7.10"), ("claims/?verdict=wrong", "1.1"), ("terms/", "term-focal-loss")],
)
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_that_sticks_covers_a_target(window, server, path, name, width):
    page = window(width, 700)
    page.goto(f"{server}{path}#{name}")
    page.wait_for_function("name => document.activeElement.id === name", arg=name)
    page.wait_for_timeout(200)
    assert in_view(page, f"[id='{name}']")
    assert page.evaluate(CLEAR, name)


def test_what_the_tab_key_reaches_is_not_under_the_header_or_the_bar(window, server):
    page = window(1280, 500)
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list a.start").click()
    bar = page.locator(".list-bar").bounding_box()["y"]
    link_to(page, "sources").focus()
    for key, times in (("Shift+Tab", 60), ("Tab", 30)):
        for _ in range(times):
            page.keyboard.press(key)
            # Parts are drawn as the focus comes to them, and push it.
            page.wait_for_function(f"(({{ top, bottom }}) => bottom > 48 && top < {bar})(document.activeElement.getBoundingClientRect())")  # fmt: skip


def test_less_motion_gets_a_mark_that_stays(profile, server):
    page = profile(reduced_motion="reduce")
    page.goto(f"{server}losses/#row-focal")
    row = page.locator("tr:has(#row-focal)")
    assert row.evaluate("e => e.getAnimations().length") == 0
    assert row.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_following_the_same_link_again_arrives_again(window, server):
    page = window()
    page.goto(f"{server}losses/#focal")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".md-sidebar--secondary a[href$='#focal']").click()
    page.wait_for_function("() => document.activeElement.id === 'focal'")
    assert in_view(page, "#focal")


FOLD = '<details id="q-why"><summary>Why?</summary><details><summary>More</summary><p id="inside">Because.</p></details></details>'


@pytest.mark.parametrize(("name", "focused"), [("q-why", "SUMMARY"), ("inside", "P")])
def test_what_is_folded_opens(window, server, name, focused):
    page = window()
    page.route("**/losses/", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace('<p class="page-foot">', FOLD + '<p class="page-foot">')
    ))  # fmt: skip
    page.goto(f"{server}losses/")
    page.evaluate("name => { location.hash = name }", name)
    page.wait_for_function("tag => document.activeElement.tagName === tag", arg=focused)
    assert page.locator("#q-why").evaluate("e => e.open")
    assert page.locator("#inside").is_visible() == (name == "inside")
    assert in_view(page, f"#{name}")


def test_an_old_id_arrives_at_what_it_named(window, server):
    page = window()
    alias = '<span class="alias" id="focal-loss"></span>'
    page.route("**/losses/", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace('<h2 id="focal">', '<h2 id="focal">' + alias)
    ))  # fmt: skip
    page.goto(f"{server}losses/")
    page.evaluate("location.hash = 'focal-loss'")
    page.wait_for_function("() => document.activeElement.id === 'focal'")
    assert in_view(page, "#focal")
    assert page.locator("#focal").evaluate("e => e.getAnimations().length") == 1


def test_a_search_result_arrives(window, server):
    page = window()
    page.goto(server)
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("triplet mining")
    result = page.locator(".md-search-result__item a[href*='losses/'][href*='#triplet']").first
    result.click()
    page.wait_for_url("**/losses/?h=*#triplet")
    page.wait_for_function("() => document.activeElement.id === 'triplet'")
    assert in_view(page, "#triplet")


def test_a_text_fragment_keeps_its_place(window, server):
    page = window(1280, 500)
    page.goto(f"{server}losses/#focal:~:text=Most%20random%20triplets")
    page.wait_for_timeout(500)
    words = page.locator("p", has_text="Most random triplets").first
    assert 0 < words.bounding_box()["y"] < 500


def test_an_address_that_is_no_address_breaks_nothing(window, server):
    page = window()
    for hash_ in ("#%E0%A4%A", "#nothing", "#__search", "#"):
        page.goto(f"{server}losses/{hash_}")
    expect(page.locator("h1")).to_be_visible()
