"""Permanent addresses: what the built pages offer, what was ever published, and what has no address of its own.

docs/addresses.txt lists every address that was ever published, one a line, relative to the site's root. It only grows
at its end, since the number of a line stands for its address in the links of study lists. A build never writes it;
`scripts/build --publish` appends what is new. What is listed has to be found for ever: on its page, or through
docs/redirects.yml (redirects.py).
"""

import re
from html import unescape
from pathlib import Path

from cheatsheet.check_site import ids_of
from cheatsheet.faults import Fault, line_of
from cheatsheet.ledger import SECTIONS
from cheatsheet.project import Project, write_whole

LIST = "docs/addresses.txt"
ADDRESS = re.compile(r"(\./|([a-z0-9_-]+/)+)(#[A-Za-z0-9][A-Za-z0-9._-]*)?")
ARTICLE = re.compile(r"<article\b.*</article>", re.S)
DRAWING = re.compile(r"<svg\b.*?</svg>", re.S)
HEADING = re.compile(r"<h[1-6]\b([^>]*)>(.*?)</h[1-6]>", re.S)
ROW = re.compile(r"<tr\b[^>]*>\s*<td\b([^>]*)>(.*?)</td>", re.S)
CORRECTION = re.compile(r'<div\b([^>]*\bcorrection"[^>]*)>\s*<p\b[^>]*>(.*?)</p>', re.S)
QUESTION = re.compile(r"<details\b([^>]*)>\s*<summary\b[^>]*>(.*?)</summary>", re.S)
NAMELESS = {  # what has to have an id: (attributes, words) in the page, and how the source gives it
    "heading": (HEADING, "end it with { #its-words }, and never change that"),
    "table row": (ROW, "end its first cell with { #row-its-words }, and never change that"),
    "correction": (CORRECTION, "write `    attrs: {id: corrected-7-10}` below its first line"),
    "follow-up": (QUESTION, "write `    attrs: {id: q-its-words}` below its first line"),
}
PREFIXES = (  # kinds whose ids begin alike, so that none can collide with a heading's
    (re.compile(r'<td\b[^>]*\sid="([^"]*)"'), "row-"),
    (re.compile(r'<div class="formula"[^>]*\sid="([^"]*)"'), "eq-"),
    (re.compile(r'<details\b[^>]*\sid="([^"]*)"'), "q-"),
)
TAG = re.compile(r'<a\b[^>]*class="headerlink"[^>]*>.*?</a>|<[^>]+>', re.S)
# Where a source gives an id: `{ #id }`, `id: id` of a block, `id="id"` in HTML.
WRITTEN = re.compile(r"""\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}|\bid:\s*([^\s,}]+)|\sid="([^"]+)\"""")
INNER = ("src-", "__")  # cited sources, found by their key; what is the theme's own


def page_address(page: str) -> str:
    """Address of a page of the site: `losses/` for `losses/index.html`, `./` for the home page."""
    return page.removesuffix("index.html") or "./"


def article_of(html: str) -> str:
    """What a page itself says: without the theme's parts, and without the drawings, whose ids are their own."""
    found = ARTICLE.search(html)
    return DRAWING.sub("", found[0]) if found else ""


def shows_example(page: str) -> bool:
    """Whether this page of the site is one example's; the headings there are the notebook's and no addresses."""
    return page.startswith("examples/") and page.count("/") > 1


def collect(site: Path) -> list[str]:
    """All addresses that the built pages offer: home and sections in their order, others by name, examples last."""

    def rank(page: str) -> tuple:
        slug = page.removesuffix("index.html").strip("/") or "index"
        return shows_example(page), SECTIONS.index(slug) if slug in SECTIONS else 99, slug

    addresses = []
    for page in sorted((path.relative_to(site).as_posix() for path in site.rglob("index.html")), key=rank):  # fmt: skip
        article = article_of((site / page).read_text("utf-8"))
        if article:
            text = HEADING.sub("", article) if shows_example(page) else article
            ids = (name for name in ids_of(text) if not name.startswith(INNER))
            addresses += [page_address(page), *(f"{page_address(page)}#{name}" for name in ids)]
    return list(dict.fromkeys(addresses))


def read_published(project: Project) -> tuple[list[str], list[Fault]]:
    """The published addresses in the order of their lines, and what is wrong with the list."""
    path = project.root / LIST
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not ADDRESS.fullmatch(line):
            faults.append(Fault(LIST, number, f"{line!r} is not an address",
                                "restore the file from git; only scripts/build --publish adds to it"))  # fmt: skip
        elif line in first:
            faults.append(Fault(LIST, number, f"the address {line} stands in line {first[line]} already",
                                "restore the file from git; only scripts/build --publish adds to it"))  # fmt: skip
        first.setdefault(line, number)
    return lines, faults


def unpublished(project: Project) -> list[str]:
    """What `site/` offers and the list does not hold."""
    known = set(read_published(project)[0])
    return [address for address in collect(project.site) if address not in known]


def publish(project: Project) -> list[str]:
    """Append to the list what `site/` offers beyond it, and return that."""
    published, new = read_published(project)[0], unpublished(project)
    if new:
        write_whole(project.root / LIST, "".join(f"{line}\n" for line in [*published, *new]))
    return new


def unaddressed(site: Path, project: Project, markdown: dict[str, str]) -> list[Fault]:
    """Headings and table rows without an id, ids that a tool made up, and ids that no address can hold.

    `markdown` maps the path of a page, `docs/losses.md`, to its text as it was converted, with its made parts.
    """
    faults = []
    for path, converted in markdown.items():
        slug = path.removeprefix("docs/").removesuffix(".md")
        page = site / ("" if slug == "index" else slug) / "index.html"
        if page.exists():
            source = (project.root / path).read_text("utf-8")
            written = {next(filter(None, groups)) for groups in WRITTEN.findall(converted)}
            told = _page_faults(article_of(page.read_text("utf-8")), written)
            faults += [
                Fault(path, line_of(source, needle), what, cure) for needle, what, cure in told
            ]
    return faults


def _page_faults(article: str, written: set[str]) -> list[tuple[str, str, str]]:
    """What to look for in the source, what is wrong, and the cure."""
    told = []
    for kind, (pattern, cure) in NAMELESS.items():
        for attributes, inner in pattern.findall(article):
            words = unescape(TAG.sub("", inner)).strip()
            needle = unescape(max(TAG.split(inner), key=len)).strip()  # free of markup
            names = ids_of(f"<p{attributes}>")
            if not names:
                told.append((needle, f"the {kind} {words!r} has no id", cure))
            elif names[0] not in written:
                told.append((needle, f"the id {names[0]} of the {kind} {words!r} is made up", cure))
    for name in ids_of(article):
        if not name.startswith(INNER) and not ADDRESS.fullmatch(f"./#{name}"):
            told.append((f"#{name}", f"the id {name!r} makes no address", "use letters, digits, - . _"))  # fmt: skip
    for pattern, prefix in PREFIXES:
        for name in pattern.findall(article):
            if not name.startswith(prefix):
                told.append((f"#{name}", f"the id {name} does not begin with {prefix}", f"write #{prefix}{name}"))  # fmt: skip
    return told
