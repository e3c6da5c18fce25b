"""The table of contents, twice: as a page with landmarks, and in the form of EPUB 2 for older readers."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.markup import words_of
from cheatsheet.base.nodes import new_element
from cheatsheet.editions.epub.chapter import Chapter
from cheatsheet.editions.epub.package import identifier
from cheatsheet.editions.epub.xhtml import xhtml
from cheatsheet.editions.imprint import Imprint

DAISY = "http://www.daisy.org/z3986/2005/ncx/"


@dataclass
class Entry:
    """A title, where it leads, and what stands below it."""

    title: str
    href: str
    below: list["Entry"] = field(default_factory=list)


def entries(chapters: Iterable[Chapter]) -> list[Entry]:
    """The chapters with their headings; several that are one part stand below its name."""
    found: list[Entry] = []
    for chapter in chapters:
        headings = [
            Entry(words_of(heading), f"{chapter.file}#{heading.get('id')}")
            for heading in chapter.article.iter("h2")
            if heading.get("id")
        ]
        entry = Entry(chapter.title, chapter.file, headings)
        if chapter.part and not (found and found[-1].title == chapter.part):
            found.append(Entry(chapter.part, chapter.file))
        (found[-1].below if chapter.part else found).append(entry)
    return found


def nav_page(imprint: Imprint, listed: list[Entry], landmarks: dict[str, tuple[str, str]]) -> bytes:
    """The page; `landmarks` are title and file by what they are in the vocabulary of EPUB."""
    toc = new_element("nav", {"epub:type": "toc", "id": "toc", "role": "doc-toc"})
    toc.append(new_element("h1", {}, "Contents"))
    toc.append(_list(listed))
    marks = new_element("ol", {})
    for kind, (title, href) in landmarks.items():
        link = new_element("a", {"epub:type": kind, "href": href}, title)
        marks.append(new_element("li", {}, link))
    heading = new_element("h2", {}, "Landmarks")
    hidden = {"epub:type": "landmarks", "id": "landmarks", "hidden": "hidden"}
    places = new_element("nav", hidden, heading, marks)
    return xhtml("Contents", imprint.language, new_element("body", {}, toc, places))


def _list(listed: list[Entry]) -> HtmlElement:
    made = new_element("ol", {})
    for entry in listed:
        item = new_element("li", {}, new_element("a", {"href": entry.href}, entry.title))
        if entry.below:
            item.append(_list(entry.below))
        made.append(item)
    return made


def ncx(imprint: Imprint, listed: list[Entry]) -> bytes:
    """The contents as readers of EPUB 2 know them."""
    root = etree.Element(f"{{{DAISY}}}ncx", {"version": "2005-1"}, nsmap={None: DAISY})
    head = etree.SubElement(root, f"{{{DAISY}}}head")
    etree.SubElement(head, f"{{{DAISY}}}meta", {"name": "dtb:uid", "content": identifier(imprint)})
    _label(etree.SubElement(root, f"{{{DAISY}}}docTitle"), imprint.title)
    _points(etree.SubElement(root, f"{{{DAISY}}}navMap"), listed)
    for count, point in enumerate(root.iter(f"{{{DAISY}}}navPoint"), 1):
        point.set("id", f"point-{count}")
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def _points(parent: etree._Element, listed: list[Entry]) -> None:
    for entry in listed:
        point = etree.SubElement(parent, f"{{{DAISY}}}navPoint")
        _label(etree.SubElement(point, f"{{{DAISY}}}navLabel"), entry.title)
        etree.SubElement(point, f"{{{DAISY}}}content", {"src": entry.href})
        _points(point, entry.below)


def _label(parent: etree._Element, words: str) -> None:
    etree.SubElement(parent, f"{{{DAISY}}}text").text = words
