"""Trees of HTML as files of XHTML, each name in its namespace."""

import re

from lxml import etree
from lxml.html import HtmlElement

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
# Elements that begin a language of their own.
SPACES = {"svg": "http://www.w3.org/2000/svg", "math": "http://www.w3.org/1998/Math/MathML"}
# What XML cannot hold, in no form.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
STYLE = "book.css"


def xhtml(title: str, language: str, body: HtmlElement) -> bytes:
    """A whole file; an attribute `epub:type` is one of EPUB's namespace."""
    root = etree.Element(f"{{{XHTML}}}html", nsmap={None: XHTML, "epub": OPS})
    root.set("lang", language)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    head = etree.SubElement(root, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}meta", {"charset": "utf-8"})
    etree.SubElement(head, f"{{{XHTML}}}title").text = title
    sheet = {"rel": "stylesheet", "type": "text/css", "href": STYLE}
    etree.SubElement(head, f"{{{XHTML}}}link", sheet)
    _copy(body, root, XHTML)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")


def _copy(old: HtmlElement, parent: etree._Element, space: str) -> None:
    """Append a copy of `old` to `parent`; its names are of `space` unless it begins another language."""
    tag = str(old.tag)
    own = SPACES.get(tag, space)
    nsmap = {None: own} if own != space else None
    new = etree.SubElement(parent, f"{{{own}}}{tag}", nsmap=nsmap)
    for name, value in old.attrib.items():
        if name != "xmlns" and not name.startswith("xmlns:"):
            prefix, colon, local = name.partition(":")
            new.set(f"{{{OPS}}}{local}" if prefix == "epub" and colon else name, _clean(value))
    new.text, new.tail = _clean(old.text or ""), _clean(old.tail or "")
    for child in old:
        _copy(child, new, own)


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)
