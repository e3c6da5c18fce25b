"""Study lists in real Chromium: made, shared, followed, changed, printed; bad links and full storage included."""

import re

import pytest
from playwright.sync_api import expect

from reader import CLIPBOARD, PHONE, in_view, link_to, violations


def titles(page):
    """The links of the shown list: `expect` waits for them, since the page draws the list after it has loaded."""
    return page.locator(".study-list li span:nth-child(2) a")


def pick(page, *choices):
    for section, heading in choices:
        # The section stands before the questions on it.
        fold = page.locator(".picker details", has=page.locator("summary", has_text=section)).first
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        fold.get_by_label(re.compile(rf"^\s*{heading}\b")).check()


def test_a_list_made_in_one_profile_opens_in_another(profile, server):
    maker = profile()
    maker.goto(f"{server}study/")
    pick(
        maker,
        ("Loss", "Focal loss"),
        ("Loss", "Dice loss"),
        ("Convolutional", "Receptive field growth"),
    )
    maker.get_by_role("button", name="Up: Receptive field growth").click()
    wanted = ["Focal loss", "Receptive field growth", "Dice loss"]
    expect(titles(maker)).to_have_text(wanted)
    maker.get_by_role("button", name="Copy the link").first.click()
    maker.locator(".copied").wait_for()
    link, rich = maker.evaluate(CLIPBOARD)
    assert link == maker.url
    assert "Study list, 3 items" in rich

    reader = profile(**PHONE)
    reader.goto(link)
    expect(titles(reader)).to_have_text(wanted)
    expect(reader.locator(".study-list .left-out")).to_have_count(0)
    assert re.fullmatch(
        r"3 items · [\d½]+ min", reader.locator(".study-list .page-facts").inner_text()
    )
    reader.get_by_role("checkbox", name="Done: Dice loss").check()
    reader.locator(".study-list a.start").click()
    reader.wait_for_url("**/losses/?list=*#focal")
    bar = reader.locator(".list-bar")
    bar.get_by_text("1 of 3").wait_for()
    assert in_view(reader, "#focal")
    bar.get_by_text("Next: Receptive field growth").click()
    reader.wait_for_url("**/cnn/?list=*#receptive-field")
    bar.get_by_role("checkbox").check()
    bar.get_by_text("Previous").click()
    reader.wait_for_url("**/losses/?list=*#focal")
    bar.get_by_text("1 of 3").click()
    reader.get_by_text("2 done").wait_for()
    ticked = reader.locator(".study-list li input:checked")
    assert [box.get_attribute("aria-label") for box in ticked.all()] == [
        f"Done: {name}" for name in wanted[1:]
    ]
    reader.reload()
    reader.get_by_text("2 done").wait_for()
    reader.get_by_role("button", name="Clear the ticks").click()
    expect(reader.locator(".study-list li input:checked")).to_have_count(0)

    maker.reload()
    expect(titles(maker)).to_have_text(wanted)
    expect(maker.locator(".study-list li input:checked")).to_have_count(0)


def test_the_last_item_says_so_and_a_page_without_list_has_no_bar(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list li a").last.click()
    page.get_by_text("This was the last.").wait_for()
    page.goto(f"{server}losses/")
    page.wait_for_timeout(200)
    assert page.locator(".list-bar").count() == 0


def test_a_list_goes_on_at_the_first_item_without_a_tick(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").first.click()
    for at in range(3):
        page.locator(".study-list li input").nth(at).check()
    page.get_by_role("link", name="Continue at 4").click()
    page.locator(".list-bar").get_by_text("4 of ").wait_for()


def test_the_page_of_lists_leads_to_the_picker(profile, server):
    page = profile(**PHONE)
    page.goto(f"{server}study/")
    page.get_by_role("link", name="make a list of your own").tap()
    page.wait_for_function("() => document.activeElement.id === 'own'")
    assert in_view(page, "#own")


def test_a_list_can_be_changed(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    expect(page.locator("#list")).to_have_text("Ten minutes")
    before = titles(page).all_inner_texts()
    page.get_by_role("button", name="Change the list").click()
    page.get_by_role("button", name=f"Remove: {before[0]}").click()
    page.get_by_role("button", name=f"Down: {before[1]}").click()
    expect(titles(page)).to_have_text([before[2], before[1], *before[3:]])
    page.reload()
    expect(titles(page)).to_have_text([before[2], before[1], *before[3:]])


@pytest.mark.parametrize(
    ("change", "told", "shown"),
    [
        (lambda code: code[:-1], ["This link is damaged"], 1),
        (lambda code: code + ".zzz", ["This link is damaged", "1 item that this version"], 3),
        (lambda code: code + ".x!<b>", ["cannot be read (“x!<b>”)"], 3),
        (lambda code: code + "." + code[2:], ["3 items that came twice"], 3),
        (lambda code: code + ".1-zzzzzz", ["This link is damaged"], 3),
        (lambda code: code + ".9-2", ["cannot be read (“9-2”)"], 3),
        (lambda code: "%F0%9F", ["This link is damaged"], 0),
    ],
)
def test_a_bad_list_shows_what_it_can_and_says_the_rest(profile, server, change, told, shown):
    page = profile()
    page.goto(f"{server}study/")
    pick(
        page,
        ("Loss", "Focal loss"),
        ("Loss", "Dice loss"),
        ("Convolutional", "Receptive field growth"),
    )
    code = page.url.partition("list=")[2]
    page.goto(f"{server}study/?list={change(code)}")
    page.locator(".study-list .left-out").first.wait_for()
    words = " ".join(page.locator(".study-list .left-out").all_inner_texts())
    assert all(part in words for part in told), words
    assert titles(page).count() >= shown


STORAGE = {
    "blocked": "for (const n of ['localStorage', 'sessionStorage']) Object.defineProperty(window, n, { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "damaged": "for (const key of ['cv-cheatsheet:scheme', 'cv-cheatsheet:ticks']) localStorage.setItem(key, '{broken');",
    "another": "localStorage.setItem('cv-cheatsheet:ticks', '{\"a\": 1}');",
}


@pytest.mark.parametrize("kind", STORAGE)
def test_storage_never_breaks_a_page(profile, server, kind):
    page = profile(STORAGE[kind])
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list li input").first.check()
    page.get_by_text("1 done").wait_for()
    page.locator(".study-list a.start").click()
    page.locator(".list-bar").get_by_role("checkbox").check()
    page.locator("input.md-search__input").click()  # the other scripts live, too
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()


# What does not remember: blocked, full, dropping what it is given, and none at all.
FORGETFUL = {
    "blocked": STORAGE["blocked"],
    "full": STORAGE["full"],
    "dropping": "Storage.prototype.setItem = () => {};",
    "null": "Object.defineProperty(window, 'localStorage', { value: null });",
}
TICKS_END = "This browser does not remember ticks: they last until you leave the page."
LISTS_END = "This browser does not remember lists: changes last until you leave the page."
STATUS = "body > [role=status]"


@pytest.mark.parametrize("kind", FORGETFUL)
def test_a_tick_that_is_not_remembered_is_said_on_every_page(profile, server, kind):
    page = profile(FORGETFUL[kind])
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    expect(titles(page).first).to_be_visible()
    expect(page.locator(".left-out")).to_have_count(0)
    page.locator(".study-list li input").first.check()
    expect(page.locator(".study-list .left-out")).to_have_text(TICKS_END)
    expect(page.locator(STATUS).first).to_have_text(TICKS_END)
    page.locator(".study-list a.start").click()
    bar = page.locator(".list-bar")
    expect(bar.get_by_role("status")).to_be_empty()
    bar.get_by_role("checkbox").check()
    expect(bar.get_by_role("status")).to_have_text(TICKS_END)
    expect(bar.get_by_text(TICKS_END)).to_be_in_viewport(ratio=1)


def test_a_tick_that_is_remembered_needs_no_word(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list li input").first.check()
    page.get_by_text("1 done").wait_for()
    expect(page.locator(".left-out")).to_have_count(0)
    page.locator(".study-list a.start").click()
    page.locator(".list-bar").get_by_role("checkbox").check()
    expect(page.locator(".list-bar").get_by_role("status")).to_be_empty()


@pytest.mark.parametrize("kind", FORGETFUL)
def test_a_list_that_is_not_remembered_is_said_whatever_is_done_to_it(profile, server, kind):
    page = profile(FORGETFUL[kind])
    page.clock.install()
    page.goto(f"{server}study/")
    pick(page, ("Loss", "Focal loss"))
    status = page.locator(STATUS).first

    def said():
        page.clock.run_for(1000)
        return status.text_content()

    page.get_by_role("button", name="Keep this list").click()
    assert said() == LISTS_END
    warning = page.locator(".shelf .left-out")
    expect(warning).to_have_text(LISTS_END)
    name = page.get_by_role("textbox", name="Name of this list")
    name.fill("Mine")
    name.press("Enter")
    assert said() == LISTS_END
    expect(warning).to_be_visible()
    page.get_by_role("button", name="Remove Mine").click()
    assert said() == LISTS_END
    expect(warning).to_be_visible()


def test_a_kept_list_bears_its_name_as_long_as_it_is_kept(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    pick(page, ("Loss", "Focal loss"))
    title = page.locator("#list")
    expect(title).to_have_text("Your list")
    page.get_by_role("button", name="Keep this list").click()
    page.get_by_role("textbox", name="Name of this list").fill("Mine")
    # The press that leaves the field is also a press.
    page.get_by_role("button", name="Copy the link").first.click()
    page.locator(".copied").wait_for()
    expect(title).to_have_text("Mine")
    expect(page.locator(".shelf .left-out")).to_have_count(0)
    page.get_by_role("button", name="Remove Mine").click()
    expect(title).to_have_text("Your list")
    expect(page.get_by_role("button", name="Keep this list")).to_be_visible()


def test_ticks_show_that_they_have_the_focus(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list a.start").wait_for()
    ring = "(one) => getComputedStyle(one).outlineStyle"
    tick = page.locator(".study-list li input").first
    assert tick.evaluate(ring) == "none"
    tick.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert tick.evaluate(ring) == "solid"
    page.locator(".study-list a.start").click()
    page.locator(".list-bar input").focus()
    assert page.locator(".list-bar input").evaluate(ring) == "solid"


def test_print_these_prints_the_texts(profile, server):
    page = profile(
        "window.print = () => { window.printed = document.querySelector('.print-sheet')?.innerText ?? ''; };"
    )
    page.goto(f"{server}study/")
    pick(page, ("Loss", "Focal loss"), ("Convolutional", "Receptive field growth"))
    page.get_by_role("button", name="Print these").click()
    page.wait_for_function("() => window.printed !== undefined")
    page.emulate_media(media="print")
    sheet = page.locator(".print-sheet")
    assert sheet.locator("h2").all_inner_texts() == ["Focal loss", "Receptive field growth"]
    expect(sheet.locator("figure.plot svg").first).to_be_visible()
    expect(sheet.locator(".katex-html").first).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    origins = sheet.locator("> .page-facts").all_inner_texts()
    assert origins[0] == f"Loss Functions Summary · {server}losses/#focal"
    assert all(url.startswith(server) for url in sheet.locator("a[href]").evaluate_all("all => all.map((a) => a.href).filter((href) => !/arxiv|doi/.test(href))"))  # fmt: skip
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".print-sheet")).to_have_count(0)


def test_without_script_the_plans_are_lists_of_links(profile, server):
    page = profile(java_script_enabled=False)
    page.goto(server)
    page.locator("a[href*='study/?list=']").first.click()
    expect(page.locator(".plan")).to_have_count(3)
    assert page.locator(".plan li a").count() > 30
    expect(page.get_by_text("Follow this plan").first).to_be_hidden()
    page.locator(".plan li a").first.click()
    expect(page).to_have_url(f"{server}cnn/#cnn")


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_scrolls_sideways_and_all_is_accessible(profile, server, width):
    page = profile(viewport={"width": width, "height": 800})
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").nth(1).click()
    page.get_by_role("button", name="Change the list").click()
    page.locator(".picker summary").first.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    page.locator(".study-list a.start").click()
    page.locator(".list-bar").wait_for()
    link_to(page, "at-a-glance").click()
    page.locator(".copied").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
