"""HTML parsed and written again says the same: names, order, texts, entities and scripts."""

import pytest

from cheatsheet.base.markup import (
    element,
    has_class,
    page_text,
    parse_page,
    parse_piece,
    piece_text,
    words_of,
)

PAGE = (
    '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><!-- <b> & c -->'
    '<script>if (a < b && c) x("<p>")</script><style>a > b { c: "&" }</style></head>'
    '<body><p title="a &amp; b" data-first="1">a &lt;b&gt; &amp;amp; é<br>tail</p> between '
    '<input disabled value="x"><!-- end --></body></html>'
)
SVG = (
    '<svg role="img" viewBox="0 0 1 1" class="x" preserveAspectRatio="none"><defs>'
    '<pattern id="p" patternUnits="userSpaceOnUse" width="2" patternTransform="rotate(1)" '
    'patternContentUnits="userSpaceOnUse"></pattern>'
    '<linearGradient x1="0" gradientUnits="userSpaceOnUse" gradientTransform="rotate(1)" id="g">'
    '</linearGradient><clipPath clipPathUnits="userSpaceOnUse" id="c"></clipPath></defs>'
    '<foreignObject width="1"><p>a</p></foreignObject></svg>'
)


def test_a_page_is_written_as_it_was_read():
    assert page_text(parse_page(PAGE)) == PAGE


def test_entities_become_the_characters_that_they_mean():
    page = "<!doctype html>\n<html><body><p>{}</p></body></html>"
    written = page_text(parse_page(page.format("a&nbsp;b &mdash; &#955; &lt; &amp;lt;")))
    assert written == page.format("a\u00a0b — λ &lt; &amp;lt;")


def test_what_html_leaves_out_is_written():
    page = page_text(parse_page("<p>one<p>two<ul><li>a<li>b</ul>three"))
    assert page == (
        "<!doctype html>\n<html><body><p>one</p><p>two</p><ul><li>a</li><li>b</li></ul>three"
        "</body></html>"
    )


@pytest.mark.parametrize("parse", [lambda text: parse_piece(text)[0], element])
def test_names_of_svg_have_their_capitals_and_their_order(parse):
    holder = parse_piece("")
    holder.append(parse(SVG))
    assert piece_text(holder) == SVG


def test_pages_keep_the_capitals_of_svg_too():
    page = f"<!doctype html>\n<html><body>{SVG} tail</body></html>"
    assert page_text(parse_page(page)) == page


@pytest.mark.parametrize(
    "piece",
    [
        "text alone &lt; &amp;",
        "a<p>b</p>c<!-- d -->e<b>f</b>g",
        "<script>a < b && c</script>",
        "",
        "<p>a</p>\n<p>b</p>\n",
    ],
)
def test_a_piece_is_written_as_it_was_read(piece):
    parent = parse_piece(piece)
    assert parent.tag == "div"
    assert piece_text(parent) == piece


def test_text_is_escaped_between_tags():
    assert (
        piece_text(parse_piece("a &amp; b &lt; c > &amp;lt;")) == "a &amp; b &lt; c &gt; &amp;lt;"
    )
    assert piece_text(element("<p></p>")) == ""


def test_words_have_single_spaces():
    assert words_of(element("<p>\n a <b>b\n\tc</b>d\u00a0e </p>")) == "a b cd e"


def test_classes_are_whole_words():
    found = element('<p class="plot wide-1\n small">a</p>')
    assert [has_class(found, name) for name in ("plot", "wide-1", "small")] == [True] * 3
    assert not any(has_class(found, name) for name in ("plo", "wide", "plot wide-1", ""))
    assert not has_class(element("<p>a</p>"), "plot")
