"""The handout: every section's "At a glance" on two pages, in the largest type that fits."""

from dataclasses import replace

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class, words_of
from cheatsheet.base.nodes import (
    copy_of,
    element_text,
    new_element,
    replace_by,
    set_text_before,
    take_nodes,
    text_before,
)
from cheatsheet.base.problems import BadInput, Problem, Problems
from cheatsheet.base.titles import split_number, split_subtitle
from cheatsheet.base.vocabulary import GLANCE, summary_of
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import Document, Heading, Paper
from cheatsheet.editions.pdf.pages import PrintPage, Source
from cheatsheet.editions.pdf.printed import Printed

PAPER = Paper("A4", 210, 297, (9, 9))
PAGES = 2
# Points, down to 7.1.
SIZES = [9.0 - 0.1 * step for step in range(20)]


def handout(source: Source, version: str, date: str, problems: Problems) -> Document:
    """Title, address and summary of each section, one after the other in two columns."""
    imprint = source.imprint
    document = Document(f"{imprint.title}: at a glance", imprint)
    parts = []
    for page in source.sections:
        part = _summary(page, imprint.address)
        if part is None:
            what = "a heading of its summary is missing: the handout is made of them"
            cure = f"begin the page with #{GLANCE}, or name the headings in SUMMARIES"
            problems.add(f"site/{page.path}", None, what, cure)
        else:
            unlink(part)
            parts.append(part)
            document.headings.append(Heading(1, f"{page.key}--title", page.title))
    name, _ = split_subtitle(imprint.title)
    address = imprint.address.partition("://")[2]
    origin = f"{address} · " * bool(address) + f"version {version} of {date}"
    title = new_element("h1", {"id": "handout"}, f"{name}, at a glance", _origin(origin))
    attributes = {"class": "md-typeset handout", "data-page": "the handout"}
    document.body = element_text(new_element("main", attributes, title, *parts))
    return document


def _origin(text: str) -> HtmlElement:
    return new_element("span", {"class": "origin"}, text)


def fit(printer: Printer, document: Document) -> Printed:
    """Print the handout in the largest type in which it has two pages. Raises BadInput where none does."""
    low, high = 0, len(SIZES) - 1
    best = None
    while low <= high:
        middle = (low + high) // 2
        style = f".handout.md-typeset {{ --size: {SIZES[middle]:.1f}pt }}\n"
        printed = printer.print(replace(document, style=style), PAPER)
        if printed.count <= PAGES:
            best, high = printed, middle - 1
        else:
            low = middle + 1
    if best is None:
        what = f"it needs {printed.count} pages even at {SIZES[-1]:.1f} pt"
        cure = "shorten what stands at a glance on the section pages"
        raise BadInput([Problem("the handout", None, what, cure)])
    return best


def _summary(page: PrintPage, address: str) -> HtmlElement | None:
    """What stands below the headings of a section's summary; None where one of them is missing."""
    names = summary_of(page.key)
    found = [page.article.get_element_by_id(f"{page.key}--{name}", None) for name in names]
    starts = [start for start in found if start is not None]
    if len(starts) < len(names):
        return None
    number, name = split_number(page.title)
    shown = address.partition("://")[2] + page.slug if address else ""
    mark = new_element("span", {"class": "number"}, number)
    title = new_element("h2", {"id": f"{page.key}--title"}, mark, f" {name} ", _origin(shown))
    attributes = {"class": "summary", "id": page.key, "data-page": page.path}
    part = new_element("section", attributes, title)
    for start in starts:
        if len(starts) > 1:
            part.append(new_element("h3", {}, words_of(start)))
        for sibling in start.itersiblings("*"):
            if sibling.tag in ("h1", "h2"):
                break
            part.append(copy_of(sibling))
    return part


def unlink(part: HtmlElement) -> None:
    """On paper there is nothing to follow: marks go, links become text; a checked number stays in one piece."""
    for tag in list(part.iter("*")):
        if tag.tag == "a" and has_class(tag, "claim"):
            set_text_before(tag, text_before(tag).rstrip())
            tag.drop_tree()
        elif has_class(tag, "admonition") or tag.tag in ("details", "figure"):
            tag.drop_tree()
    for link in list(part.iter("a")):
        if has_class(link, "checked"):
            replace_by(link, new_element("span", {"class": "checked"}, *take_nodes(link)))
        else:
            link.drop_tag()
