"""The handout: every section's "At a glance" on two pages, in the largest type that fits."""

import copy
import html

from bs4 import NavigableString, Tag

from cheatsheet.faults import BadInput, Fault
from cheatsheet.print_base import Document, Heading, Paper, element
from cheatsheet.print_pages import Printed, Printer
from cheatsheet.print_source import NUMBERED, PrintPage, Source

PAPER = Paper("A4", 210, 297, (9, 9))
PAGES = 2
SIZES = [9.0 - 0.1 * step for step in range(20)]  # points, down to 7.1
SUMMARIES = {"system-design": ["framework", "tradeoffs"]}  # headings with the original's tables
GLANCE = ["at-a-glance"]


def handout(source: Source, version: str, date: str) -> Document:
    """Title, address and summary of each section, one after the other in two columns."""
    document = Document(f"{source.title}: at a glance", source)
    parts = []
    for page in source.sections:
        part = _summary(page, source.address)
        if part is None:
            document.faults.append(Fault(f"site/{page.path}", None, "a heading of its summary is missing: the handout is made of them",
                                         f"begin the page with #{GLANCE[0]}, or name the headings in SUMMARIES"))  # fmt: skip
        else:
            _unlink(part)
            parts.append(part)
            document.headings.append(Heading(1, f"{page.key}--title", page.title))
    name, _, _ = source.title.partition(": ")
    address = source.address.partition("://")[2]
    origin = f"{address} · " * bool(address) + f"version {version} of {date}"
    document.body = (
        f'<main class="md-typeset handout" data-page="the handout"><h1 id="handout">{html.escape(name)}, at a glance'
        f'<span class="origin">{html.escape(origin)}</span></h1>'
        f"{''.join(map(str, parts))}</main>"
    )
    return document


def fit(printer: Printer, document: Document) -> Printed:
    """Print the handout in the largest type in which it has two pages. Raises BadInput where none does."""
    low, high = 0, len(SIZES) - 1
    best = None
    while low <= high:
        middle = (low + high) // 2
        document.style = f".handout.md-typeset {{ --size: {SIZES[middle]:.1f}pt }}\n"
        printed = printer.print(document, PAPER)
        if printed.count <= PAGES:
            best, high = printed, middle - 1
        else:
            low = middle + 1
    if best is None:
        raise BadInput([Fault("the handout", None, f"it needs {printed.count} pages even at {SIZES[-1]:.1f} pt",
                              "shorten what stands at a glance on the section pages")])  # fmt: skip
    return best


def _summary(page: PrintPage, address: str) -> Tag | None:
    names = SUMMARIES.get(page.key, GLANCE)
    starts = [page.article.find(id=f"{page.key}--{name}") for name in names]
    if None in starts:
        return None
    told = NUMBERED.match(page.title)
    shown = address and address.partition("://")[2] + page.slug
    part = element(
        f'<section class="summary" id="{page.key}" data-page="{page.path}"><h2 id="{page.key}--title">'
        f'<span class="number">{told[1] if told else ""}</span> {html.escape(page.title[told.end() if told else 0 :])} '
        f'<span class="origin">{html.escape(shown)}</span></h2></section>'
    )
    for start in starts:
        if len(starts) > 1:
            part.append(element(f"<h3>{html.escape(start.get_text(' ', strip=True))}</h3>"))
        for sibling in start.find_next_siblings():
            if sibling.name in ("h1", "h2"):
                break
            part.append(copy.copy(sibling))
    return part


def _unlink(part: Tag) -> None:
    """On paper there is nothing to follow: marks go, links become text; a checked number stays in one piece."""
    for mark in part.select("a.claim"):
        before = mark.previous_sibling
        if isinstance(before, NavigableString):
            before.replace_with(before.rstrip())
        mark.decompose()
    for aside in part.select(".admonition, details, figure"):
        aside.decompose()
    for link in part("a"):
        if "checked" in link.get("class", []):
            link.name, link.attrs = "span", {"class": "checked"}
        else:
            link.unwrap()
