"""A section stands in its parts, and editions get it whole."""

from cheatsheet.base.markup import parse_page
from cheatsheet.base.nodes import copy_of, element_text, find
from cheatsheet.site.parts import divide, join_parts

ARTICLE = (
    "<article><h1>T</h1><p>lead</p><h2>A</h2> one <h3>B</h3><p>two</p><h2>C</h2><p>three</p>"
    '<p class="page-foot">foot</p><!-- downloads --></article>'
)


def test_each_part_holds_its_heading_and_what_follows_and_comes_apart_again():
    article = find(parse_page(f"<html><body>{ARTICLE}</body></html>"), ".//article")
    divide(article)
    assert element_text(article) == (
        '<article><h1>T</h1><p>lead</p><div class="part"><h2>A</h2> one <h3>B</h3><p>two</p></div>'
        '<div class="part"><h2>C</h2><p>three</p></div><p class="page-foot">foot</p><!-- downloads --></article>'
    )
    assert element_text(join_parts(copy_of(article))) == ARTICLE
    # The page that was copied keeps its parts.
    assert len(article.find_class("part")) == 2
