"""Formulas of the finished pages: all rendered in their places, faulty ones named with their lines."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.markdown.formulas import Formulas
from cheatsheet.site.formulas import render_formulas
from cheatsheet.site.model import Site

WIDE = r"a + b + c + d + e + f + g + h + i + j + k + l + m + n"


@pytest.fixture
def formulas():
    with Formulas() as running:
        yield running


def rendered(formulas, pages, sources=None):
    problems = Problems()
    site = Site({name: parse_page(f"<article>{body}</article>") for name, body in pages.items()})
    sources = sources or {}
    render_formulas(site, formulas, lambda page: sources.get(page, (f"site/{page}", "")), problems)
    return site, [(problem.path, problem.line, problem.what) for problem in problems]


def test_every_formula_of_every_page_is_rendered_in_its_place(formulas):
    body = (
        r'<p>Let <span class="arithmatex">\(x &lt; y\)</span> be, <b>and</b> '
        r'<span class="arithmatex">\(x^2\)</span>, too.</p>'
        r'<div class="arithmatex">\[\frac{1}{2}\]</div> after'
    )
    site, problems = rendered(formulas, {"index.html": body, "cnn/index.html": body})
    assert problems == []
    for root in site.pages.values():
        assert root.find_class("arithmatex") == []
        found = [one.get("alttext") for one in root.iter("math")]
        assert found == ["x < y", "x^2", r"\frac{1}{2}"]
        assert [len(root.find_class(name)) for name in ("katex", "katex-display")] == [3, 1]
        # Text around a formula stays, and only the last is displayed.
        paragraph, display = root.find(".//p"), root.find_class("katex-display")[0]
        assert paragraph.text == "Let "
        assert paragraph[0].tail == " be, "
        assert paragraph[-1].tail == ", too."
        assert display.tail == " after"
        # Screen readers get the MathML, nobody else does.
        assert len(list(root.iter("math"))) == 3
        assert {seen.get("aria-hidden") for seen in root.find_class("katex-html")} == {"true"}


def test_only_a_wide_formula_on_its_own_line_is_reached_by_the_keyboard(formulas):
    pages = {
        "index.html": rf'<div class="arithmatex">\[{WIDE}\]</div>',
        "cnn/index.html": rf'<div class="arithmatex">\[{WIDE}\]</div>',
        "short/index.html": r'<div class="arithmatex">\[a = b\]</div>',
        "inline/index.html": rf'<p><span class="arithmatex">\({WIDE}\)</span></p>',
    }
    site, _ = rendered(formulas, pages)
    for page, expected in {"index.html": 1, "cnn/index.html": 1}.items():
        root = site.pages[page]
        assert len(root.xpath("//*[@tabindex='0']")) == expected, page
        [reached] = root.xpath("//*[@tabindex='0']")
        # The element that scrolls.
        assert reached.get("class") == "katex-display"
    for page in ("short/index.html", "inline/index.html"):
        assert site.pages[page].xpath("//*[@tabindex]") == []


def test_a_faulty_formula_is_named_and_the_others_are_rendered(formulas):
    text = "# T\n\n$\\frac{1}{2}$ and $\\frac{1}$\n\n$$\n\\undefined\nb\n$$\n"
    body = (
        r'<p><span class="arithmatex">\(\frac{1}\)</span> <span class="arithmatex">\(x\)</span></p>'
        '<div class="arithmatex">\\[\\undefined\nb\\]</div>'
    )
    site, problems = rendered(
        formulas, {"cnn/index.html": body}, {"cnn/index.html": ("docs/cnn.md", text)}
    )
    assert [(path, line) for path, line, _ in problems] == [("docs/cnn.md", 3), ("docs/cnn.md", 6)]
    assert problems[0][2].startswith(r"the formula '\\frac{1}' does not parse: ")
    assert r"Undefined control sequence: \undefined" in problems[1][2]
    assert len(site.pages["cnn/index.html"].find_class("katex")) == 1


def test_a_formula_of_a_page_without_a_source_is_named_by_the_page(formulas):
    _, problems = rendered(
        formulas, {"a/index.html": r'<span class="arithmatex">\(\frac{1}\)</span>'}
    )
    assert [(path, line) for path, line, _ in problems] == [("site/a/index.html", None)]


def test_a_rendered_formula_is_written_as_it_is(formulas):
    site, _ = rendered(formulas, {"index.html": r'<span class="arithmatex">\(a &lt; b\)</span>'})
    text = page_text(site.pages["index.html"])
    assert 'alttext="a &lt; b"' in text
