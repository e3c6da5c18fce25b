"""Each page names one style sheet: sections one with their rules, all other pages the whole, in the order of before."""

import re

import pytest

from cheatsheet.base.cache import Cache
from cheatsheet.base.markup import parse_page
from cheatsheet.site.model import Site
from cheatsheet.site.sheets import (
    SECTION,
    WHOLE,
    join_sheets,
    name_sheet,
    rebased,
    without_old_fonts,
)

PAGE = """<html><head><link rel="stylesheet" href="{0}assets/stylesheets/main.css"><link rel="icon" href="x.svg">
<link rel="stylesheet" href="{0}assets/katex/katex.min.css"></head><body><p class="{1}" id="here">x</p>
<script>document.body.dataset.scheme="dim"</script></body></html>"""
FILES = {
    "assets/stylesheets/main.css": ".both{a:b}.listed{c:d}.made{e:f}p{g:var(--x)}:root{--x:1;--y:2}.listed i{h:var(--y)}",
    "assets/katex/katex.min.css": '@font-face{font-family:KaTeX_Main;src:url(fonts/A.woff2) format("woff2"),'
    'url(fonts/A.woff) format("woff")}@font-face{font-family:KaTeX_Script;src:url(fonts/B.woff2)}'
    ".both{font-family:KaTeX_Main}",
    "assets/javascripts/page.js": 'make("p", { class: "made" });const listed = 1;',
    "assets/javascripts/study.js": 'one.classList.add("listed");',
}


@pytest.fixture
def joined(tmp_path):
    pages = {
        "index.html": parse_page(PAGE.format("", "both listed")),
        "cnn/index.html": parse_page(PAGE.format("../", "both")),
        "404.html": parse_page(PAGE.format("/", "both")),
    }
    site = Site(pages, {name: text.encode() for name, text in FILES.items()})
    for name, root in pages.items():
        name_sheet(root, name == "cnn/index.html")
    join_sheets(site, ["cnn/index.html", "gone/index.html"], Cache(tmp_path))
    return site


def test_a_page_names_the_sheet_of_its_kind_from_where_it_lies(joined):
    links = {
        name: root.xpath("//link[@rel='stylesheet']/@href") for name, root in joined.pages.items()
    }
    assert links == {
        "index.html": [WHOLE],
        "cnn/index.html": [f"../{SECTION}"],
        "404.html": [f"/{WHOLE}"],
    }
    assert [name for name in joined.files if name.endswith(".css")] == [WHOLE, SECTION]


def test_the_sheet_of_a_section_has_rules_for_what_it_shows_or_its_scripts_make(joined):
    whole, own = joined.text(WHOLE), joined.text(SECTION)
    assert ".listed{c:d}" in whole
    assert "listed" not in own
    assert ".made{e:f}" in own
    # In the order of the style sheets, with the variables that are still read.
    assert own.index(".both{a:b}") < own.index(":root{--x:1}") < own.index(".both{font-family")


def test_fonts_have_their_address_and_no_older_form_and_only_those_that_are_asked_for(joined):
    for css in (joined.text(WHOLE), joined.text(SECTION)):
        assert 'url("../katex/fonts/A.woff2") format("woff2")}' in css
        assert "A.woff)" not in css
        assert "KaTeX_Script" not in css


def test_only_relative_addresses_move():
    css = "a{b:url(\"data:x\")}c{d:url(/e.png)}f{g:url('h.png')}i{j:url(https://k.test/l.png)}"
    assert rebased(css, "assets/katex/a.css") == (
        'a{b:url("data:x")}c{d:url(/e.png)}f{g:url("../katex/h.png")}i{j:url(https://k.test/l.png)}'
    )
    assert without_old_fonts("p{font:1em serif}") == "p{font:1em serif}"


def test_a_section_of_the_real_site_lacks_no_rule_of_the_whole_that_its_page_could_use(site):
    """What the smaller sheet leaves out has a class or an id that no section has."""
    own = (site / SECTION).read_text("utf-8")
    whole = (site / WHOLE).read_text("utf-8")
    assert len(own) < 0.9 * len(whole)
    for name in ("cnn", "losses", "hardware"):
        page = (site / name / "index.html").read_text("utf-8")
        assert page.count('rel="stylesheet"') == 1
        for used in set(re.findall(r'class="([\w-]+)"', page)):
            if f".{used}{{" in whole:
                assert f".{used}{{" in own, used
