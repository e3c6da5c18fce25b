"""Offer the finished downloads on the pages: only files that exist, each with its size, and their date.

Pages leave a mark, a comment, where the offers stand: one at the foot of every page, one in the text of the home page.
"""

from posixpath import dirname

from cheatsheet.base.links import way_to_root
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import replace_by
from cheatsheet.base.vocabulary import NAME
from cheatsheet.site.model import Site

# What the comments say.
FOOT, ALL = "downloads", "all-downloads"
FOLDER = "downloads/"
BOOK_A4, BOOK_LETTER = f"{NAME}-a4.pdf", f"{NAME}-letter.pdf"
HANDOUT, FOLDER_COPY = f"{NAME}-handout.pdf", f"{NAME}-site.zip"
# Title, and what the reader gets, by name.
DOWNLOADS = {
    BOOK_A4: ("PDF, A4", "all of it, with page numbers"),
    BOOK_LETTER: ("PDF, Letter", "the same on US paper"),
    HANDOUT: ("Handout", "the ten summary tables on two pages"),
    FOLDER_COPY: ("Site as a folder", "unpack it, open index.html; search works"),
}


def section_pdf(slug: str) -> str:
    """Name of the download that holds one section page."""
    return f"sections/{slug}.pdf"


def offer_downloads(site: Site, date: str) -> None:
    """Put the offers, or nothing, in place of every mark; the downloads are of this `date`."""
    for page, root in site.pages.items():
        for mark in root.xpath("//comment()"):
            said = (mark.text or "").strip()
            if said in (FOOT, ALL):
                markup = _all(site, page, date) if said == ALL else _foot(site, page, date)
                replace_by(mark, *([element(markup)] if markup else []))


def _all(site: Site, page: str, date: str) -> str:
    links = _links(site, page)
    items = "".join(f"<li>{link}: {DOWNLOADS[name][1]}</li>" for name, link in links.items())
    return (
        f'<div class="offers"><p>Read it offline, as of {date}:</p><ul>{items}</ul></div>'
        if links
        else ""
    )


def _foot(site: Site, page: str, date: str) -> str:
    own = _link(site, page, section_pdf(dirname(page)), "This page as PDF")
    offers = [own] * bool(own) + list(_links(site, page).values())
    return f'<p class="offers">Offline: {" · ".join(offers)} · as of {date}</p>' if offers else ""


def _links(site: Site, page: str) -> dict[str, str]:
    links = {name: _link(site, page, name, title) for name, (title, _) in DOWNLOADS.items()}
    return {name: link for name, link in links.items() if link}


def _link(site: Site, page: str, name: str, title: str) -> str:
    """Link and size of one download, or an empty text where it does not exist."""
    data = site.files.get(FOLDER + name)
    if data is None:
        return ""
    return f'<a href="{way_to_root(page)}{FOLDER}{name}">{title}</a> ({_size(len(data))})'


def _size(size: int) -> str:
    """Size as a reader thinks of it: 84 KB, 2.1 MB."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
