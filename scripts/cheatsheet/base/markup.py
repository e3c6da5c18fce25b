"""HTML as trees: pages and pieces of pages parsed and written by lxml, the one library that does so here."""

from lxml import etree, html
from lxml.html import HtmlElement

DOCTYPE = "<!doctype html>"
# Of the characters that Unicode leaves to private use, which no page shows.
INSIDE = "\ue000"
# HTML's parser lowers all names; these are the ones of SVG that have capitals, as HTML's standard restores them.
SVG_TAGS = {
    "clippath": "clipPath",
    "lineargradient": "linearGradient",
    "foreignobject": "foreignObject",
}
SVG_ATTRIBUTES = {
    "viewbox": "viewBox",
    "preserveaspectratio": "preserveAspectRatio",
    "patternunits": "patternUnits",
    "patterncontentunits": "patternContentUnits",
    "patterntransform": "patternTransform",
    "gradientunits": "gradientUnits",
    "gradienttransform": "gradientTransform",
    "clippathunits": "clipPathUnits",
}
# Elements and attributes that any of these names may be found on.
_CAPITALS = etree.XPath(
    "descendant-or-self::*[self::clippath or self::lineargradient or self::foreignobject"
    f" or {' or '.join(f'@{name}' for name in SVG_ATTRIBUTES)}]"
)


def parse_page(text: str) -> HtmlElement:
    """The `<html>` element of a whole page."""
    # A new parser for each page, since it keeps the names of the last one. Without limits for depth and length, at
    # which it would cut a page off without a word.
    parser = html.HTMLParser(huge_tree=True)
    return _restore_capitals(html.document_fromstring(text, parser=parser))


def page_text(root: HtmlElement) -> str:
    """The page as it is written to its file."""
    return html.tostring(root, encoding="unicode", doctype=DOCTYPE)


def parse_piece(text: str) -> HtmlElement:
    """A piece of a page below a `<div>` that is not part of it."""
    return _restore_capitals(html.fragment_fromstring(text, create_parent="div"))


def piece_text(parent: HtmlElement) -> str:
    """What stands inside `parent`, as HTML: the other way round from `parse_piece`."""
    # Written in one call, since one for each child takes most of the time of a page with long code.
    words = parent.text
    parent.text = INSIDE + (words or "")
    _, _, inner = html.tostring(parent, encoding="unicode", with_tail=False).partition(INSIDE)
    parent.text = words
    return inner.rpartition("</")[0]


def element(markup: str) -> HtmlElement:
    """One element from its markup."""
    return _restore_capitals(html.fragment_fromstring(markup))


def words_of(root: HtmlElement) -> str:
    """The text of an element, with single spaces."""
    return " ".join(root.text_content().split())


def has_class(root: HtmlElement, name: str) -> bool:
    """Whether `name` is one of the element's classes."""
    return name in root.get("class", "").split()


def _restore_capitals(root: HtmlElement) -> HtmlElement:
    for found in _CAPITALS(root):
        found.tag = SVG_TAGS.get(found.tag, found.tag)
        for name in SVG_ATTRIBUTES.keys() & found.attrib.keys():
            _rename(found, name, SVG_ATTRIBUTES[name])
    return root


def _rename(found: HtmlElement, old: str, new: str) -> None:
    """Rename an attribute and leave it in its place."""
    pairs = [(new if key == old else key, value) for key, value in found.attrib.items()]
    found.attrib.clear()
    found.attrib.update(pairs)
