"""Put pages together to one document for print: cover, contents, numbered chapters, appendices, working links."""

import copy
import html

from bs4 import Tag

from cheatsheet.print_base import Document, Heading, css_string, element
from cheatsheet.print_examples import add_group, drawings
from cheatsheet.print_links import connect
from cheatsheet.print_numbers import contents, headings_of, number_headings
from cheatsheet.print_source import PrintPage, Source

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
    """The page as a chapter with its own running head. Its permanent address stands under the title."""
    address = f"{document.source.address}{page.slug}"
    name = f"chapter-{page.key}"
    title = f"Appendix {letter}: {page.title}" if letter else page.title
    shown = address.partition("://")[2] or address
    document.style += HEADS.format(name=name, title=css_string(title), address=css_string(shown))
    document.style += f".{name} {{ page: {name} }}\n"
    chapter = element(
        f'<section class="chapter {name}" id="{page.key}" data-page="{page.path}"></section>'
    )
    chapter.extend(copy.copy(page.article).contents)
    link = f'<a href="{html.escape(address)}">{html.escape(shown)}</a>'
    if document.source.address:
        chapter.find("h1").insert_after(element(f'<p class="address">{link}</p>'))
    elif page.slug:
        chapter.find("h1").insert_after(element(f'<p class="address">{html.escape(page.slug)}</p>'))
    return chapter


def _cover(source: Source, version: str, date: str) -> str:
    address = (
        f'<p><a href="{html.escape(source.address)}">{html.escape(source.address)}</a></p>'
        if source.address
        else ""
    )
    title, _, subtitle = source.title.partition(": ")
    return (
        f'<section class="cover"><p class="cover-title">{html.escape(title)}</p>'
        f'<p class="cover-subtitle">{html.escape(subtitle)}</p><p class="cover-lead">{html.escape(source.description)}</p>'
        f'<div class="cover-foot">{address}<p>Version {html.escape(version)} of {html.escape(date)}</p>'
        f"<p>{html.escape(source.author)}. {html.escape(source.licence)}</p></div></section>"
    )
