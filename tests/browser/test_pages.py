"""What a reader sees, in real Chromium: phone and desktop, light and dark, with and without JavaScript."""

import re
from bisect import bisect_left
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from playwright.sync_api import expect

from reader import KINDS, plan

PAGES = ["", "losses/", "examples/cnn/receptive_field/"]
WIDTHS = [390, 1280]


def watch(page, server):
    """Let a page note errors and requests to other hosts, in `errors` and `foreign`."""
    page.errors, page.foreign = [], []
    page.on("console", lambda message: message.type == "error" and page.errors.append(message.text))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on(
        "request",
        lambda request: (
            request.url.startswith(("data:", "blob:", server)) or page.foreign.append(request.url)
        ),
    )
    return page


@pytest.fixture
def visit(browser, server):
    """`visit(path, width=…, scheme=…)` opens a page in a profile of its own; errors and foreign requests are collected."""
    contexts = []

    def open_page(path, width=1280, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = watch(context.new_page(), server)
        page.goto(server + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def windows(browser, server):
    """`windows(scheme, script)` is a window that stays."""
    kept = {}

    def window(scheme, script):
        if (scheme, script) not in kept:
            context = browser.new_context(color_scheme=scheme, java_script_enabled=script)
            kept[scheme, script] = watch(context.new_page(), server)
        return kept[scheme, script]

    yield window
    for page in kept.values():
        page.context.close()


@pytest.fixture
def look(windows, server):
    """As `visit`, for tests that leave nothing in storage: a window that stays takes a third of the time of a new one."""

    def open_page(path, width=1280, scheme="light", script=True):
        page = windows(scheme, script)
        # What is left of the page before ends here, so that no address leads from place to place in one page.
        page.goto("about:blank")
        page.emulate_media(media="null", color_scheme=scheme, reduced_motion="null")
        page.set_viewport_size({"width": width, "height": 900})
        page.errors.clear()
        page.foreign.clear()
        page.goto(server + path, wait_until="load")
        return page

    return open_page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_pages_are_whole(look, path, width, scheme, script):
    page = look(path, width, scheme, script)
    page.wait_for_timeout(200)
    assert page.errors == []
    assert page.foreign == []
    if script:
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert background == ("rgb(21, 25, 31)" if scheme == "dark" else "rgb(253, 252, 250)")
    if path == "losses/":
        formula = page.locator(".katex-html").first
        expect(formula).to_be_visible()
        assert page.locator(".md-typeset").first.inner_text().count("\\") == 0
        expect(page.locator("figure.plot svg").first).to_be_visible()


@pytest.mark.parametrize(
    "slug", ["cnn/", "optimization/", "detection/", "hardware/", "claims/", "examples/"]
)
def test_nothing_scrolls_sideways_at_360(look, slug):
    page = look(slug, width=360)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("focal", "losses/#focal"),
        ("CIoU", "losses/#ciou"),
        ("batch norm batch 1", "normalization/#batch-of-one"),
        ("why warmup", "optimization/#schedules"),
        ("OOM", "hardware/#memory-breakdown"),
        ("fp16", "hardware/#mixed-precision"),
        ("iou formula", "losses/#ciou"),
    ],
)
def test_search_finds_and_opens(look, words, target):
    page = look("")
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill(words)
    first = page.locator(".md-search-result__item").first  # a page with its best parts
    first.locator("a").first.wait_for()
    page.wait_for_timeout(300)
    links = [link.get_attribute("href") for link in first.locator("a").all()]
    without_words = [re.sub(r"\?h=[^#]*", "", link) for link in links]
    assert any(link.endswith(target) for link in without_words), links
    assert "\\" not in page.locator(".md-search-result__list").inner_text()
    first.locator("a").nth(1).click()
    page.wait_for_url(f"**/{target.partition('#')[0]}**")


def test_words_that_begin_with_a_digit_are_found(visit):
    page = visit("")
    said: list[str] = []
    # That the service worker is held back in tests is said whenever the page comes to it.
    page.on(
        "console", lambda message: "Service Worker" in message.text or said.append(message.text)
    )
    page.locator("input.md-search__input").click()
    for digit in range(10):
        page.locator("input.md-search__input").fill("focal")
        expect(page.locator(".md-search-result__meta")).to_contain_text("document")
        page.locator("input.md-search__input").fill(f"norm {digit}")
        page.locator(f".md-search-result__item a[href*='h={digit}+norm']").first.wait_for()
    assert not said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_each_card_shows_one_small_plot(look, scheme, script):
    page = look("", scheme=scheme, script=script)
    expect(page.locator("a.card")).to_have_count(10)
    shown = page.locator("a.card img:visible")
    expect(shown).to_have_count(10)
    assert all(f"-{scheme}.svg" in image.get_attribute("src") for image in shown.all())


def test_search_is_loaded_only_when_it_is_opened(visit):
    page = visit("losses/")
    loaded = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert not [url for url in loaded if "search" in url]
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(500)
    assert not [url for url in asked if "search" in url]
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()
    assert [url for url in asked if "search_index.json" in url]


def test_the_theme_switches_and_is_remembered(visit):
    page = visit("cnn/")
    backgrounds = []
    for _ in range(3):
        backgrounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        page.locator("button.scheme").click()
    assert backgrounds == ["rgb(253, 252, 250)", "rgb(253, 252, 250)", "rgb(21, 25, 31)"]
    page.locator("button.scheme").click()
    page.locator("button.scheme").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 31)"
    stroke = "getComputedStyle(document.querySelector('figure.plot svg')).fill"
    assert page.evaluate(stroke) == "rgb(220, 226, 234)"


def test_keys_switch_the_theme_and_keep_the_focus(visit):
    page = visit("cnn/")
    button = page.get_by_role("button", name="Colour scheme: system. Switch to light")
    button.focus()
    for key, scheme in [("Space", "light"), ("Enter", "dark"), ("Space", "system")]:
        page.keyboard.press(key)
        shown = page.locator("button.scheme")
        expect(shown).to_have_attribute("title", re.compile(f"^Colour scheme: {scheme}"))
        expect(shown).to_be_focused()
    assert page.evaluate("scrollY") == 0


def test_a_chosen_scheme_is_there_before_the_scripts(visit, server):
    page = visit("cnn/", scheme="dark")
    page.locator("button.scheme").click()
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{server}losses/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 250)"


# What a browser may hand back for the scheme: cut off, of another type, of another version, or huge.
DAMAGED = [
    "{broken",
    '"dark',
    "null",
    "[]",
    '{"index": 1}',
    '"purple"',
    "7",
    "true",
    '"' + "x" * 10_000,
    "\u0000",
]


def test_a_damaged_choice_of_the_scheme_breaks_nothing(visit, server):
    page = visit("")
    for value in DAMAGED:
        page.evaluate("(value) => { localStorage['cv-cheatsheet:scheme'] = value; }", value)
        page.goto(f"{server}losses/")
        expect(page.locator("body")).to_have_attribute("data-scheme", "system")
        page.locator("button.scheme").click()
        expect(page.locator("body")).to_have_attribute("data-scheme", "light")
    page.locator("input.md-search__input").click()
    page.locator("input.md-search__input").fill("dice")
    page.locator(".md-search-result__item a").first.wait_for()
    assert page.errors == []


def test_the_browser_s_bars_have_the_colour_of_the_page(visit):
    page = visit("cnn/", scheme="dark")
    bars = """() => [...document.querySelectorAll("meta[name=theme-color]")]
      .filter(({ media }) => matchMedia(media).matches).map(({ content }) => content)"""
    seen = []
    for _ in range(3):
        seen += page.evaluate(bars)
        page.locator("button.scheme").click()
    # The system's, light, dark.
    assert seen == ["#15191f", "#fdfcfa", "#15191f"]


def test_the_scheme_follows_the_system_while_nothing_is_chosen(visit):
    page = visit("cnn/")
    body = page.locator("body")
    page.emulate_media(color_scheme="dark")
    expect(body).to_have_css("background-color", "rgb(21, 25, 31)")
    page.locator("button.scheme").click()
    expect(body).to_have_css("background-color", "rgb(253, 252, 250)")


def test_the_contents_follow_the_reading_place(look):
    page = look("losses/")
    active = page.locator(".md-sidebar--secondary .md-nav__link--active")
    for name in ("focal", "dice", "at-a-glance"):
        page.evaluate("(name) => document.getElementById(name).scrollIntoView()", name)
        expect(active).to_have_attribute("href", f"#{name}")
    # Parts take their heights as they come near: the end moves on until all have been drawn.
    page.wait_for_function("""() => {
      scrollTo(0, document.body.scrollHeight);
      return document.querySelector(".md-sidebar--secondary .md-nav__link--active")?.hash === "#sources";
    }""")
    passed = page.locator(".md-sidebar--secondary .md-nav__link:not(.md-nav__link--passed)")
    expect(passed).to_have_count(0)
    # The header names the page, whose title is out of sight.
    expect(page.locator(".md-header__title")).to_have_class(re.compile("title--active"))
    page.evaluate("scrollTo(0, 0)")
    expect(active).to_have_count(0)
    expect(page.locator(".md-header__title")).not_to_have_class(re.compile("title--active"))


def test_the_way_back_to_the_top_is_shown_while_one_scrolls_up(look):
    page = look("losses/")
    button = page.locator("button.md-top")
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 3000)
    page.wait_for_function("() => scrollY > 2000")
    expect(button).to_have_attribute("hidden", "")
    # What moves the page by itself is no way back.
    page.evaluate("location.hash = 'focal'")
    page.evaluate("scrollBy(0, -50)")
    page.wait_for_timeout(200)
    expect(button).to_have_attribute("hidden", "")
    page.mouse.wheel(0, -300)
    expect(button).not_to_have_attribute("hidden", "")
    button.click()
    page.wait_for_function("() => scrollY === 0")


def test_without_script_an_address_opens_its_answer(look):
    page = look("questions/losses/#q-mse-classifier", script=False)
    expect(page.locator("#q-mse-classifier > p").first).to_be_visible()
    expect(page.locator("#q-several-labels > p").first).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator("#q-several-labels > p").first).to_be_visible()


def test_the_button_that_copies_code_lies_over_no_line_on_a_phone(look):
    page = look("examples/cnn/receptive_field/", width=390)
    button = page.locator(".md-code__button").first.bounding_box()
    line = page.locator(".highlight code span").first.bounding_box()
    assert line["y"] >= button["y"] + button["height"] - 4


def test_short_numbers_of_the_robustness_page_stay_on_one_line_on_a_phone(look):
    page = look("robustness/", width=390)
    split = page.locator(".carries td a.checked").evaluate_all(
        """(all) => all.filter((one) => one.textContent.length < 13 && one.getClientRects().length > 1)
          .map((one) => one.textContent)"""
    )
    assert split == []
    # And none reaches into the column beside it.
    wide = page.locator(".carries td").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent)"
    )
    assert wide == []


def test_without_script_a_dark_reader_gets_a_dark_page(look):
    page = look("cnn/", scheme="dark", script=False)
    image = page.screenshot(clip={"x": 600, "y": 300, "width": 4, "height": 4})
    assert sum(Image.open(BytesIO(image)).convert("RGB").getpixel((0, 0))) < 200


# Tag and colours of all that is seen; a drawing's colours are its own properties.
COLOURS = """() => [...document.querySelectorAll("body *")]
  .filter((one) => one.checkVisibility() && !one.matches(".unseen"))
  .map((one) => {
    const style = getComputedStyle(one);
    const names = ["color", "backgroundColor", "borderTopColor", "textDecorationColor", "fill", "stroke"];
    return [one.tagName, one.getAttribute("src"), ...names.map((name) => style[name])].join(" ");
  })"""


@pytest.mark.parametrize(
    ("path", "dark"),
    [(path, dark) for path in PAGES for dark in ("system", "system-no-script", "chosen")]
    + [(path, "system") for path in KINDS.values() if path not in PAGES],
)
def test_from_the_dark_a_page_is_printed_as_from_the_light(visit, look, path, dark):
    script = dark != "system-no-script"
    light = look(path, script=script)
    light.emulate_media(media="print", reduced_motion="reduce")
    page = visit(path) if dark == "chosen" else look(path, scheme="dark", script=script)
    for _ in range(2 * (dark == "chosen")):
        page.locator("button.scheme").click()
    screen = page.evaluate("getComputedStyle(document.querySelector('article')).color")
    assert screen == "rgb(220, 226, 234)"
    page.emulate_media(media="print", reduced_motion="reduce")
    printed = page.evaluate("getComputedStyle(document.querySelector('article')).color")
    assert printed == "rgb(31, 36, 48)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert page.evaluate(COLOURS) == light.evaluate(COLOURS)


def letters(text):
    """Letters and digits: where a line ends, and how, says nothing."""
    return "".join(filter(str.isalnum, text))


def sheets(page):
    """The letters of each sheet of A4."""
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as pdf:
        return [letters(sheet.get_textpage().get_text_range()) for sheet in pdf]


@pytest.mark.parametrize(
    ("path", "whole"), [("", ".cards > li, .plan"), ("examples/", ".cards > li")]
)
def test_no_card_and_no_plan_is_cut_by_the_end_of_a_sheet(look, path, whole):
    page = look(path)
    printed = sheets(page)
    page.emulate_media(media="print")
    texts = page.locator(whole).all_inner_texts()
    assert len(texts) > 5
    assert [text for text in texts if not any(letters(text) in one for one in printed)] == []


FILL = """(count) => {
  document.querySelectorAll(".filler").forEach((one) => one.remove());
  const line = '<p class="filler">filler</p>';
  document.querySelector(".page-foot").insertAdjacentHTML("beforebegin", line.repeat(count));
}"""


def test_no_sheet_holds_the_foot_of_a_page_alone(look):
    page = look("")

    def filled(count):
        page.evaluate(FILL, count)
        return sheets(page)

    # The least number of lines that need one more sheet: it begins with what stands last.
    before = len(filled(0))
    count = bisect_left(range(100), before + 1, key=lambda count: len(filled(count)))
    last = filled(count)[-1]
    assert last.startswith("filler")
    assert letters(page.locator(".page-foot").text_content()) in last


def test_what_only_a_screen_needs_is_not_printed(look):
    page = look("examples/losses/focal/")
    buttons = page.locator(".md-code__button")
    expect(buttons.first).to_be_visible()
    expect(page.locator("p.offers")).to_be_visible()
    page.emulate_media(media="print")
    assert buttons.evaluate_all("(all) => all.filter((one) => one.checkVisibility())") == []
    expect(page.locator("p.offers")).to_be_hidden()


@pytest.mark.parametrize("kind", ["section", "study list", "texts of a list"])
def test_sheets_of_paper_are_white_from_the_dark(visit, server, kind):
    page = visit("study/" if kind != "section" else "losses/", scheme="dark")
    if kind != "section":
        page.goto(plan(page, server))
        page.evaluate("window.print = () => {}")
    for backgrounds in (True, False):
        if kind == "texts of a list":
            page.get_by_role("button", name="Print these").click()
            page.locator(
                "html.print-list .print-sheet svg, html.print-list .print-sheet p"
            ).first.wait_for(state="attached")
        # A picture of the first sheet, margins and all.
        printed = page.pdf(print_background=backgrounds, page_ranges="1")
        sheet = pypdfium2.PdfDocument(printed)[0].render(scale=40 / 72)
        levels = sheet.to_pil().convert("L").histogram()
        assert sum(levels[235:]) > 0.8 * sum(levels), backgrounds
        # Its text is black, not pale.
        assert sum(levels[:120]) > 0.001 * sum(levels), backgrounds


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_number_that_is_quoted_looks_so_and_no_citation_does(look, scheme):
    page = look("hardware/", scheme=scheme)
    kinds = ["a.checked.quoted", "a.checked.given", "a.cite.quoted", "a.cite:not(.quoted)"]
    # A line's style, thickness, colour and distance.
    names = ["Line", "Style", "Thickness", "Color"]
    lines = [
        page.locator(f"article {kind}").first.evaluate(
            "(link, names) => names.map((name) => getComputedStyle(link)[`textDecoration${name}`])",
            names,
        )
        for kind in kinds
    ]
    assert lines[0] == lines[1] == lines[2]
    assert lines[3] != lines[0]


def test_the_ledger_filters_and_keeps_its_state_in_the_address(look, server):
    page = look("claims/?verdict=wrong")
    expect(page.locator("h3[data-verdict]:visible")).to_have_count(9)
    page.select_option("select[name=section]", "normalization")
    expect(page.locator("h3[data-verdict]:visible")).to_have_count(2)
    expect(page).to_have_url(f"{server}claims/?verdict=wrong&section=normalization")
    page.evaluate("location.hash = '#1.1'")
    page.locator("[id='1.1']").wait_for(state="visible")


def test_a_filter_in_the_address_is_what_the_reader_sees_first(look):
    page = look("claims/?verdict=wrong", width=390)
    page.wait_for_function("() => scrollY > 0")
    assert page.locator(".filter").bounding_box()["y"] >= 47
    assert page.locator("h3[data-verdict]:visible").first.bounding_box()["y"] < 900


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_downloads_of_an_example_can_be_seen(look, scheme):
    page = look("examples/cnn/receptive_field/", scheme=scheme)
    link = page.locator(".downloads a").first
    color = "e => getComputedStyle(e).color"
    assert link.evaluate(color) != page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert link.evaluate(color) == page.locator(".used-in a").first.evaluate(color)
