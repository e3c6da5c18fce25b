"""Put pages together to one document for print: cover, contents, numbered chapters, appendices, working links."""

from itertools import takewhile

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import (
    Node,
    copy_of,
    element_text,
    find,
    new_element,
    take_nodes,
    wrap_element,
)
from cheatsheet.base.problems import Problems
from cheatsheet.base.titles import split_number, split_subtitle
from cheatsheet.base.vocabulary import ROBUSTNESS
from cheatsheet.editions.pdf.document import Document, Heading, css_string
from cheatsheet.editions.pdf.examples import add_group, figure_places
from cheatsheet.editions.pdf.links import connect
from cheatsheet.editions.pdf.numbers import contents, headings_of, number_headings
from cheatsheet.editions.pdf.pages import PrintPage, Source

HEADS = (
    "@page {name} {{ @top-left {{ content: {title} }} @bottom-left {{ content: {address} }} }}\n"
)


APPENDICES = ("claims", ROBUSTNESS, "examples")
# Lists of what stands elsewhere: questions and tasks.
LISTS = ("questions", "scratch")


def book(source: Source, version: str, date: str, problems: Problems) -> Document:
    """Cover, contents, all that is no appendix and no question, and the index of terms. Links to the rest lead to the site."""
    document = Document(source.imprint.title, source.imprint)
    _bind(document, source, _chapters(source), [], f"Version {version} of {date}", problems)
    return document


def questions(source: Source, version: str, date: str, problems: Problems) -> Document:
    """Cover, contents and all questions. Links to the rest lead to the site."""
    document = Document(f"{source.imprint.title}: questions", source.imprint)
    _bind(document, source, source.questions, [], f"Version {version} of {date}", problems)
    return document


def everything(source: Source, version: str, date: str, problems: Problems) -> Document:
    """The book with its appendices: the ledger, how far numbers carry, and the examples' code."""
    document = Document(f"{source.imprint.title}: everything", source.imprint)
    pages = [page for page in map(source.page, APPENDICES) if page]
    _bind(document, source, _chapters(source), pages, f"Version {version} of {date}", problems)
    return document


def _chapters(source: Source) -> list[PrintPage]:
    """What is no appendix, no question and no index, in the order of the navigation."""
    examples = [source.pages[path] for group in source.groups for path in group.paths]
    apart = {*map(source.page, (*APPENDICES, *LISTS, "terms")), *examples}
    apart |= {*source.questions}
    return [page for page in source.pages.values() if page not in apart]


def _bind(
    document: Document,
    source: Source,
    inside: list[PrintPage],
    appendices: list[PrintPage],
    version: str,
    problems: Problems,
) -> None:
    """Put a document together: the pages `inside`, these appendices, and behind the sections the index of terms."""
    gallery = source.page("examples")
    sections = [page for page in source.sections if page in inside]
    terms = source.page("terms") if sections else None
    examples = [source.pages[path] for group in source.groups for path in group.paths]
    places = figure_places(source)
    chapters = []
    for page in [*inside, *appendices, *([terms] if terms else [])]:
        letter = "ABC"[appendices.index(page)] if page in appendices else ""
        chapter = _chapter(document, page, letter)
        for group in source.groups if page is gallery else []:
            members = [source.pages[path] for path in group.paths]
            add_group(chapter, f"{page.key}--{group.id}", group.title, members, places)
        number_headings(chapter, page.key, letter)
        chapters.append(chapter)
    headings = [heading for chapter in chapters for heading in headings_of(chapter)]
    held = {chapter.get("id") for chapter in chapters}
    printed = [page for page in source.pages.values() if page.key in held]
    connect(source, chapters, printed + examples * (gallery in appendices), problems)
    title = new_element("h1", {"id": "contents"}, "Contents")
    parts = [
        _cover(
            source,
            sections or inside,
            [page.title for page in appendices],
            version,
        ),
        new_element("nav", {"class": "contents md-typeset"}, title, contents(headings)),
        new_element("main", {"class": "md-typeset"}, *chapters),
    ]
    document.headings = [Heading(1, "contents", "Contents"), *headings]
    document.body = "".join(map(element_text, parts))


def single(source: Source, page: PrintPage, problems: Problems) -> Document:
    """One section by itself. Links to other pages lead to the site, where its address is known."""
    document = Document(page.title, source.imprint)
    chapter = _chapter(document, page, "")
    number_headings(chapter, page.key, "")
    document.headings = headings_of(chapter)
    connect(source, [chapter], [page], problems)
    document.body = element_text(new_element("main", {"class": "md-typeset"}, chapter))
    return document


def _chapter(document: Document, page: PrintPage, letter: str) -> HtmlElement:
    """The page as a chapter with its own running head. Its permanent address, where known, stands under the title."""
    site = document.imprint.address
    address = f"{site}{page.slug}" if site else ""
    shown = address.partition("://")[2]
    name = f"chapter-{page.key}"
    title = f"Appendix {letter}: {page.title}" if letter else page.title
    document.style += HEADS.format(name=name, title=css_string(title), address=css_string(shown))
    document.style += f".{name} {{ page: {name} }}\n"
    attributes = {"class": f"chapter {name}", "id": page.key, "data-page": page.path}
    chapter = new_element("section", attributes, *take_nodes(copy_of(page.article)))
    if address:
        link = new_element("a", {"href": address}, shown)
        find(chapter, ".//h1").addnext(new_element("p", {"class": "address"}, link))
    for heading in list(chapter.iter("h3")):
        if "data-verdict" in heading.attrib:
            _join_entry(heading)
    for sources in list(chapter.iter("ul")):
        previous = next(sources.itersiblings("*", preceding=True), None)
        # The ledger's, which need no heading on a screen.
        if has_class(sources, "sources") and previous is not None and previous.tag == "div":
            sources.addprevious(new_element("h2", {"id": f"{page.key}--sources"}, "Sources"))
    return chapter


def _join_entry(heading: HtmlElement) -> None:
    """An entry of the ledger as one element, which stays on one page."""
    siblings = heading.itersiblings("*")
    rest = list(takewhile(lambda tag: tag.tag in ("p", "div"), siblings))
    wrapper = new_element("div", {"class": "entry"})
    wrap_element(heading, wrapper)
    wrapper.extend(rest)


def _cover(
    source: Source, listed: list[PrintPage], appendices: list[str], version: str
) -> HtmlElement:
    imprint = source.imprint
    title, subtitle = split_subtitle(imprint.title)
    sections = [new_element("li", {}, _numbered_link(page.key, page.title)) for page in listed]
    address = new_element("a", {"href": imprint.address}, imprint.address)
    foot = [
        *([new_element("p", {}, address)] if imprint.address else []),
        new_element("p", {}, version),
        new_element("p", {}, f"{imprint.author}. {imprint.licence}"),
    ]
    also = f"With {', '.join(appendices)}" if appendices else ""
    return new_element(
        "section",
        {"class": "cover"},
        new_element("p", {"class": "cover-title"}, title),
        new_element("p", {"class": "cover-subtitle"}, subtitle),
        new_element("p", {"class": "cover-lead"}, imprint.description),
        new_element("ol", {"class": "cover-sections"}, *sections),
        *([new_element("p", {"class": "cover-appendices"}, also)] if also else []),
        new_element("div", {"class": "cover-foot"}, *foot),
    )


def _numbered_link(key: str, title: str) -> HtmlElement:
    """A link to a section, its number apart."""
    number, name = split_number(title)
    marked: list[Node] = [new_element("span", {"class": "number"}, number), " "] if number else []
    return new_element("a", {"href": f"#{key}"}, *marked, name)
