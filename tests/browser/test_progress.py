"""Progress that lasts, in real Chromium: saved as a file, brought back, carried by a link, and never lost to a bad file."""

import json
import zipfile

import pytest
from playwright.sync_api import expect

from cheatsheet.pages.study_code import encode
from reader import CLIPBOARD, PHONE, violations

PERSIST = """
  window.asked = 0;
  Object.defineProperty(navigator, "storage", { value: {
    persisted: async () => window.asked > 0,
    persist: async () => { window.asked += 1; return true; },
  } });
"""
KEPT = """Object.fromEntries(["ticks", "lists", "formulas"].map((name) =>
  [name, JSON.parse(localStorage.getItem(`cv-cheatsheet:${name}`))]))"""
FILE = ".progress input[type=file]"


def boxes(page):
    return page.locator(".study-list li > input[type=checkbox]")


def open_plan(page, address):
    """The shortest plan, opened as a list."""
    page.goto(address)
    page.get_by_role("link", name="Follow this plan").last.click()
    boxes(page).first.wait_for()


def saved(page, path):
    """The file that the page saves, by a button."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as a file").click()
    assert download.value.suggested_filename.startswith("cv-cheatsheet-progress-2")
    download.value.save_as(path)
    return path


def report(page):
    return page.locator(".report")


def test_ticks_lists_and_settings_move_to_another_browser_as_one_file(profile, server, tmp_path):
    old = profile(PERSIST)
    open_plan(old, f"{server}study/")
    lasting = old.locator(".progress p").first
    expect(lasting).to_contain_text("It may drop them")
    for at in (0, 2, 3):
        boxes(old).nth(at).check()
    expect(lasting).to_contain_text("It has agreed to keep them")
    assert old.evaluate("window.asked") == 1
    old.get_by_role("button", name="Keep this list").click()
    expect(old.get_by_role("button", name="Keep this list")).to_have_count(0)
    name = old.get_by_label("Name of this list")
    expect(name).to_have_value("Ten minutes")
    name.fill("Before <b>Thursday</b>")
    name.press("Enter")
    old.locator("button.scheme").click()
    old.get_by_label("Formulas that you copy are").select_option("plain")
    file = saved(old, tmp_path / "progress.json")
    before = old.evaluate(KEPT)
    assert len(before["ticks"]) == 3

    new = profile(PERSIST, **PHONE)
    open_plan(new, f"{server}study/")
    boxes(new).nth(1).check()
    boxes(new).nth(2).check()
    new.locator(FILE).set_input_files(file)
    expect(report(new)).to_contain_text("3 ticks (2 new here) and 1 list (1 new here)")
    assert new.evaluate("document.activeElement.className") == "report"
    new.get_by_role("button", name="Add to what is here").click()
    expect(report(new)).to_contain_text("Added.")
    new.get_by_text("4 done").wait_for()
    expect(new.locator("h2#list")).to_have_text("Before <b>Thursday</b>")
    after = new.evaluate(KEPT)
    assert sorted(after["ticks"]) == sorted({*before["ticks"], *after["ticks"][:2]})
    assert (
        after["lists"]
        == before["lists"]
        == [{"name": "Before <b>Thursday</b>", "list": new.url.partition("list=")[2]}]
    )
    assert after["formulas"] == "plain"
    expect(new.get_by_label("Formulas that you copy are")).to_have_value("plain")
    assert json.loads(new.evaluate("localStorage['cv-cheatsheet:scheme']")) == "light"
    new.reload()
    new.get_by_text("4 done").wait_for()

    # What is replaced is asked for twice, and can be had back.
    new.locator(FILE).set_input_files(file)
    new.get_by_role("button", name="Replace what is here").click()
    new.get_by_role("button", name="Yes, drop 4 ticks and 1 list of this browser").click()
    new.get_by_text("3 done").wait_for()
    new.get_by_role("button", name="Undo").click()
    new.get_by_text("4 done").wait_for()
    # But not where that would lose what was done since.
    new.locator(FILE).set_input_files(file)
    new.get_by_role("button", name="Add to what is here").click()
    boxes(new).last.click()
    new.get_by_role("button", name="Undo").click()
    expect(report(new)).to_contain_text("have changed since")
    boxes(new).last.click()
    # By itself a file changes nothing.
    new.locator(FILE).set_input_files(file)
    new.get_by_role("button", name="Cancel").click()
    expect(report(new)).to_have_text("Nothing was changed.")
    assert sorted(new.evaluate(KEPT)["ticks"]) == sorted(after["ticks"])
    # A kept list opens from its name, and goes away where it is removed.
    new.goto(f"{server}study/")
    new.get_by_role("link", name="Open Before <b>Thursday</b>").click()
    boxes(new).first.wait_for()
    new.get_by_role("button", name="Remove Before <b>Thursday</b>").click()
    expect(new.locator(".shelf")).to_be_hidden()
    assert new.evaluate(KEPT)["lists"] == []


GOOD = {
    "format": "cv-cheatsheet progress",
    "version": 1,
    "saved": "2026-11-26T10:00:00.000Z",
    "ticks": encode([1, 2, 3]),
    "lists": [],
    "settings": {"scheme": "dark", "formulas": None},
}
DAMAGED = "damaged or no file of this site"
BAD = {
    "empty": (b"", "This file is empty"),
    "cut off": (json.dumps(GOOD).encode()[:60], DAMAGED),
    "no text": (bytes(range(256)), DAMAGED),
    "huge": (b" " * 10_000_000, "This file is too large"),
    "another's": ({"format": "bookmarks"}, "it is “bookmarks”"),
    "without a format": ([1, 2], "does not name its format"),
    "null": (b"null", "does not name its format"),
    "newer": ({**GOOD, "version": 2}, "of version 2, and this page reads version 1"),
    "no version": ({**GOOD, "version": "1"}, "its version is no number"),
    "ticks of another type": ({**GOOD, "ticks": [1, 2]}, "it has no ticks"),
    "changed ticks": ({**GOOD, "ticks": GOOD["ticks"] + "9"}, "check digits"),
    "lists of another type": ({**GOOD, "lists": {"length": 1}}, "it has no lists"),
    "a list without code": ({**GOOD, "lists": [{"name": "A"}]}, "its list 1"),
    "a list with a long name": ({**GOOD, "lists": [{"name": "A" * 81, "list": encode([1])}]}, "its list 1"),
    "a damaged list": ({**GOOD, "lists": [{"name": "A", "list": "zz9"}]}, "its list 1"),
    "foreign settings": ({**GOOD, "settings": {"scheme": "neon", "formulas": None}}, "its settings"),
    "no settings": ({**GOOD, "settings": 7}, "its settings"),
    "a prototype": (b'{"__proto__": ' + json.dumps(GOOD).encode() + b"}", "does not name its format"),
    "code in the format": ({"format": "<img src=x onerror=alert(1)>"}, "it is “<img src=x"),
}  # fmt: skip


def test_a_bad_file_is_refused_with_a_sentence_and_nothing_is_lost(profile, server, tmp_path):
    page = profile()
    open_plan(page, f"{server}study/")
    boxes(page).first.check()
    page.get_by_role("button", name="Keep this list").click()
    before = page.evaluate(KEPT)
    for kind, (content, told) in BAD.items():
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        page.evaluate("document.querySelector('.report').replaceChildren()")
        (tmp_path / "a.json").write_bytes(data)
        page.locator(FILE).set_input_files(tmp_path / "a.json")
        expect(report(page).locator("p"), kind).to_contain_text(told)
        expect(report(page).locator("p"), kind).to_contain_text("Nothing was changed.")
        expect(report(page).locator("button, img"), kind).to_have_count(0)
        assert page.evaluate(KEPT) == before, kind
    # What is strange and harmless is taken as far as it goes.
    strange = {
        **GOOD,
        "ticks": encode([*range(90_000, 90_003)]),
        "saved": "yesterday",
        "more": 1,
        "lists": [{"name": "<img src=x>", "list": encode([90_000]), "__proto__": {"polluted": 1}}] * 2,
    }  # fmt: skip
    data = json.dumps(strange).replace('"settings": {', '"settings": {"__proto__": {"x": 1}, ')
    page.locator(FILE).set_input_files({"name": "a", "mimeType": "", "buffer": data.encode()})
    expect(report(page)).to_contain_text("The file holds 0 ticks (0 new here) and 1 list")
    expect(report(page)).to_contain_text("that this version of the site does not have")
    page.get_by_role("button", name="Add to what is here").click()
    expect(page.get_by_label("Name of this list")).to_have_count(2)
    assert page.locator(".shelf img").count() == 0
    assert page.evaluate("({}).polluted === undefined && ({}).x === undefined")
    assert page.evaluate(KEPT)["ticks"] == before["ticks"]


def test_a_browser_that_stores_nothing_says_so_and_keeps_the_page_as_it_was(profile, server):
    full = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
    page = profile(full)
    open_plan(page, f"{server}study/")
    boxes(page).first.check()
    content = json.dumps({**GOOD, "ticks": encode([500, 501])}).encode()
    page.locator(FILE).set_input_files({"name": "a", "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Add to what is here").click()
    expect(report(page)).to_contain_text(
        "does not let the site store anything. Nothing was changed."
    )
    page.get_by_text("1 done").wait_for()


def test_a_link_carries_the_ticks_of_its_list_and_ticks_nothing_by_itself(profile, server):
    old = profile()
    open_plan(old, f"{server}study/")
    for at in (0, 1, 4):
        boxes(old).nth(at).check()
    old.get_by_role("button", name="Copy a link with the ticks").click()
    old.locator(".copied").wait_for()
    link = old.evaluate(CLIPBOARD)[0]
    assert link.partition("#")[0] == old.url
    assert len(link.partition("#")[2]) < 30

    new = profile(**PHONE)
    new.goto(link)
    boxes(new).first.wait_for()
    expect(new.locator(".carried")).to_contain_text("3 ticks for this list, 3 new here")
    assert new.locator(".study-list li input:checked").count() == 0
    new.get_by_role("button", name="Leave them").click()
    expect(new.locator(".carried")).to_have_count(0)
    assert "#" not in new.url
    boxes(new).nth(1).check()
    # The page is open already: only what stands behind the mark changes.
    new.goto(link)
    new.get_by_role("button", name="Add these ticks").click()
    new.get_by_text("3 done").wait_for()
    assert "#" not in new.url
    new.goto(link)
    expect(new.locator(".carried")).to_contain_text("0 new here")
    new.get_by_role("button", name="Close").click()

    new.goto(f"{link}9")
    expect(new.locator(".left-out")).to_contain_text("The ticks in this link are damaged")
    new.goto(f"{link.partition('#')[0]}#ticks={encode([90_000])}")
    expect(new.locator(".carried")).to_contain_text(
        "0 ticks for this list, 0 new here. Of no item of it: 1 tick"
    )
    new.goto(f"{link.partition('#')[0]}#ticks=%")
    expect(new.locator(".left-out")).to_contain_text("The ticks in this link are damaged")


def test_ticks_of_a_heading_that_moved_stay(profile, server, site):
    script = (site / "assets/javascripts/headings.js").read_text("utf-8")
    data = json.loads(script.removeprefix("window.studyHeadings=").rstrip(";\n"))
    now = data["headings"][0][0]
    data["moved"].append([90_000, now])
    kept = "localStorage.getItem('cv-cheatsheet:ticks')"
    page = profile(f"{kept} ?? localStorage.setItem('cv-cheatsheet:ticks', '[90000]');")
    moved = f"window.studyHeadings={json.dumps(data)}"
    page.route("**/headings.js", lambda route: route.fulfill(body=moved))
    page.goto(f"{server}study/?list={encode([now])}")
    page.get_by_text("1 done").wait_for()
    boxes(page).first.uncheck()
    assert page.evaluate(KEPT)["ticks"] == []


@pytest.mark.parametrize(
    "screen", [PHONE, {"viewport": {"width": 1280, "height": 800}}], ids=["phone", "laptop"]
)
def test_all_of_it_is_used_by_keys_and_fingers_and_is_accessible(profile, server, screen):
    page = profile(**screen)
    open_plan(page, f"{server}study/")
    boxes(page).first.check()
    page.get_by_role("button", name="Keep this list").click()
    content = json.dumps({**GOOD, "ticks": encode([500, 501])}).encode()
    page.locator(FILE).set_input_files({"name": "a", "mimeType": "", "buffer": content})
    add = page.get_by_role("button", name="Add to what is here")
    add.focus()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    if screen is PHONE:
        found = page.locator(
            ".study-list .actions > *, .shelf :is(input, a, button), .progress :is(button, select)"
        )
        assert found.count() > 10
        for control in found.all():
            box = control.bounding_box()
            assert min(box["width"], box["height"]) >= 43.9, control.inner_text()
    page.keyboard.press("Enter")
    expect(report(page)).to_contain_text("Added.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Undo"


def test_from_the_folder_progress_is_saved_and_brought_back(profile, site, tmp_path):
    with zipfile.ZipFile(site / "downloads/cv-cheatsheet-site.zip") as packed:
        packed.extractall(tmp_path)
    study = (tmp_path / "cv-cheatsheet/study/index.html").as_uri()
    page = profile()
    open_plan(page, study)
    boxes(page).first.check()
    file = saved(page, tmp_path / "progress.json")
    page.get_by_role("button", name="Clear the ticks").click()
    page.locator(FILE).set_input_files(file)
    page.get_by_role("button", name="Add to what is here").click()
    page.get_by_text("1 done").wait_for()
    page.get_by_role("button", name="Copy a link with the ticks").click()
    page.locator(".copied").wait_for()
    assert page.evaluate(CLIPBOARD)[0].startswith(f"{study}?list=")


def test_without_script_the_page_says_what_needs_it(profile, server):
    page = profile(java_script_enabled=False)
    page.goto(f"{server}study/")
    expect(page.get_by_text("Ticks, and lists that are kept, need JavaScript.")).to_be_visible()
    expect(page.locator(".progress")).to_be_hidden()
