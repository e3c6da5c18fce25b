"""Pages in browsers that lack something younger: each thing is taken away in turn, and the pictures are compared.

A style sheet loses a word as an old browser would not know it: `color-mix()` becomes `gone-color-mix()`, which makes the
declaration, the rule or the variable void by the browser's own rules.
"""

import re
from io import BytesIO

import pytest
from PIL import Image, ImageChops

from floor import DEGRADES
from reader import KINDS

# Much of a page, and still one picture: all of it in sight, since what is out of sight is laid out when it comes near.
WINDOW = {"width": 390, "height": 3000}
PATTERNS = {
    "property": r"(?<=[;{{])(?={}:)",
    "function": r"(?<![\w-])(?={}\()",
    "selector": r"(?<=:)(?={}(?![\w-]))",
    "at-rule": r"(?<=@)(?={}(?![\w-]))",
}
# Of what of a style sheet: how much of the picture may differ, in percent of its pixels.
STYLES = {
    ("function", "light-dark"): 0,
    ("function", "color-mix"): 1,
    ("selector", "has"): 0,
    ("at-rule", "container"): 0,
    ("at-rule", "layer"): 0,
    ("property", "text-wrap"): 2,
    ("property", "accent-color"): 0,
    ("property", "animation-timeline"): 0.1,
    ("property", "mask"): 0,
    ("property", "hyphens"): 0,
    ("property", "scrollbar-gutter"): 0,
    ("selector", "details-content"): 0,
}
# Scripts without a function of the browser: nothing looks different, nothing fails.
SCRIPTS = {
    "service worker": "delete Navigator.prototype.serviceWorker",
    "clipboard": "delete Navigator.prototype.clipboard; delete window.ClipboardItem",
    "share": "delete Navigator.prototype.share",
    "user activation": "delete Navigator.prototype.userActivation",
    "idle callback": "delete window.requestIdleCallback",
    "role": "delete Element.prototype.role",
    "storage": "Object.defineProperty(window, 'localStorage', { get() { throw new Error('blocked'); } })",
}


def without(css, *features):
    """The style sheet as browsers read it that do not know these."""
    for kind, name in features:
        css = re.sub(PATTERNS[kind].format(re.escape(name)), "gone-", css)
    return css


def picture(page, address, *gone):
    """The page as it is drawn where these words of style sheets mean nothing."""

    def answer(route):
        found = route.fetch()
        route.fulfill(response=found, body=without(found.text(), *gone))

    if gone:
        page.route("**/*.css", answer)
    page.emulate_media(reduced_motion="reduce")
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready")
    return still(page)


def still(page):
    """The picture of a page that has come to rest: two in a row are the same (a late font moves the lines below it)."""
    before = page.screenshot()
    for _ in range(20):
        page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"
        )
        now = page.screenshot()
        if now == before:
            return Image.open(BytesIO(now)).convert("RGB")
        before = now
    raise AssertionError(f"{page.url} does not come to rest")


def difference(one, other):
    """How many pixels of a hundred differ so that it can be seen."""
    box = tuple(min(pair) for pair in zip(one.size, other.size, strict=True))
    parts = ImageChops.difference(one.crop((0, 0, *box)), other.crop((0, 0, *box))).split()
    seen = ImageChops.lighter(ImageChops.lighter(*parts[:2]), parts[2]).point(
        lambda level: 255 * (level > 8)
    )
    return 100 * seen.histogram()[255] / (box[0] * box[1])


@pytest.fixture(scope="module")
def whole(browser, server):
    """`whole(path, scheme)` is the picture in the browser as it is."""
    kept = {}

    def look(path, scheme="light"):
        if (path, scheme) not in kept:
            context = browser.new_context(viewport=WINDOW, color_scheme=scheme)
            kept[path, scheme] = picture(context.new_page(), server + path)
            context.close()
        return kept[path, scheme]

    return look


@pytest.mark.parametrize("feature", STYLES, ids=" ".join)
def test_a_page_is_right_without_a_younger_word_of_style(window, server, whole, feature):
    page = window(*WINDOW.values())
    assert (
        difference(picture(page, f"{server}losses/", feature), whole("losses/")) <= STYLES[feature]
    )


@pytest.mark.parametrize("lost", SCRIPTS)
def test_a_page_is_right_without_a_function_of_the_browser(profile, server, whole, lost):
    page = profile(SCRIPTS[lost], viewport=WINDOW)
    assert difference(picture(page, f"{server}losses/"), whole("losses/")) == 0
    # What needs it does something else.
    page.locator("#focal a.headerlink").click()
    page.locator(".copied").wait_for()
    page.locator("a.term").first.focus()


@pytest.mark.parametrize(
    ("kind", "scheme"),
    [(kind, "light") for kind in ("home", "example", "study lists", "terms", "unknown")]
    + [("section", "dark"), ("home", "dark")],
)
def test_the_oldest_browser_shows_the_same_page(profile, server, whole, kind, scheme):
    """All that it lacks at once."""
    page = profile(";".join(SCRIPTS.values()), viewport=WINDOW, color_scheme=scheme)
    old = picture(page, server + KINDS[kind], *STYLES)
    assert difference(old, whole(KINDS[kind], scheme)) < 3


def test_everything_that_is_excused_is_taken_away_somewhere():
    """But for what no picture shows: paper, scrollbars that lie over the page, names of what the theme says twice."""
    unseen = {"scroll", "content-visibility", "contain-intrinsic-size", "scrollbar-color", "scrollbar-width", "outline", "color-adjust", "page",
              "break-after: avoid", "break-before: avoid", "marker", "autocapitalize", "autocorrect"}  # fmt: skip
    scripts = {"ClipboardItem": "clipboard", "share": "share", "userActivation": "user activation"}
    left = {name for kind, name in DEGRADES if (kind, name) not in STYLES} - unseen
    assert left == scripts.keys()
    assert SCRIPTS.keys() >= set(scripts.values())


def test_a_word_that_is_taken_away_is_void():
    css = "@media print{a{text-wrap:balance;color:color-mix(in srgb,red,blue)}}p:has(b),i{c:d}@container (x){e{f:g}}"
    gone = [
        ("property", "text-wrap"),
        ("function", "color-mix"),
        ("selector", "has"),
        ("at-rule", "container"),
    ]
    assert without(css, *gone) == (
        "@media print{a{gone-text-wrap:balance;color:gone-color-mix(in srgb,red,blue)}}"
        "p:gone-has(b),i{c:d}@gone-container (x){e{f:g}}"
    )
