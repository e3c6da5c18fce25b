import re

from cheatsheet.base.nodes import element_text
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf import clean as steps
from cheatsheet.editions.pdf.clean import clean
from cheatsheet.editions.pdf.pages import PrintPage


def inner(article) -> str:
    return re.sub(r"^<article[^>]*>|</article>$", "", element_text(article))


def test_only_tokens_that_have_a_colour_keep_their_elements(article):
    page = article(
        '<pre><code><span class="n">x</span> <span class="o">=</span> <span class="kc">None</span>'
        '<span class="w"> </span><span class="c1"># why</span></code></pre><p><span class="n">y</span></p>'
    )
    steps.unwrap_plain_code(page)
    assert inner(page) == (
        '<pre><code>x = <span class="kc">None</span> <span class="c1"># why</span></code></pre>'
        '<p><span class="n">y</span></p>'
    )


def test_folded_answers_are_open(article):
    page = article("<details><summary>Why?</summary>So.</details>")
    steps.open_details(page)
    assert page[0].get("open") is not None


def test_a_formula_is_one_image_that_is_described_by_its_tex(article):
    page = article(
        '<span class="katex"><math class="katex-mathml" alttext="\\frac{1}\n {2}"></math>'
        '<span class="katex-html" aria-hidden="true">½<svg viewBox="0 0 400 4"></svg></span></span>, so'
    )
    steps.describe_formulas(page)
    formula = page[0]
    assert (formula.get("role"), formula.get("aria-label")) == ("img", "math:\\frac{1} {2}")
    assert not formula.find_class("katex-mathml")
    assert "aria-hidden" not in formula.find_class("katex-html")[0].attrib
    assert formula.find(".//svg").get("aria-hidden") == "true"
    assert formula.tail == ", so"


def test_ids_and_what_refers_to_them_in_drawings_begin_with_the_pages_key(article):
    page = article(
        '<h2 id="end">End</h2><a href="#end">a link is changed later</a>'
        '<figure aria-labelledby="one two"><svg viewBox="0 0 1 1"><defs><clipPath id="clip"></clipPath></defs>'
        '<g clip-path="url(#clip)" style="fill: url(#hatch); stroke: url(#clip)"><use xlink:href="#mark"></use>'
        '<use href="#mark"></use></g></svg></figure>'
    )
    steps.prefix_ids(page, "cnn")
    assert inner(page) == (
        '<h2 id="cnn--end">End</h2><a href="#end">a link is changed later</a>'
        '<figure aria-labelledby="cnn--one cnn--two"><svg viewBox="0 0 1 1"><defs><clipPath id="cnn--clip"></clipPath></defs>'
        '<g clip-path="url(#cnn--clip)" style="fill: url(#cnn--hatch); stroke: url(#cnn--clip)">'
        '<use xlink:href="#cnn--mark"></use><use href="#cnn--mark"></use></g></svg></figure>'
    )


def test_images_are_named_by_their_path_in_the_site(article, make_site):
    body = (
        '<img src="../assets/a.png" loading="lazy"><img src="data:image/png;base64,AA==">'
        '<img src="../gone.png"><img src="https://example.org/x.png">'
    )
    page = PrintPage("cnn/index.html", "cnn", article(body))
    problems = Problems()
    steps.find_images(page, make_site({}, files=("assets/a.png",)), problems)
    assert [image.get("src") for image in page.article.iter("img")][:2] == [
        "assets/a.png",
        "data:image/png;base64,AA==",
    ]
    assert "loading" not in page.article[0].attrib
    assert [(problem.path, problem.what) for problem in problems] == [
        ("site/cnn/index.html", "the image gone.png is missing"),
        ("site/cnn/index.html", "the image https://example.org/x.png is on another host"),
    ]


def test_a_cleaned_page_knows_what_paper_lacks_and_keeps_its_footnotes(article, make_site):
    body = (
        '<h1 id="top">1. Networks</h1><p>Text<sup id="fnref:1"><a href="#fn:1">1</a></sup></p>'
        '<div class="letters" id="letters"></div><h2 id="empty">Empty</h2>'
        '<div class="footnote"><ol><li id="fn:1">A note. <a href="#fnref:1">↩</a></li></ol></div>'
    )
    page = PrintPage(
        "cnn/index.html",
        "cnn",
        article(body.replace("<h2", "<section><h2").replace("</h2>", "</h2></section>")),
    )
    clean(page, make_site({}), Problems())
    assert page.unprinted == {"letters", "empty"}
    assert "A note." in page.article.text_content()
    assert page.article.xpath("//li/@id") == ["cnn--fn:1"]


def test_a_long_line_of_code_or_output_is_noted(article, make_site):
    long = "x" * 100
    page = PrintPage(
        "cnn/index.html",
        "cnn",
        article(
            f'<pre><code>{long}</code></pre><div class="output"><pre>{long}</pre></div><code>{long}</code>'
        ),
    )
    clean(page, make_site({}), Problems())
    assert len(page.notes) == 2
    assert len(page.article.find_class("long-line")) == 2


def test_a_page_takes_all_steps(article, make_site):
    body = (
        '<p>Word <a class="claim">1.1</a></p><details>x</details><span class="katex">x</span>'
        '<pre><code><span class="n">x</span></code></pre>'
        '<svg viewBox="0 0 624 400"><text>2</text>'
        '<defs><pattern id="hatch" width="9"></pattern></defs></svg>'
    )
    page = PrintPage("cnn/index.html", "cnn", article(body))
    clean(page, make_site({}), Problems())
    assert inner(page.article) == (
        '<p>Word\u00a0<a class="claim">1.1</a></p><details open="">x</details>'
        '<span class="katex" role="img" aria-label="math:x">x</span>'
        '<pre><code><span class="line" role="img" aria-label="code:x">x</span></code></pre>'
        '<svg viewBox="0 0 624 400"><text>2</text>'
        '<defs><g id="cnn--hatch-tile"></g></defs></svg>'
    )
