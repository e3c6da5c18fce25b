"""Appendix B: the examples' code below the headings of their sections."""

import html
from pathlib import Path

from bs4 import Tag

from cheatsheet.check_site import target_of
from cheatsheet.print_base import PAGE_OF, element
from cheatsheet.print_clean import HEADINGS
from cheatsheet.print_source import PrintPage, Source


def add_group(chapter: Tag, name: str, title: str, pages: list[PrintPage], where: dict) -> None:
    """The examples of one section, below a heading; a plot that a section shows is not printed twice."""
    chapter.append(element(f'<h2 id="{name}">{html.escape(title)}</h2>'))
    for page in pages:
        example = element(
            f'<section class="example" id="{page.key}" data-page="{page.path}"></section>'
        )
        example.extend(list(page.article.contents))  # nothing else prints it
        for heading in example(HEADINGS):
            heading.name = f"h{min(int(heading.name[1]) + 2, 6)}"
        _list_facts(example)
        for figure in example("figure"):
            shown = where.get((page.path, figure["id"].removeprefix(f"{page.key}--")))
            if shown:
                figure.replace_with(element(f'<p class="shown" id="{figure["id"]}">Its plot: <a href="#{shown}">page\u00a0'
                                         f"{PAGE_OF.format(shown)}</a>.</p>"))  # fmt: skip
        chapter.append(example)


def _list_facts(example: Tag) -> None:
    """The table of an example's facts as a short list in two columns, which needs a third of the room."""
    for table in example("table"):
        rows = [row("td") for row in table.select("tbody tr")]
        if all(len(row) == 2 and row[0].get("id") for row in rows):
            facts = element('<ul class="facts"></ul>')
            for name, value in rows:
                item = element(f'<li id="{name["id"]}"></li>')
                item.extend([*name.contents, " ", *value.contents])
                facts.append(item)
            heading = table.find_previous(HEADINGS)
            for told in heading.find_next_siblings("p"):
                told.decompose()
            table.replace_with(facts)


def drawings(source: Source) -> dict[tuple[str, str], str]:
    """Where the book shows an example's figure: (path of the example, name of the figure) to the figure's id."""
    found = {}
    for page in source.sections:
        for figure in page.article.select("figure[id]"):
            code = figure.select_one("a.code[href]")
            path = target_of(page.path, code["href"])[0] if code else ""
            name = figure["id"].partition("--")[2].removeprefix(f"fig-{Path(path).parent.name}-")
            found.setdefault((path, name), figure["id"])
    return found
