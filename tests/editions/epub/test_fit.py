"""An article of the site becomes one that any e-reader can show."""

import io
from base64 import b64decode, b64encode

import pytest
from PIL import Image

from cheatsheet.base.nodes import element_text
from cheatsheet.editions.epub.fit import fit

KATEX = (
    '<span class="katex"><math class="katex-mathml" xmlns="http://www.w3.org/1998/Math/MathML"{0} '
    'alttext="\\frac{{1}}\n {{2}}"><mrow><mi>x</mi></mrow></math>'
    '<span class="katex-html" aria-hidden="true">½</span></span>'
)


@pytest.fixture
def fitted(article):
    """`fitted(body)` is the article with this body, fit for an e-book."""

    def fit_body(body: str):
        made = article(body)
        fit(made)
        return made

    return fit_body


def test_a_formula_is_mathml_alone_with_its_tex_as_alternative(fitted):
    made = fitted(f"<p>So {KATEX.format('')} it is.</p>")
    assert element_text(made[0]) == (
        '<p>So <math xmlns="http://www.w3.org/1998/Math/MathML" alttext="\\frac{1} {2}">'
        "<mrow><mi>x</mi></mrow></math> it is.</p>"
    )


def test_a_displayed_formula_keeps_its_place_and_its_address(fitted):
    shown = KATEX.format(' display="block"')
    body = f'<div class="formula" id="eq-a"><span class="katex-display" tabindex="0">{shown}</span></div>'
    [formula] = fitted(body)
    assert [formula.get("id"), formula[0].tag, formula[0].get("display")] == [
        "eq-a",
        "math",
        "block",
    ]


def test_a_plot_has_paper_and_colours_of_its_own(fitted):
    svg = (
        '<svg role="img" aria-label="A line" data-search-exclude="" xmlns="http://www.w3.org/2000/svg" '
        'viewBox="0 0 360 216" fill="var(--fig-ink,#1f2430)"><path d="M 0 0"/></svg>'
    )
    made = fitted(f"<figure>{svg}</figure>")
    [drawing] = made.iter("svg")
    assert dict(drawing.attrib) == {
        "role": "img",
        "aria-label": "A line",
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": "0 0 360 216",
        "fill": "#1f2430",
    }
    assert [drawing[0].tag, drawing[0].get("width")] == ["rect", "360"]


def test_an_image_in_a_plot_is_one_that_old_readers_know(fitted):
    pixel = Image.new("RGB", (2, 1), (200, 100, 50))
    file = io.BytesIO()
    pixel.save(file, "WEBP", lossless=True)
    address = f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><image href="{address}"/></svg>'
    )
    [image] = fitted(svg).iter("image")
    kind, _, data = image.get("href").partition(";base64,")
    assert kind == "data:image/png"
    assert Image.open(io.BytesIO(b64decode(data))).getpixel((1, 0)) == (200, 100, 50)


def test_what_was_folded_stands_open(fitted):
    [answer] = fitted(
        '<details class="question" id="q-why"><summary>Why?</summary><p>So.</p></details>'
    )
    assert element_text(answer) == (
        '<div class="question" id="q-why"><p class="asked">Why?</p><p>So.</p></div>'
    )


def test_each_cell_but_the_first_knows_its_column(fitted):
    row = "<tr><td>MSE</td><td>x</td><td>y</td></tr>"
    heads = "<tr><th>Loss</th><th>Formula</th><th>Use <b>case</b></th></tr>"
    made = fitted(f"<table><thead>{heads}</thead><tbody>{row}</tbody></table>")
    labels = [cell.get("data-label") for cell in made.iter("td")]
    assert labels == [None, "Formula", "Use case"]


def test_nothing_is_left_that_only_the_site_can_use(fitted):
    made = fitted(
        '<!-- mark --><p tabindex="0" data-x="1" translate="no">a<a class="headerlink" href="#a">#</a></p>'
        '<script>x</script><p class="page-foot">foot</p>'
    )
    assert [element_text(tag) for tag in made] == ["<p>a</p>"]
