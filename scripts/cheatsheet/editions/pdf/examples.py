"""Appendix C: the examples' code below the headings of their sections."""

from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import HEADINGS, copy_of, level_of, new_element, replace_by, take_nodes
from cheatsheet.editions.pdf.document import page_of
from cheatsheet.editions.pdf.pages import PrintPage, Source

# Id of a figure in a section, by path of its example and name of the figure.
Places = dict[tuple[str, str], str]


def add_group(
    chapter: HtmlElement, name: str, title: str, pages: list[PrintPage], places: Places
) -> None:
    """The examples of one section, below a heading; a plot that a section shows is not printed twice."""
    chapter.append(new_element("h2", {"id": name}, title))
    for page in pages:
        attributes = {"class": "example", "id": page.key, "data-page": page.path}
        example = new_element("section", attributes, *take_nodes(copy_of(page.article)))
        for heading in example.iter(*HEADINGS):
            heading.tag = f"h{min(level_of(heading) + 2, 6)}"
        _list_facts(example)
        for figure in list(example.iter("figure")):
            shown = places.get((page.path, figure.attrib["id"].removeprefix(f"{page.key}--")))
            if shown:
                replace_by(figure, _reference(figure.attrib["id"], shown))
        chapter.append(example)


def _reference(name: str, shown: str) -> HtmlElement:
    """What stands in place of a figure: the page of the section that shows it."""
    link = new_element("a", {"href": f"#{shown}"}, "page\u00a0", page_of(shown))
    return new_element("p", {"class": "shown", "id": name}, "Its plot: ", link, ".")


def _list_facts(example: HtmlElement) -> None:
    """The table of an example's facts as a short list in two columns, which needs a third of the room."""
    for table in list(example.iter("table")):
        rows = [list(row.iterchildren("td")) for row in table.xpath(".//tbody//tr")]
        if not all(len(row) == 2 and row[0].get("id") for row in rows):
            continue
        facts = new_element("ul", {"class": "facts"})
        for name, value in rows:
            words = [*take_nodes(name), " ", *take_nodes(value)]
            facts.append(new_element("li", {"id": name.get("id")}, *words))
        # What explains the table stands between it and its heading.
        for heading in table.xpath(
            f"preceding::*[{' or '.join(f'self::{h}' for h in HEADINGS)}][1]"
        ):
            for paragraph in list(heading.itersiblings("p")):
                paragraph.drop_tree()
        replace_by(table, facts)


def figure_places(source: Source) -> Places:
    """Where the book shows the figures of the examples."""
    places: Places = {}
    for page in source.sections:
        for figure in page.article.iter("figure"):
            codes = [link for link in figure.iter("a") if has_class(link, "code")]
            if codes and "id" in figure.attrib:
                path = target_of(page.path, codes[0].attrib["href"])[0]
                name = figure.attrib["id"].partition("--")[2]
                name = name.removeprefix(f"fig-{Path(path).parent.name}-")
                places.setdefault((path, name), figure.attrib["id"])
    return places
