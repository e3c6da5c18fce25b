"""A page names in its head the fonts of the formulas that it shows first, and no others."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.nodes import find
from cheatsheet.site.preloads import FONTS, preload_fonts

SUM = '<span class="katex-html"><span class="mop op-symbol small-op">∑</span></span>'
ROOT = '<span class="katex-html"><span class="mord mathnormal">x</span><span class="delimsizing size4">√</span></span>'


def preloaded(
    body, link='<link rel="preload" as="font" href="../assets/fonts/A.woff2" crossorigin>'
):
    root = parse_page(f"<html><head>{link}</head><body><article>{body}</article></body></html>")
    preload_fonts(root, find(root, ".//article"))
    return [link.get("href") for link in root.iter("link")][1:]


@pytest.mark.parametrize(
    ("body", "fonts"),
    [
        ("<p>text</p>", []),
        (SUM, ["KaTeX_Main-Regular", "KaTeX_Size1-Regular"]),
        (ROOT, ["KaTeX_Main-Regular", "KaTeX_Math-Italic", "KaTeX_Size4-Regular"]),
        # What changes the size of a letter is no delimiter.
        ('<span class="katex-sizing size4">x</span>', []),
        (f'{SUM}<div class="part"></div><div class="part">{ROOT}</div>', ["KaTeX_Main-Regular", "KaTeX_Size1-Regular"]),
        (f'<div class="part">{SUM}</div><div class="part">{ROOT}</div>', ["KaTeX_Main-Regular", "KaTeX_Size1-Regular"]),
    ],
)  # fmt: skip
def test_the_fonts_of_what_a_page_shows_first_are_named(body, fonts):
    assert preloaded(body) == [f"../assets/katex/fonts/{font}.woff2" for font in fonts]


def test_a_page_that_asks_for_no_font_early_stays_as_it_is():
    assert preloaded(SUM, link="") == []


def test_all_fonts_that_are_named_are_katexs(root):
    for font in FONTS.values():
        assert (root / f"docs/assets/katex/fonts/{font}.woff2").is_file()
