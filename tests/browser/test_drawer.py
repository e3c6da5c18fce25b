"""The menu of a narrow window: out of reach while it is closed, alone while it is open, and usable by keys."""

import pytest
from playwright.sync_api import expect

PHONE, TABLET = {"width": 390, "height": 800}, {"width": 900, "height": 800}
# What has the focus: whether it can be seen, and whether it lies in the menu.
FOCUSED = """() => {
  const one = document.activeElement;
  const { left, right, width } = one.getBoundingClientRect();
  const seen = one.checkVisibility({ visibilityProperty: true }) && width > 0 && right > 0 && left < innerWidth;
  return [seen, Boolean(one.closest(".md-sidebar--primary")), one.localName];
}"""


def stops(page, times):
    """What the Tab key comes to, one after the other."""
    found = []
    for _ in range(times):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


@pytest.mark.parametrize("window", [PHONE, TABLET])
def test_keys_do_not_come_to_a_menu_that_is_closed(profile, server, window):
    page = profile(viewport=window)
    page.goto(f"{server}losses/")
    # The first stop is the way past the menu.
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "md-skip"
    found = stops(page, 12)
    assert [one for one in found if one[1]] == []
    # The search opens where its field has the focus, and closes with the next key.
    assert all(seen for seen, _, _ in found)


@pytest.mark.parametrize("window", [PHONE, TABLET])
def test_an_open_menu_has_the_focus_for_itself(profile, server, window):
    page = profile(viewport=window)
    page.goto(f"{server}losses/")
    sign = page.get_by_role("button", name="Menu")
    expect(sign).to_have_attribute("aria-expanded", "false")
    sign.focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.activeElement.matches('.md-sidebar--primary')")
    page.wait_for_timeout(300)
    found = stops(page, 12)
    assert [one for one in found if not (one[0] and one[1])] == []
    page.keyboard.press("Escape")
    expect(sign).to_be_focused()
    expect(sign).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".md-sidebar--primary")).to_be_hidden()


def test_a_finger_opens_the_menu_and_its_contents_and_a_link_closes_both(profile, server):
    page = profile(viewport=PHONE, has_touch=True)
    page.goto(f"{server}losses/")
    page.get_by_role("button", name="Menu").tap()
    menu = page.locator(".md-sidebar--primary")
    expect(menu.get_by_role("link", name="2. Optimization")).to_be_visible()
    # The contents of the page are not reached before they are opened.
    focal = menu.get_by_role("link", name="Focal loss")
    expect(focal).to_be_hidden()
    menu.locator("label[for=__toc]").first.tap()
    expect(focal).to_be_visible()
    assert menu.get_by_text("2. Optimization").evaluate("(one) => Boolean(one.closest('[inert]'))")
    focal.tap()
    page.wait_for_function("() => document.activeElement.id === 'focal'")
    expect(menu).to_be_hidden()
    assert not page.locator(".md-content").evaluate("(one) => one.inert")


def test_a_window_that_grows_wide_lets_nothing_rest(profile, server):
    page = profile(viewport=PHONE)
    page.goto(f"{server}losses/")
    page.get_by_role("button", name="Menu").click()
    assert page.locator(".md-content").evaluate("(one) => one.inert")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_function("() => !document.querySelector('.md-content').inert")


def test_without_a_script_the_menu_opens_by_mouse_and_by_keys(profile, server):
    page = profile(viewport=TABLET, java_script_enabled=False)
    page.goto(f"{server}losses/")
    menu = page.locator(".md-sidebar--primary")
    expect(menu).to_be_hidden()
    page.locator("label.md-header__button[for=__drawer]").click()
    expect(menu.get_by_role("link", name="2. Optimization")).to_be_visible()
    page.locator("#__drawer").press("Space")
    expect(menu).to_be_hidden()
