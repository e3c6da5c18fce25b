"""Offer the finished downloads on the pages: only files that exist, each with format, pages and size, and their date.

Pages leave a mark, a comment, where the offers stand: the shelf of all in the text of the home page, and a line at the
foot of every page.
"""

import json
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from posixpath import dirname

from lxml.html import HtmlElement

from cheatsheet.base.cache import key_of
from cheatsheet.base.links import way_to_root
from cheatsheet.base.markup import words_of
from cheatsheet.base.nodes import Node, new_element, replace_by
from cheatsheet.base.titles import split_number
from cheatsheet.site.checksums import SUMS, checksums
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import BOOK, EDITIONS, FOLDER, READER, SCRIPTS, section_pdf

# What the comments say.
FOOT, ALL = "downloads", "all-downloads"
# The heading on the home page under which the shelf stands.
SHELF = "offline"


def offer_downloads(site: Site, date: str) -> None:
    """Put the offers, or nothing, in place of every mark; the downloads are of this `date`."""
    downloads = {
        name.removeprefix(FOLDER): site.files[name]
        for name in site.files
        if name.startswith(FOLDER) and name != FOLDER + SUMS
    }
    if downloads:
        site.files[FOLDER + SUMS] = checksums(downloads)
    sizes = {name: _facts(name, data) for name, data in downloads.items()}
    titles = {page: site.facts(page).title for page in site.pages}
    for page in site.pages:
        for mark in {FOOT, ALL}.intersection(site.facts(page).marks):
            shown = titles if mark == ALL else {}
            key = key_of(__name__, mark, page, date, json.dumps([sizes, shown]))
            offer = partial(_offer, mark=mark, page=page, sizes=sizes, titles=titles, date=date)
            site.change(page, key, offer)


def _offer(
    root: HtmlElement,
    mark: str,
    page: str,
    sizes: Mapping[str, str],
    titles: Mapping[str, str],
    date: str,
) -> None:
    """Put the shelf or the line of the foot in place of a page's mark."""
    made = _shelf(titles, sizes, page, date) if mark == ALL else _foot(sizes, page, date)
    for comment in root.xpath("//comment()"):
        if (comment.text or "").strip() == mark:
            replace_by(comment, *([made] if made is not None else []))


def _facts(name: str, data: bytes) -> str:
    """What a reader wants to know before a download: `75 pages, 2.1 MB`."""
    size = (
        f"{len(data) / 1e6:.1f} MB" if len(data) >= 1e6 else f"{max(1, round(len(data) / 1e3))} KB"
    )
    if not name.endswith(".pdf"):
        return size
    # Installed where PDFs are made.
    from pikepdf import Pdf

    with Pdf.open(BytesIO(data)) as pdf:
        pages = len(pdf.pages)
    return f"{pages} page{'s' * (pages > 1)}, {size}"


def _shelf(
    titles: Mapping[str, str], sizes: Mapping[str, str], page: str, date: str
) -> HtmlElement | None:
    """All editions, one a line: what it is, what is in it, and its files."""
    items = []
    for edition in EDITIONS:
        files = [
            new_element(
                "span", {}, _link(page, name, kind, f"{edition.title}: {kind}"), f" {sizes[name]}"
            )
            for name, kind in edition.files.items()
            if name in sizes
        ]
        items += [_item(edition.title, edition.what, files)] if files else []
        if edition is BOOK:
            items += _single(titles, sizes, page)
    if not items:
        return None
    said = new_element(
        "p", {},
        f"All editions are of {date}. ", _link(page, SUMS, SUMS), " lists their digests; to compare, ",
        new_element("code", {"translate": "no"}, f"sha256sum --check --ignore-missing {SUMS}"), ".",
    )  # fmt: skip
    return new_element(
        "div", {"class": "offers"}, new_element("ul", {"class": "shelf"}, *items), said
    )


def _single(titles: Mapping[str, str], sizes: Mapping[str, str], page: str) -> list[HtmlElement]:
    """The sections by themselves, each by its number."""
    links: list[HtmlElement] = []
    for path, heading in titles.items():
        name = section_pdf(dirname(path))
        if name in sizes and heading:
            number, title = split_number(heading)
            said = f"{number}. {title}: PDF, {sizes[name]}"
            links.append(_link(page, name, number or title, said))
    links.sort(key=lambda link: (len(words_of(link)), words_of(link)))
    spaced: list[Node] = [node for link in links for node in (" ", link)][1:]
    numbers = new_element("span", {"class": "numbers"}, *spaced)
    return [_item("One section", "each by itself, a PDF for A4", [numbers])] if links else []


def _item(title: str, what: str, files: list[HtmlElement]) -> HtmlElement:
    spaced: list[Node] = [node for file in files for node in (" ", file)][1:]
    return new_element(
        "li",
        {},
        new_element("b", {}, title),
        " ",
        new_element("span", {}, what),
        " ",
        new_element("span", {}, *spaced),
    )


def _foot(sizes: Mapping[str, str], page: str, date: str) -> HtmlElement | None:
    """The page itself, the editions that most readers want here, and the way to the others."""
    wanted = (SCRIPTS,) if page.startswith("examples/") else (BOOK, READER)
    offers = {section_pdf(dirname(page)): "This page as PDF"}
    offers |= {next(iter(edition.files)): edition.title for edition in wanted}
    parts: list[Node] = []
    for name, title in offers.items():
        if name in sizes:
            kind = "" if name.endswith(".pdf") and title.endswith("PDF") else f"{_kind(name)}, "
            parts += [_link(page, name, title), f" ({kind}{sizes[name]}) · "]
    if not sizes:
        return None
    shelf = new_element("a", {"href": f"{way_to_root(page) or '.'}#{SHELF}"}, "All editions")
    return new_element("p", {"class": "offers"}, "Offline: ", *parts, shelf, f" · as of {date}")


def _kind(name: str) -> str:
    return name.rpartition(".")[2].upper()


def _link(page: str, name: str, words: str, said: str = "") -> HtmlElement:
    """A link to a download; where its words are short, a sentence says what it is."""
    more = {"title": said, "aria-label": said} if said else {}
    return new_element("a", {"href": f"{way_to_root(page)}{FOLDER}{name}"} | more, words)
