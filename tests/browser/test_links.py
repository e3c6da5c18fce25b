"""Links to anything, in real Chromium: one click copies, a phone shares, and where nothing copies the address is there."""

import pytest
from playwright.sync_api import expect

from offline import SLUGS
from reader import CLIPBOARD, PHONE, link_to


@pytest.mark.parametrize(
    ("path", "name", "title"),
    [
        ("losses/", "losses", "6. Loss Functions Summary"),
        ("losses/", "focal", "Focal loss"),
        ("losses/", "at-a-glance", "At a glance · Loss Functions Summary"),
        ("losses/", "row-focal", "Focal · Loss Functions Summary"),
        ("losses/", "fig-focal-curves", "With γ at two the factor spares the hardest samples and all but removes easy … · Loss Functions Summary"),
        ("losses/", "corrected-6-9", "“1 − IoU + distance + aspect ratio” · Loss Functions Summary"),
        ("losses/", "eq-focal", "Formula: Focal loss"),
        ("claims/", "7.10", "7.10 “"),
    ],
)  # fmt: skip
def test_one_click_copies_address_and_title(window, server, path, name, title):
    page = window()
    page.goto(f"{server}{path}?list=001&h=words")  # neither belongs into the link
    link = link_to(page, name)
    link.hover()
    page.wait_for_function("e => getComputedStyle(e).opacity > 0", arg=link.element_handle())
    link.click()
    page.locator(".copied").wait_for()
    plain, rich = page.evaluate(CLIPBOARD)
    assert plain == f"{server}{path}#{name}"
    assert rich.startswith(f'<a href="{server}{path}#{name}">{title}')
    assert rich.endswith(" — CV cheatsheet</a>")
    assert page.locator(".copied").inner_text().startswith("Link copied")
    page.get_by_role("status").get_by_text("Link copied").wait_for(state="attached")


def test_pointing_at_a_row_shows_its_link(window, server):
    page = window()
    page.goto(f"{server}losses/")
    link = link_to(page, "row-dice")
    page.mouse.move(1, 1)
    assert link.evaluate("e => getComputedStyle(e).opacity") == "0"
    page.locator("tr:has(#row-dice) td").last.hover()
    page.wait_for_function("e => getComputedStyle(e).opacity === '1'", arg=link.element_handle())


def test_the_keyboard_copies_and_chooses_another_form(window, server):
    page = window()
    page.goto(f"{server}losses/")
    link = link_to(page, "focal")
    link.focus()
    page.wait_for_function("e => getComputedStyle(e).opacity > 0", arg=link.element_handle())
    page.keyboard.press("Enter")
    page.locator(".copied").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Copied as address").first.wait_for()
    assert page.evaluate(CLIPBOARD) == [f"{server}losses/#focal", ""]
    link_to(page, "focal").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Markdown"
    page.keyboard.press("Enter")
    page.get_by_text("Copied as Markdown").first.wait_for()
    assert page.evaluate(CLIPBOARD)[0] == f"[Focal loss — CV cheatsheet]({server}losses/#focal)"
    link_to(page, "focal").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator(".copied").count() == 0
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#focal"


SHARE = "navigator.share = async (data) => { window.shared = data; %s };"


# The name of each row whose link is not beside its first line, or not where a finger reaches it.
ASTRAY = """() => [...document.querySelectorAll("td > .headerlink")].filter((link) => {
  link.scrollIntoView({ block: "center", behavior: "instant" });
  const name = document.createRange();
  name.setStart(link.parentElement, 0);
  name.setEndBefore(link);
  const line = [...name.getClientRects()].find((one) => one.width > 1);
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const middle = (top + bottom) / 2;
  const beside = line.top < middle && middle < line.bottom;
  // Its sign is at its left; over the words of the row it does not reach far.
  const touched = [[left + 4, middle], [left + 4, top + 2], [line.left - 2, bottom - 2]];
  const reached = touched.every(([x, y]) => document.elementFromPoint(x, y) === link);
  return !(beside && reached && left >= 0 && right < line.left + 12 && width >= 24 && height >= 20);
}).map((link) => link.hash)"""


@pytest.mark.parametrize("slug", SLUGS)
def test_the_link_of_a_row_stands_in_the_margin_of_a_phone(profile, server, slug):
    page = profile(**PHONE)
    page.goto(f"{server}{slug}/")
    assert page.locator("td > .headerlink").count() > 3
    assert page.evaluate(ASTRAY) == []


def test_a_phone_opens_its_share_sheet(profile, server):
    page = profile(SHARE % "", **PHONE)
    page.goto(f"{server}losses/")
    link_to(page, "row-focal").tap()
    page.wait_for_function("() => window.shared")
    told = {
        "title": "Focal · Loss Functions Summary — CV cheatsheet",
        "url": f"{server}losses/#row-focal",
    }
    assert page.evaluate("window.shared") == told
    assert page.locator(".copied").count() == 0


def test_a_closed_share_sheet_copies_nothing_and_a_broken_one_copies(profile, server):
    page = profile(SHARE % "throw new DOMException('closed', 'AbortError')", **PHONE)
    page.goto(f"{server}losses/")
    link_to(page, "focal").tap()
    page.wait_for_timeout(200)
    assert page.locator(".copied").count() == 0
    page = profile(SHARE % "throw new DOMException('no', 'NotAllowedError')", **PHONE)
    page.goto(f"{server}losses/")
    link_to(page, "focal").tap()
    page.locator(".copied").wait_for()
    assert page.evaluate(CLIPBOARD)[0] == f"{server}losses/#focal"


NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined });"


def test_without_the_clipboard_api_the_old_way_copies(profile, server):
    page = profile(
        f"{NO_CLIPBOARD} addEventListener('copy', (e) => setTimeout(() => (window.copied = e.defaultPrevented)))"
    )
    page.goto(f"{server}losses/")
    link_to(page, "focal").click()
    page.get_by_text("Link copied").first.wait_for()
    assert page.evaluate("window.copied")


def test_where_nothing_copies_the_address_is_there_to_take(profile, server):
    page = profile(f"{NO_CLIPBOARD} Document.prototype.execCommand = () => false;")
    page.goto(f"{server}losses/")
    link_to(page, "focal").click()
    field = page.locator(".copied input")
    assert field.input_value() == f"{server}losses/#focal"
    assert page.evaluate("getSelection().toString()") == f"{server}losses/#focal"


def test_without_script_each_is_an_ordinary_link(profile, server):
    page = profile(java_script_enabled=False)
    for name in ("focal", "row-focal", "fig-focal-curves", "eq-focal", "corrected-6-9"):
        page.goto(f"{server}losses/")
        # By key: while parts of the page come near and are laid out, a pointer may miss it.
        link_to(page, name).press("Enter")
        expect(page).to_have_url(f"{server}losses/#{name}")
