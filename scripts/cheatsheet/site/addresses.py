"""What the finished pages offer to be linked to, and what on them has no address of its own."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.vocabulary import FORMULA, QUESTION, ROW, Kind
from cheatsheet.content.addresses import ADDRESS
from cheatsheet.site.facts import ALL_IDS, HEADINGS
from cheatsheet.site.model import Site, article_of, shows_example, slug_of

# Where a source gives an id: `{ #id }`, `id: id` of a block, `id="id"` in HTML.
WRITTEN = re.compile(r"""\{[^{}\n]*#([^\s{}]+)[^{}\n]*\}|\bid:\s*([^\s,}]+)|\sid="([^"]+)\"""")
# Cited sources, found by their key; what is the theme's own.
INNER = ("src-", "__")


@dataclass(frozen=True)
class Addressed:
    """What has to have an id: how to find it and its words from there, and how its source gives it the id."""

    name: str
    find: etree.XPath
    words: str
    cure: str


ADDRESSED = (
    Addressed(
        "heading",
        etree.XPath(f".//*[{HEADINGS}]"),
        ".",
        "end it with { #its-words }, and never change that",
    ),
    Addressed(
        "table row",
        etree.XPath(".//tr/*[1][self::td]"),
        ".",
        "end its first cell with { #row-its-words }, and never change that",
    ),
    Addressed(
        "correction",
        etree.XPath(".//div[contains(concat(@class, ' '), 'correction ')]"),
        "p",
        "write `    attrs: {id: corrected-7-10}` below its first line",
    ),
    Addressed(
        "question",
        etree.XPath(".//details"),
        "summary",
        "write `    attrs: {id: q-its-words}` below its first line",
    ),
)
# Kinds whose ids begin alike, so that none can collide with a heading's.
PREFIXED: tuple[tuple[etree.XPath, Kind], ...] = (
    (etree.XPath(".//td[@id]"), ROW),
    (etree.XPath(".//div[@id and contains(concat(' ', @class, ' '), ' formula ')]"), FORMULA),
    (etree.XPath(".//details[@id]"), QUESTION),
)


def page_address(page: str) -> str:
    """Address of a page of the site: `losses/` for `losses/index.html`, `./` for the home page."""
    return page.removesuffix("index.html") or "./"


def offered(site: Site, order: Sequence[str]) -> list[str]:
    """All addresses of the pages: those named in `order` first, others by name, examples last."""

    places = {slug: place for place, slug in enumerate(order)}

    def rank(page: str) -> tuple[bool, int, str]:
        slug = slug_of(page)
        return shows_example(page), places.get(slug, len(order)), slug

    addresses: dict[str, None] = {}
    for page in sorted((name for name in site.pages if name.endswith("index.html")), key=rank):
        found = site.facts(page).addresses
        if found is not None:
            names = [name for name in found if not name.startswith(INNER)]
            addresses |= dict.fromkeys(
                [page_address(page), *(f"{page_address(page)}#{name}" for name in names)]
            )
    return list(addresses)


def check_ids(
    site: Site, converted: Mapping[str, str], sources: Mapping[str, str], problems: Problems
) -> None:
    """Note headings and rows without an id, ids that a tool made up, and ids that no address can hold.

    `converted` maps the path of a page, `docs/losses.md`, to its Markdown with its made parts, `sources` to its text.
    """
    for path, markdown in converted.items():
        slug = path.removeprefix("docs/").removesuffix(".md")
        page = next((name for name in site.pages if slug_of(name) == slug), "")
        article = article_of(site.pages[page]) if page else None
        if article is not None:
            written = {next(filter(None, groups)) for groups in WRITTEN.findall(markdown)}
            for needle, what, cure in _problems(article, written):
                problems.add(path, line_of(sources[path], needle), what, cure)


def _problems(article: HtmlElement, written: set[str]) -> Iterator[tuple[str, str, str]]:
    """What to look for in the source, what is wrong, and the cure."""
    for kind in ADDRESSED:
        for found in kind.find(article):
            texts = _own_texts(found if kind.words == "." else found.find(kind.words))
            words = "".join(texts).strip()
            # The longest piece, which has no markup inside.
            needle = max(texts, key=len, default="").strip()
            name = found.get("id")
            if not name:
                yield needle, f"the {kind.name} {words!r} has no id", kind.cure
            elif name not in written:
                yield needle, f"the id {name} of the {kind.name} {words!r} is made up", kind.cure
    for name in ALL_IDS(article):
        if not name.startswith(INNER) and not ADDRESS.fullmatch(f"./#{name}"):
            yield f"#{name}", f"the id {name!r} makes no address", "use letters, digits, - . _"
    for find, prefixed in PREFIXED:
        for found in find(article):
            name = found.get("id")
            if not name.startswith(prefixed.prefix):
                what = f"the id {name} does not begin with {prefixed.prefix}"
                yield f"#{name}", what, f"write #{prefixed.prefix}{name}"


def _own_texts(root: HtmlElement | None) -> list[str]:
    """The texts of an element without its link to itself and without how hard a question is."""
    if root is None:
        return []
    path = ".//text()[not(ancestor::a[contains(@class, 'headerlink')] or parent::span[@class='level'])]"
    return [str(text) for text in root.xpath(path)]
