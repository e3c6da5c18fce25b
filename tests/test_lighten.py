"""Fonts, style sheets and templates hold what the pages use, and nothing of that is lost."""

from fontTools.ttLib import TTFont

from cheatsheet.light_fonts import FORMULA, characters_by_family, families
from cheatsheet.light_styles import drop_variables, reduce_style
from cheatsheet.lighten import _without_indent

KATEX = (
    "@font-face{font-family:KaTeX_Size1;src:url(x)}.katex{font:normal 1em KaTeX_Main}"
    ".katex .mathnormal{font-family:KaTeX_Math;font-style:italic}.katex .mathbb,.katex .textbb{font-family:KaTeX_AMS}"
    ".katex .delimsizing.size1{font-family:KaTeX_Size1}"
)


def test_a_style_sheet_keeps_what_the_names_need():
    css = (
        ".used,.unused{a:b}.used:not(.unused){c:d}@media print{.unused{e:f}}@media screen{#here .used{g:h}}"
        "[dir=rtl] .used{i:j}img[src$='#only-dark']{display:none}p{k:l}@font-face{font-family:X}.used\\:x{m:n}"
    )
    assert reduce_style(css, {"used", "here"}) == (
        '.used{a:b}.used:not(.unused){c:d}@media screen{#here .used{g:h}}img[src$="#only-dark"]{display:none}p{k:l}@font-face{font-family:X}'
    )


def test_a_choice_keeps_the_names_that_can_be_true():
    css = ".used:is(.unused,.here,p) a{b:c}.used:where(.unused){d:e}.used:is(:not(.unused),.used){f:g}"
    assert reduce_style(css, {"used", "here"}) == (
        ".used:is(.here,p) a{b:c}.used:is(:not(.unused),.used){f:g}"
    )


def test_variables_that_nobody_reads_are_dropped():
    css = ":root{--read:url('data:a;b');--unread:1px;color:red}@media print{p{--unread:2px;e:f!important}}"
    assert drop_variables(css, {"--read"}) == (
        ':root{--read:url("data:a;b");color:red}@media print{p{e:f!important}}'
    )


def test_a_font_of_formulas_holds_what_is_set_in_it():
    page = (
        '<p><span class="katex"><span class="katex-html" aria-hidden="true"><span class="base"><span class="mord mathnormal">x</span>'
        '<span class="mrel">=&lt;</span><span class="mord mathbb">E</span><span class="delimsizing size1">(</span>'
        '<span class="sizing size1">2</span></span></span></span> and prose</p>'
    )
    found = characters_by_family(set(FORMULA.findall(page)), families(KATEX))
    assert found == {"Math": {"x"}, "Main": {"=", "<", "2"}, "AMS": {"E"}, "Size1": {"("}}


def test_the_fonts_of_the_site_hold_its_text(site):
    text = (site / "optimization/index.html").read_text("utf-8")
    for name in ("Inter-Regular", "Inter-SemiBold"):
        held = TTFont(site / f"assets/fonts/{name}.woff2").getBestCmap()
        full = TTFont(f"docs/assets/fonts/{name}.woff2").getBestCmap()
        assert set(map(ord, text)) & full.keys() <= held.keys() < full.keys()


def test_a_template_loses_its_indents_and_an_article_none():
    page = "<html>\n\n  <body>\n    <article>\n  <pre>a\n\n  b</pre>\n</article>\n\n  <footer>\n"
    assert _without_indent(page) == (
        "<html>\n<body>\n<article>\n  <pre>a\n\n  b</pre>\n</article>\n<footer>\n"
    )
