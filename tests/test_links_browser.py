"""Links to anything, in real Chromium: copied, shared, arrived at, and put into study lists that others open."""

import re

import pytest

from cheatsheet.offline import offline_files

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
CLIPBOARD = """async () => {
  const [item] = await navigator.clipboard.read();
  const read = async (type) => item.types.includes(type) ? (await item.getType(type)).text() : "";
  return [await read("text/plain"), await read("text/html")];
}"""


@pytest.fixture
def profile(browser):
    """`profile(…)` is the page of a new profile; it may use the clipboard, and its faults fail the test."""
    contexts, faults = [], []

    def make(script="", **options):
        context = browser.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        contexts.append(context)
        context.add_init_script(script)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert faults == []


def in_view(page, selector):
    """Whether the top of an element lies below the header and above the foot of the window."""
    top = page.locator(selector).bounding_box()["y"]
    return page.locator(".md-header").bounding_box()["height"] <= top < page.viewport_size["height"]


def link_to(page, name):
    return page.locator(f"a.headerlink[href='#{name}']")


# --- Copying ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name", "title"),
    [
        ("losses/", "losses", "6. Loss Functions Summary"),
        ("losses/", "focal", "Focal loss"),
        ("losses/", "at-a-glance", "At a glance · Loss Functions Summary"),
        ("losses/", "row-focal", "Focal · Loss Functions Summary"),
        ("losses/", "fig-focal-curves", "The focusing factor hardly touches hard samples and all but removes easy ones · Loss Functions Summary"),
        ("losses/", "corrected-6-9", "“1 − IoU + distance + aspect ratio” · Loss Functions Summary"),
        ("losses/", "eq-focal", "Formula: Focal loss"),
        ("claims/", "7.10", "7.10 “"),
    ],
)  # fmt: skip
def test_one_click_copies_address_and_title(profile, server, path, name, title):
    page = profile()
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


def test_pointing_at_a_row_shows_its_link(profile, server):
    page = profile()
    page.goto(f"{server}losses/")
    link = link_to(page, "row-dice")
    page.mouse.move(1, 1)
    assert link.evaluate("e => getComputedStyle(e).opacity") == "0"
    page.locator("tr:has(#row-dice) td").last.hover()
    page.wait_for_function("e => getComputedStyle(e).opacity === '1'", arg=link.element_handle())


def test_the_keyboard_copies_and_chooses_another_form(profile, server):
    page = profile()
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


def test_a_phone_opens_its_share_sheet(profile, server):
    page = profile(SHARE % "", **PHONE)
    page.goto(f"{server}losses/")
    link_to(page, "row-focal").tap()
    page.wait_for_function("window.shared")
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
        link_to(page, name).click(force=True)
        assert page.url == f"{server}losses/#{name}"


# --- Arriving --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["focal", "row-focal", "fig-focal-curves", "eq-focal", "corrected-6-9"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_target_is_clear_of_the_header_focused_and_marked(profile, server, name, width):
    page = profile(viewport={"width": width, "height": 700})
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
def test_nothing_that_sticks_covers_a_target(profile, server, path, name, width):
    page = profile(viewport={"width": width, "height": 700})
    page.goto(f"{server}{path}#{name}")
    page.wait_for_function("name => document.activeElement.id === name", arg=name)
    page.wait_for_timeout(200)
    assert in_view(page, f"[id='{name}']")
    assert page.evaluate(CLEAR, name)


def test_what_the_tab_key_reaches_is_not_under_the_header_or_the_bar(profile, server):
    page = profile(viewport={"width": 1280, "height": 500})
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    page.locator(".study-list a.start").click()
    bar = page.locator(".list-bar").bounding_box()["y"]
    link_to(page, "sources").focus()
    for key, times in (("Shift+Tab", 60), ("Tab", 30)):
        for _ in range(times):
            page.keyboard.press(key)
            top, bottom = page.evaluate("(({ top, bottom }) => [top, bottom])(document.activeElement.getBoundingClientRect())")  # fmt: skip
            assert bottom > 48, key
            assert top < bar, key


def test_less_motion_gets_a_mark_that_stays(profile, server):
    page = profile(reduced_motion="reduce")
    page.goto(f"{server}losses/#row-focal")
    row = page.locator("tr:has(#row-focal)")
    assert row.evaluate("e => e.getAnimations().length") == 0
    assert row.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"


def test_following_the_same_link_again_arrives_again(profile, server):
    page = profile()
    page.goto(f"{server}losses/#focal")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".md-sidebar--secondary a[href$='#focal']").click()
    page.wait_for_function("document.activeElement.id === 'focal'")
    assert in_view(page, "#focal")


FOLD = '<details id="q-why"><summary>Why?</summary><details><summary>More</summary><p id="inside">Because.</p></details></details>'


@pytest.mark.parametrize(("name", "focused"), [("q-why", "SUMMARY"), ("inside", "P")])
def test_what_is_folded_opens(profile, server, name, focused):
    page = profile()
    page.route("**/losses/", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace('<p class="page-foot">', FOLD + '<p class="page-foot">')
    ))  # fmt: skip
    page.goto(f"{server}losses/")
    page.evaluate("name => { location.hash = name }", name)
    page.wait_for_function("tag => document.activeElement.tagName === tag", arg=focused)
    assert page.locator("#q-why").evaluate("e => e.open")
    assert page.locator("#inside").is_visible() == (name == "inside")
    assert in_view(page, f"#{name}")


def test_an_old_id_arrives_at_what_it_named(profile, server):
    page = profile()
    alias = '<span class="alias" id="focal-loss"></span>'
    page.route("**/losses/", lambda route: route.fulfill(
        response=(answer := route.fetch()), body=answer.text().replace('<h2 id="focal">', '<h2 id="focal">' + alias)
    ))  # fmt: skip
    page.goto(f"{server}losses/")
    page.evaluate("location.hash = 'focal-loss'")
    page.wait_for_function("document.activeElement.id === 'focal'")
    assert in_view(page, "#focal")
    assert page.locator("#focal").evaluate("e => e.getAnimations().length") == 1


def test_a_search_result_arrives(profile, server):
    page = profile()
    page.goto(server)
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("triplet mining")
    result = page.locator(".md-search-result__item a[href*='losses/'][href*='#triplet']").first
    result.click()
    page.wait_for_url("**/losses/?h=*#triplet")
    page.wait_for_function("document.activeElement.id === 'triplet'")
    assert in_view(page, "#triplet")


def test_a_text_fragment_keeps_its_place(profile, server):
    page = profile(viewport={"width": 1280, "height": 500})
    page.goto(f"{server}losses/#focal:~:text=Most%20random%20triplets")
    page.wait_for_timeout(500)
    words = page.locator("p", has_text="Most random triplets").first
    assert 0 < words.bounding_box()["y"] < 500


def test_an_address_that_is_no_address_breaks_nothing(profile, server):
    page = profile()
    for hash_ in ("#%E0%A4%A", "#nothing", "#__search", "#"):
        page.goto(f"{server}losses/{hash_}")
    assert page.locator("h1").is_visible()


@pytest.fixture(scope="module")
def folder(site, root, tmp_path_factory):
    """The offline copy, unpacked."""
    made = tmp_path_factory.mktemp("offline")
    for name, content in offline_files(site, root / "docs").items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(content)
    return made.as_uri()


def test_the_offline_copy_arrives_copies_and_follows_a_list(profile, folder):
    page = profile()
    page.goto(f"{folder}/losses/index.html#row-focal")
    page.wait_for_function("document.activeElement.id === 'row-focal'")
    assert in_view(page, "#row-focal")
    link_to(page, "focal").click()
    page.locator(".copied").wait_for()
    assert page.evaluate(CLIPBOARD)[0] == f"{folder}/losses/index.html#focal"
    page.goto(f"{folder}/index.html")
    page.locator("a[href*='study/index.html?list=']").last.click()
    page.locator(".study-list a.start").click()
    page.locator(".list-bar a.step").last.click()
    page.locator(".list-bar").get_by_text("2 of ").wait_for()
    assert page.locator("article h1").is_visible()


# --- Study lists -----------------------------------------------------------------------------------------------------


def titles(page):
    return page.locator(".study-list li span:nth-child(2) a").all_inner_texts()


def pick(page, *choices):
    for section, heading in choices:
        fold = page.locator(".picker details", has=page.locator("summary", has_text=section))
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
    assert titles(maker) == wanted
    maker.get_by_role("button", name="Copy the link").first.click()
    maker.locator(".copied").wait_for()
    link, rich = maker.evaluate(CLIPBOARD)
    assert link == maker.url
    assert "Study list, 3 items" in rich

    reader = profile(**PHONE)
    reader.goto(link)
    assert titles(reader) == wanted
    assert reader.locator(".study-list .left-out").count() == 0
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
    assert reader.locator(".study-list li input:checked").count() == 0

    maker.reload()
    assert titles(maker) == wanted
    assert maker.locator(".study-list li input:checked").count() == 0


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
    for box in page.locator(".study-list li input").all()[:3]:
        box.check()
    page.get_by_role("link", name="Continue at 4").click()
    page.locator(".list-bar").get_by_text("4 of ").wait_for()


def test_the_page_of_lists_leads_to_the_picker(profile, server):
    page = profile(**PHONE)
    page.goto(f"{server}study/")
    page.get_by_role("link", name="make a list of your own").tap()
    page.wait_for_function("document.activeElement.id === 'own'")
    assert in_view(page, "#own")


def test_a_list_can_be_changed(profile, server):
    page = profile()
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").last.click()
    before = titles(page)
    assert page.locator("#list").inner_text() == "Ten minutes"
    page.get_by_role("button", name="Change the list").click()
    page.get_by_role("button", name=f"Remove: {before[0]}").click()
    page.get_by_role("button", name=f"Down: {before[1]}").click()
    assert titles(page) == [before[2], before[1], *before[3:]]
    page.reload()
    assert titles(page) == [before[2], before[1], *before[3:]]


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
    assert len(titles(page)) >= shown


STORAGE = {
    "blocked": "for (const n of ['localStorage', 'sessionStorage']) Object.defineProperty(window, n, { configurable: true, get() { throw new DOMException('no', 'SecurityError'); } });",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    "damaged": "for (const key of ['/.__palette', 'cv-cheatsheet:ticks']) localStorage.setItem(key, '{broken');",
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
    page.locator("input.md-search__input").click()  # the theme's scripts live, too
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()


def test_print_these_prints_the_texts(profile, server):
    page = profile(
        "window.print = () => { window.printed = document.querySelector('.print-sheet')?.innerText ?? ''; };"
    )
    page.goto(f"{server}study/")
    pick(page, ("Loss", "Focal loss"), ("Convolutional", "Receptive field growth"))
    page.get_by_role("button", name="Print these").click()
    page.wait_for_function("window.printed !== undefined")
    page.emulate_media(media="print")
    sheet = page.locator(".print-sheet")
    assert sheet.locator("h2").all_inner_texts() == ["Focal loss", "Receptive field growth"]
    assert sheet.locator("figure.plot svg").first.is_visible()
    assert sheet.locator(".katex-html").first.is_visible()
    assert not page.locator("h1").is_visible()
    origins = sheet.locator("> .page-facts").all_inner_texts()
    assert origins[0] == f"Loss Functions Summary · {server}losses/#focal"
    assert all(url.startswith(server) for url in sheet.locator("a[href]").evaluate_all("all => all.map((a) => a.href).filter((href) => !/arxiv|doi/.test(href))"))  # fmt: skip
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".print-sheet").count() == 0


def test_without_script_the_plans_are_lists_of_links(profile, server):
    page = profile(java_script_enabled=False)
    page.goto(server)
    page.locator("a[href*='study/?list=']").first.click()
    assert page.locator(".plan").count() == 3
    assert page.locator(".plan li a").count() > 30
    assert page.get_by_text("Follow this plan").first.is_hidden()
    page.locator(".plan li a").first.click()
    assert page.url == f"{server}cnn/#cnn"


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_scrolls_sideways_and_all_is_accessible(profile, server, width):
    from axe_playwright_python.sync_playwright import Axe

    page = profile(viewport={"width": width, "height": 800})
    page.goto(f"{server}study/")
    page.get_by_role("link", name="Follow this plan").nth(1).click()
    page.get_by_role("button", name="Change the list").click()
    page.locator(".picker summary").first.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [
            (v["id"], v["nodes"][0]["html"][:90]) for v in Axe().run(page).response["violations"]
        ] == []
    page.locator(".study-list a.start").click()
    page.locator(".list-bar").wait_for()
    link_to(page, "at-a-glance").click()
    page.locator(".copied").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [
        (v["id"], v["nodes"][0]["html"][:90]) for v in Axe().run(page).response["violations"]
    ] == []
