"""Formulas with half as many elements are drawn as KaTeX draws them."""

import json
from io import BytesIO

import pytest
from lxml import html
from PIL import Image, ImageChops
from py_mini_racer import MiniRacer

from cheatsheet.base.nodes import element_text
from cheatsheet.markdown.formulas import KATEX, OPTIONS, Formulas

# What KaTeX has besides what the pages use now.
MORE = [
    (r"\sqrt[3]{\frac{a}{b}} + \overline{x} + \hat{y} + \vec{v} + \dot{z} + \tilde{n}", True),
    (r"\sum_{i=1}^{n} \prod_j \int_0^1 \lim_{x \to 0} \max_{k} f", True),
    (r"\sum_{i=1}^{n} \left(\frac{1}{\frac{a}{b}}\right)^2 \bigl( x \bigr)", False),
    (r"\begin{pmatrix} a & b \\ c & d \end{pmatrix} \begin{cases} 1 & x > 0 \\ 0 \end{cases}", True),
    (r"a_{b_{c}}^{d^{e}} {}_1x \binom{n}{k} \underbrace{x+y}_{z} \xrightarrow{f}", True),
    (r"\mathbf{A}\mathbb{E}\mathcal{F}\mathrm{d}x\,\text{if } p \;\; q\! r \quad s", False),
    (r"x \bmod y, \lfloor z \rfloor \cdot \lVert w \rVert_2 \approx -1 \ne {+}2 \color{red}{r}", False),
]  # fmt: skip
BOXES = """() => [...document.querySelectorAll(".katex")].flatMap((one) => {
  const { left, top, width } = one.getBoundingClientRect();
  return [left, top, width];
})"""
# Pixels: what is rounded otherwise where two texts became one.
NEAR = 0.2


@pytest.fixture(scope="module")
def shown(site):
    """TeX of all formulas of the pages, and whether they stand on a line of their own."""
    found = {}
    for path in sorted(site.glob("*/index.html")):
        for math in html.parse(str(path)).iter("math"):
            found[math.get("alttext"), math.get("display") == "block"] = None
    assert len(found) > 150
    return [*found, *MORE]


def drawn(page, server, root, formulas):
    """Boxes of all formulas, and their picture."""
    katex = (root / "docs/assets/katex/katex.min.css").read_text("utf-8")
    katex = katex.replace("url(fonts/", f"url({server}assets/katex/fonts/")
    address = page.locator("link[rel=stylesheet]").last.evaluate("(link) => link.href")
    rows = "".join(f"<p>x {formula} y</p>" for formula in formulas)
    page.set_content(
        f'<!doctype html><base href="{server}"><style>{katex}</style>'
        f'<link rel="stylesheet" href="{address}"><div class="md-typeset">{rows}</div>'
    )
    page.evaluate("Promise.allSettled([...document.fonts].map((font) => font.load()))")
    page.wait_for_load_state("networkidle")
    return page.evaluate(BOXES), page.screenshot(full_page=True)


def test_each_formula_is_drawn_as_katex_draws_it(profile, server, root, shown):
    engine = MiniRacer()
    engine.eval(KATEX.read_text("utf-8"))
    options = [json.dumps({**OPTIONS, "displayMode": display}) for _, display in shown]
    whole = [
        engine.eval(f"katex.renderToString({json.dumps(tex)}, {option})")
        for (tex, _), option in zip(shown, options, strict=True)
    ]
    with Formulas() as formulas:
        compact = [element_text(formulas.render(tex, display)) for tex, display in shown]
    # What is drawn here stands on no page of the site, and has styles that its policy would stop.
    page = profile(viewport={"width": 900, "height": 800}, bypass_csp=True)
    page.goto(server)
    boxes, picture = drawn(page, server, root, whole)
    page.goto(server)
    own_boxes, own_picture = drawn(page, server, root, compact)
    moved = [
        shown[at // 3]
        for at, (old, new) in enumerate(zip(boxes, own_boxes, strict=True))
        if abs(old - new) > NEAR
    ]
    assert moved == []
    assert difference(picture, own_picture) < 0.1
    elements = [sum(one.count("</") for one in formulas) for formulas in (whole, compact)]
    assert elements[1] < 0.65 * elements[0]


def difference(one, other):
    """How many pixels of a hundred differ so that it can be seen."""
    pictures = [Image.open(BytesIO(data)).convert("L") for data in (one, other)]
    assert pictures[0].size == pictures[1].size
    levels = ImageChops.difference(*pictures).histogram()
    return 100 * sum(levels[64:]) / sum(levels)
