"""The built pages as material for print: in the order of the navigation, without what only a screen can use."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cheatsheet.check_site import target_of
from cheatsheet.faults import Fault
from cheatsheet.ledger import SECTIONS
from cheatsheet.print_clean import clean

NUMBERED = re.compile(r"\s*(\d+)\.\s+")
ARTICLE = re.compile(r'<article class="md-content__inner.*?</article>', re.S)
COLOURED = "k|kc|kn|c1|s1|s2|sd"  # keywords, comments and strings; the rest of the code needs no element of its own
PLAIN = re.compile(rf'<span class="(?!(?:{COLOURED})")[a-z][a-z0-9]?">([^<]*)</span>')


@dataclass
class PrintPage:
    """One page of the site: its ids and links to itself begin with `key`, links still say where they led in the site."""

    path: str  # in the site, e.g. cnn/index.html
    key: str
    article: Tag
    gone: set[str] = field(default_factory=set)  # ids of what is not printed
    notes: list[str] = field(default_factory=list)  # what had to be broken

    @property
    def heading(self) -> Tag:
        return self.article.find("h1")

    @property
    def title(self) -> str:
        return self.heading.get_text(" ", strip=True)

    @property
    def slug(self) -> str:
        """The page's address below the site's: 'cnn/', or '' for the home page."""
        return self.path.removesuffix("index.html")


@dataclass
class Source:
    """All that is printed, and what the site says of itself."""

    site: Path
    title: str
    description: str
    author: str
    licence: str
    language: str
    address: str  # ends in a slash; empty where SITE_URL was not set
    styles: list[str]
    pages: dict[str, PrintPage]  # by path
    examples: list[tuple[str, str, list[str]]]  # id and title of a group, paths of its examples
    faults: list[Fault]

    def page(self, name: str) -> PrintPage | None:
        return self.pages.get(f"{name}/index.html" if name else "index.html")

    @property
    def sections(self) -> list[PrintPage]:
        pages = [self.page(slug) for slug in SECTIONS if slug != "index"]
        return [page for page in pages if page]


def read_source(site: Path) -> Source:
    """Read the navigation's pages and all examples from the built `site`. Faults: missing pages and images."""
    home = BeautifulSoup((site / "index.html").read_text("utf-8"), "lxml")
    canonical = home.select_one("link[rel=canonical]")
    source = Source(
        site,
        title=_text(home, ".md-header__topic .md-ellipsis") or home.title.get_text(strip=True),
        description=_meta(home, "description"),
        author=_meta(home, "author"),
        licence=_text(home, ".md-copyright__highlight"),
        language=home.html.get("lang", "en"),
        address=canonical["href"] if canonical else "",
        styles=[link["href"] for link in home.select("link[rel=stylesheet]")],
        pages={},
        examples=[],
        faults=[],
    )
    links = home.select(".md-nav--primary a.md-nav__link[href]")
    paths = [target_of("index.html", link["href"])[0] for link in links]
    for path in dict.fromkeys(path for path in paths if path.endswith(".html")):
        _add(source, path)
    return source


def _add(source: Source, path: str) -> None:
    file = source.site / path
    found = ARTICLE.search(file.read_text("utf-8")) if file.is_file() else None
    article = BeautifulSoup(PLAIN.sub(r"\1", found[0]), "lxml").article if found else None
    if article is None or article.find("h1") is None:
        source.faults.append(Fault(f"site/{path}", None, "the navigation leads to it, but it is no page that can be printed",
                                   "build the site anew"))  # fmt: skip
        return
    groups = _gallery(article, path)
    key = path.removesuffix("index.html").strip("/").replace("/", "-").removesuffix(".html")
    page = PrintPage(path, key or "home", article)
    source.pages[path] = page
    source.faults += clean(page, source.site)
    source.examples += groups
    for _, _, members in groups:
        for member in members:
            _add(source, member)


def _gallery(article: Tag, path: str) -> list[tuple[str, str, list[str]]]:
    """Groups of example pages, where the page is the gallery of all examples."""
    groups = []
    for heading in article("h2"):
        cards = heading.find_next_sibling()
        if path.startswith("examples/") and cards and "cards" in cards.get("class", []):
            members = [target_of(path, card["href"])[0] for card in cards.select("a.card")]
            title = "".join(heading.find_all(string=True, recursive=False)).strip()
            groups.append((heading["id"], title, members))
    return groups


def _text(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    return found.get_text(" ", strip=True) if found else ""


def _meta(page: BeautifulSoup, name: str) -> str:
    found = page.select_one(f"meta[name={name}]")
    return found["content"] if found else ""
