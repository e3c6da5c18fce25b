"""Offer the finished downloads on the pages: only files that exist, each with its size, and their date.

Pages leave a mark where the offers stand: one at the foot of every page, one in the text of the home page.
"""

from pathlib import Path

FOOT = "<!-- downloads -->"
HOME = "<!-- all-downloads -->"
FOLDER = "downloads"
DOWNLOADS = {  # name: (title, what the reader gets)
    "cv-cheatsheet-a4.pdf": ("PDF, A4", "all of it, with page numbers"),
    "cv-cheatsheet-letter.pdf": ("PDF, Letter", "the same on US paper"),
    "cv-cheatsheet-handout.pdf": ("Handout", "the ten summary tables on two pages"),
    "cv-cheatsheet-site.zip": ("Site as a folder", "unpack it, open index.html; search works"),
}


def offer(site: Path, date: str) -> None:
    """Put the offers, or nothing, in place of every mark below `site`."""
    for path in sorted(site.rglob("*.html")):
        text = path.read_text("utf-8")
        if FOOT in text or HOME in text:
            page = path.relative_to(site)
            path.write_text(fill(text, page, site, date), "utf-8")


def fill(text: str, page: Path, site: Path, date: str) -> str:
    """The page's text with its marks replaced; `page` is its path in the site."""
    root = "../" * (len(page.parts) - 1)
    own = _link(site, root, f"sections/{page.parent}.pdf", "This page as PDF")
    links = {name: _link(site, root, name, title) for name, (title, _) in DOWNLOADS.items()}
    links = {name: link for name, link in links.items() if link}
    home = foot = ""
    if links:
        items = "".join(f"<li>{link}: {DOWNLOADS[name][1]}</li>" for name, link in links.items())
        home = f'<div class="offers"><p>Read it offline, as of {date}:</p><ul>{items}</ul></div>'
    if links or own:
        told = " · ".join([own] * bool(own) + list(links.values()))
        foot = f'<p class="offers">Offline: {told} · as of {date}</p>'
    return text.replace(HOME, home).replace(FOOT, foot)


def _link(site: Path, root: str, name: str, title: str) -> str:
    """Link and size of one download, or an empty text where it does not exist."""
    path = site / FOLDER / name
    return f'<a href="{root}{FOLDER}/{name}">{title}</a> ({_size(path)})' if path.is_file() else ""


def _size(path: Path) -> str:
    """Size as a reader thinks of it: 84 KB, 2.1 MB."""
    size = path.stat().st_size
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
