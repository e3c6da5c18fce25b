"""The e-book of the finished site."""

from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.cache import Cache
from cheatsheet.base.nodes import new_element, take_nodes
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.base.titles import split_subtitle
from cheatsheet.editions.archive import archive
from cheatsheet.editions.epub.chapter import Chapter
from cheatsheet.editions.epub.chapters import read_chapters
from cheatsheet.editions.epub.contents import entries, nav_page, ncx
from cheatsheet.editions.epub.cover import cover, section_plots
from cheatsheet.editions.epub.links import connect
from cheatsheet.editions.epub.math_font import FILE as FONT
from cheatsheet.editions.epub.math_font import math_font
from cheatsheet.editions.epub.package import (
    FOLDER,
    MIMETYPE,
    NAV,
    NCX,
    PACKAGE,
    Item,
    container,
    package,
)
from cheatsheet.editions.epub.xhtml import STYLE, xhtml
from cheatsheet.editions.imprint import Imprint, read_imprint
from cheatsheet.material.layout import HOME
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import EPUB

SHEET = Path(__file__).with_name(STYLE)
TEXT = "application/xhtml+xml"
COVER, COVER_PAGE, TITLE_PAGE = "cover.png", "cover.xhtml", "title.xhtml"
# Kinds of chapters that have a role of the same name.
ROLES = ("chapter", "appendix", "glossary", "introduction")


def make(site: Site, built: Provenance, cache: Cache, problems: Problems) -> dict[str, bytes]:
    """The e-book by the name of its download. What leads nowhere is a problem."""
    imprint = read_imprint(site.pages[HOME])
    chapters = read_chapters(site)
    connect(chapters, site, imprint.address, problems)
    listed = entries(chapters)
    front = {
        COVER_PAGE: _page(imprint, "Cover", "cover", _cover_page(imprint)),
        TITLE_PAGE: _page(imprint, imprint.title, "titlepage", _title_page(imprint, built)),
    }
    items = [
        Item(NCX, "application/x-dtbncx+xml"),
        Item(STYLE, "text/css"),
        Item(FONT, "font/ttf"),
        Item(COVER, "image/png", "cover-image"),
        *(Item(name, TEXT, spine=True) for name in front),
        Item(NAV, TEXT, "nav", spine=True),
        *(Item(chapter.file, TEXT, _uses(chapter), spine=True) for chapter in chapters),
    ]
    files = front | {
        NAV: nav_page(imprint, listed, _landmarks(chapters)),
        NCX: ncx(imprint, listed),
        STYLE: SHEET.read_bytes(),
        FONT: math_font(chapters, cache),
        COVER: cover(imprint, section_plots(site)),
        PACKAGE: package(imprint, items, built.epoch),
    }
    for chapter in chapters:
        files[chapter.file] = _page(imprint, chapter.title, chapter.kind, chapter.article)
    whole = {FOLDER + name: data for name, data in files.items()}
    whole |= {"mimetype": MIMETYPE, "META-INF/container.xml": container()}
    return {EPUB: archive(whole, built.epoch, first="mimetype")}


def _page(imprint: Imprint, title: str, kind: str, content: HtmlElement) -> bytes:
    attributes = {"epub:type": kind} | ({"role": f"doc-{kind}"} if kind in ROLES else {})
    section = new_element("section", attributes, *take_nodes(content))
    return xhtml(title, imprint.language, new_element("body", {"class": kind}, section))


def _cover_page(imprint: Imprint) -> HtmlElement:
    image = new_element("img", {"src": COVER, "alt": f"Cover: {imprint.title}"})
    return new_element("div", {}, image)


def _title_page(imprint: Imprint, built: Provenance) -> HtmlElement:
    name, more = split_subtitle(imprint.title)
    lines = [f"Version {built.version} of {built.date}", f"{imprint.author}. {imprint.licence}"]
    made = new_element(
        "div",
        {},
        new_element("h1", {}, name),
        new_element("p", {"class": "subtitle"}, more),
        new_element("p", {"class": "lead"}, imprint.description),
        *(new_element("p", {"class": "imprint"}, line) for line in lines),
    )
    if imprint.address:
        link = new_element("a", {"href": imprint.address}, imprint.address)
        made.append(new_element("p", {"class": "imprint"}, link))
    return made


def _landmarks(chapters: list[Chapter]) -> dict[str, tuple[str, str]]:
    marks = {"cover": ("Cover", COVER_PAGE), "toc": ("Contents", f"{NAV}#toc")}
    names = {"chapter": ("bodymatter", "The sections"), "glossary": ("glossary", "")}
    for chapter in reversed(chapters):
        if chapter.kind in names:
            kind, title = names[chapter.kind]
            marks[kind] = (title or chapter.title, chapter.file)
    return marks


def _uses(chapter: Chapter) -> str:
    """What a reader must be able to show."""
    uses = {"mathml": "math", "svg": "svg"}
    return " ".join(
        name for name, tag in uses.items() if chapter.article.find(f".//{tag}") is not None
    )
