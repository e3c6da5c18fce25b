"""Whether plots can be read: on a phone of 360 px every text of every plot, on a laptop none that shouts."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.nodes import element_text
from cheatsheet.site.inline_styles import copy_with_attributes

SECTIONS = [
    *("cnn", "optimization", "regularization", "architectures", "detection"),
    *("losses", "normalization", "hardware", "pitfalls", "system-design"),
]
SMALLEST = 11  # px
# Of a screen 640 px high, what the header leaves; a plot is seen whole.
HIGHEST = 540
# All drawings in view: size, and for each text its words, size of type and box in px. From a box goes what holds no ink
# of letters: a fifth above and below.
DRAWINGS = """() => [...document.querySelectorAll("figure.plot svg")].map((svg) => {
  const box = svg.getBoundingClientRect();
  const scale = box.width / svg.viewBox.baseVal.width;
  const pieces = [...svg.querySelectorAll("text, tspan")].filter((piece) => piece.textContent.trim());
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).map((text) => {
    const { x, y, width, height } = text.getBBox();
    const way = text.getScreenCTM();
    const corners = [[0, 0.2], [1, 0.2], [0, 0.8], [1, 0.8]].map(([right, down]) =>
      new DOMPoint(x + right * width, y + down * height).matrixTransform(way));
    const across = corners.map((corner) => corner.x - box.left);
    const along = corners.map((corner) => corner.y - box.top);
    return { text: text.textContent, left: Math.min(...across), right: Math.max(...across),
      top: Math.min(...along), bottom: Math.max(...along) };
  });
  const sizes = pieces.map((piece) => [piece.textContent, parseFloat(getComputedStyle(piece).fontSize) * scale]);
  const uses = svg.querySelector("[id]")?.id ?? "";
  return { name: svg.closest("figure").id + " " + uses, width: box.width, height: box.height, texts, sizes };
})"""


@pytest.fixture
def drawings(browser, server):
    """`drawings(path, width, figures)` opens a page as wide and measures its plots, or these in place of its own."""
    # Figures of the test's own, with their styles, go into a page.
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()

    def measure(path, width, figures=""):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(server + path, wait_until="load")
        if figures:
            page.evaluate(
                "(figures) => document.querySelector('article').innerHTML = figures", figures
            )
        page.evaluate("document.fonts.ready")
        for fold in page.locator("details").all():
            fold.evaluate("(fold) => fold.open = true")
        return page.evaluate(DRAWINGS)

    yield measure
    context.close()


def faults_of(drawing) -> list[str]:
    """What a reader of a phone could not read in a drawing."""
    texts, width, height = drawing["texts"], drawing["width"], drawing["height"]
    found = [f"{text!r} has {size:.1f} px" for text, size in drawing["sizes"] if size < SMALLEST]
    if height > HIGHEST:
        found.append(f"it is {height:.0f} px high")
    for place, one in enumerate(texts):
        if min(one["left"], one["top"], width - one["right"], height - one["bottom"]) < -1:
            found.append(f"{one['text']!r} is cut off")
        for other in texts[:place]:
            across = min(one["right"], other["right"]) - max(one["left"], other["left"])
            along = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            if min(across, along) > 1:
                found.append(f"{other['text']!r} and {one['text']!r} overlap")
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_every_text_of_a_sections_plots_can_be_read_on_a_phone(drawings, section):
    found = drawings(f"{section}/", 360)
    assert found
    assert {one["name"]: faults_of(one) for one in found if faults_of(one)} == {}


def test_every_text_of_the_plots_of_all_examples_can_be_read_on_a_phone(drawings, site):
    pages = sorted(site.glob("examples/*/*/index.html"))
    roots = [parse_page(page.read_text("utf-8")) for page in pages]
    # On another page they need their styles as attributes.
    figures = [
        element_text(copy_with_attributes(root, figure))
        for root in roots
        for figure in root.find_class("plot")
    ]
    path = "examples/losses/focal/"
    (own, *_) = drawings(path, 360)
    found = drawings(path, 360, "".join(figures))
    assert len(found) == len(figures) > 120
    # As wide as they are on their own pages.
    assert {one["width"] for one in found} == {own["width"]}
    assert {one["name"]: faults_of(one) for one in found if faults_of(one)} == {}


@pytest.mark.parametrize("width", [700, 1280])
def test_on_a_laptop_plots_are_no_larger_than_the_text_around_them(drawings, width):
    found = drawings("losses/", width)
    sizes = [size for one in found for _, size in one["sizes"]]
    assert max(sizes) <= 16
    assert min(sizes) >= 14
