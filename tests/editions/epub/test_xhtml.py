"""Files of XHTML: names in their namespaces, whatever HTML's parser made of them."""

from lxml import etree

from cheatsheet.base.markup import element
from cheatsheet.editions.epub.xhtml import OPS, XHTML, xhtml


def test_each_name_is_in_the_namespace_of_its_language():
    body = element(
        '<section><p epub:type="x" class="y">a<br>b &amp; c</p><svg viewBox="0 0 1 1"><clipPath><path/></clipPath>'
        "</svg><math><mi>α</mi></math>tail</section>"
    )
    made = xhtml("A & B", "en", body)
    assert made.startswith(b"<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>\n<html")
    root = etree.fromstring(made)
    names = [tag.tag for tag in root[1].iter()]
    svg, math = "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"
    assert names == [
        *(f"{{{XHTML}}}{name}" for name in ("section", "p", "br")),
        *(f"{{{svg}}}{name}" for name in ("svg", "clipPath", "path")),
        *(f"{{{math}}}{name}" for name in ("math", "mi")),
    ]
    assert root[1][0].attrib == {f"{{{OPS}}}type": "x", "class": "y"}
    assert root[1][2].tail == "tail"
    assert root.findtext(f".//{{{XHTML}}}title") == "A & B"


def test_what_xml_cannot_hold_is_left_out():
    made = xhtml("x", "en", element("<p title='a\ufffeb'>c\uffffd</p>"))
    [paragraph] = etree.fromstring(made).iter(f"{{{XHTML}}}p")
    assert (paragraph.get("title"), paragraph.text) == ("ab", "cd")
