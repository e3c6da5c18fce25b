"""Put pages together to one document for print: cover, contents, numbered chapters, appendices, working links."""

import copy
import html
from itertools import takewhile

from bs4 import Tag

from cheatsheet.print_base import Document, Heading, css_string, element
from cheatsheet.print_examples import add_group, drawings
from cheatsheet.print_links import connect
from cheatsheet.print_numbers import contents, headings_of, number_headings
from cheatsheet.print_source import NUMBERED, PrintPage, Source

HEADS = (
    "@page {name} {{ @top-left {{ content: {title} }} @bottom-left {{ content: {address} }} }}\n"
)


def whole(source: Source, version: str, date: str) -> Document:
    """The book: cover, contents, the ten sections, the ledger and the examples' code as appendices."""
    document = Document(source.title, source)
    ledger, gallery, terms = (source.page(name) for name in ("claims", "examples", "terms"))
    appendices = [page for page in (ledger, gallery) if page]
    last = [*appendices, terms] if terms else appendices
    inside = {path for _, _, members in source.examples for path in members}
    others = [page for page in source.pages.values() if page.path not in inside]
    chapters = [page for page in others if page not in last] + last
    where = drawings(source)
    tags = []
    for page in chapters:
        letter = "AB"[appendices.index(page)] if page in appendices else ""
        chapter = _chapter(document, page, letter)
        if page is gallery:
            for group, title, members in source.examples:
                add_group(
                    chapter,
                    f"{gallery.key}--{group}",
                    title,
                    [source.pages[path] for path in members],
                    where,
                )
        number_headings(chapter, page.key, letter)
        tags.append(chapter)
    for chapter in tags:
        document.headings += headings_of(chapter)
    connect(document, tags, chapters + [source.pages[path] for path in inside])
    document.body = (
        _cover(source, version, date)
        + f'<nav class="contents md-typeset"><h1 id="contents">Contents</h1>{contents(document.headings)}</nav>'
        + f'<main class="md-typeset">{"".join(map(str, tags))}</main>'
    )
    document.headings.insert(0, Heading(1, "contents", "Contents"))
    return document


def single(source: Source, page: PrintPage) -> Document:
    """One section by itself. Links to other pages lead to the site, where its address is known."""
    document = Document(page.title, source)
    chapter = _chapter(document, page, "")
    number_headings(chapter, page.key, "")
    document.headings = headings_of(chapter)
    connect(document, [chapter], [page])
    document.body = f'<main class="md-typeset">{chapter}</main>'
    return document


def _chapter(document: Document, page: PrintPage, letter: str) -> Tag:
    """The page as a chapter with its own running head. Its permanent address, where known, stands under the title."""
    address = document.source.address and f"{document.source.address}{page.slug}"
    name = f"chapter-{page.key}"
    title = f"Appendix {letter}: {page.title}" if letter else page.title
    shown = address.partition("://")[2]
    document.style += HEADS.format(name=name, title=css_string(title), address=css_string(shown))
    document.style += f".{name} {{ page: {name} }}\n"
    chapter = element(
        f'<section class="chapter {name}" id="{page.key}" data-page="{page.path}"></section>'
    )
    chapter.extend(copy.copy(page.article).contents)
    if address:
        link = f'<a href="{html.escape(address)}">{html.escape(shown)}</a>'
        chapter.find("h1").insert_after(element(f'<p class="address">{link}</p>'))
    for heading in chapter.select("h3[data-verdict]"):
        _join_entry(heading)
    for sources in chapter.select(
        "div + ul.sources"
    ):  # the ledger's, which need no heading on a screen
        sources.insert_before(element(f'<h2 id="{page.key}--sources">Sources</h2>'))
    return chapter


def _join_entry(heading: Tag) -> None:
    """An entry of the ledger as one element, which stays on one page."""
    rest = [*takewhile(lambda tag: tag.name in ("p", "div"), heading.find_next_siblings())]
    heading.wrap(element('<div class="entry"></div>')).extend(rest)


def _cover(source: Source, version: str, date: str) -> str:
    address = (
        f'<p><a href="{html.escape(source.address)}">{html.escape(source.address)}</a></p>'
        if source.address
        else ""
    )
    title, _, subtitle = source.title.partition(": ")
    inside = "".join(
        f'<li><a href="#{page.key}">{_numbered(page.title)}</a></li>' for page in source.sections
    )
    return (
        f'<section class="cover"><p class="cover-title">{html.escape(title)}</p>'
        f'<p class="cover-subtitle">{html.escape(subtitle)}</p><p class="cover-lead">{html.escape(source.description)}</p>'
        f'<ol class="cover-sections">{inside}</ol>'
        f'<div class="cover-foot">{address}<p>Version {html.escape(version)} of {html.escape(date)}</p>'
        f"<p>{html.escape(source.author)}. {html.escape(source.licence)}</p></div></section>"
    )


def _numbered(title: str) -> str:
    """Markup of a section's title, its number apart."""
    told = NUMBERED.match(title)
    number = f'<span class="number">{told[1]}</span> ' if told else ""
    return number + html.escape(title[told.end() if told else 0 :])
