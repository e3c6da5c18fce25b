"""Numbers of headings, and the contents made from them."""

from lxml.html import HtmlElement

from cheatsheet.base.markup import words_of
from cheatsheet.base.nodes import HEADINGS, find, level_of, new_element, prepend_nodes
from cheatsheet.base.titles import NUMBER, split_number
from cheatsheet.editions.pdf.document import Heading, page_of


def number_headings(chapter: HtmlElement, key: str, letter: str) -> None:
    """Number headings down to the third level, as 7, 7.2, 7.2.1 or A, A.7. An entry of the ledger keeps its own number."""
    number = letter or split_number(words_of(find(chapter, ".//h1")))[0]
    second = third = 0
    for count, heading in enumerate(list(chapter.iter(*HEADINGS))):
        level = level_of(heading)
        heading.set("id", heading.get("id") or f"{key}--heading-{count}")
        if level > 3 or not number or "data-verdict" in heading.attrib:
            continue
        own = _take_number(heading)
        if level == 1:
            label = number
        elif level == 2:
            third = 0
            # In an appendix a heading has the number of its section, or none.
            if not letter:
                second += 1
            elif own:
                second = int(own)
            label = f"{number}.{second}" if own or not letter else ""
        else:
            third += 1
            label = f"{number}.{second}.{third}"
        if label:
            prepend_nodes(heading, new_element("span", {"class": "number"}, label), " ")


def _take_number(heading: HtmlElement) -> str:
    """The number with which a heading begins, which is taken from it; empty where it has none."""
    first = heading.xpath("(.//text())[1]")
    found = NUMBER.match(first[0]) if first else None
    if not found:
        return ""
    holder, rest = first[0].getparent(), str(first[0][found.end() :])
    if first[0].is_tail:
        holder.tail = rest
    else:
        holder.text = rest
    return found[1]


def headings_of(chapter: HtmlElement) -> list[Heading]:
    """The headings down to the third level, with their numbers."""
    return [
        Heading(level_of(heading), heading.attrib["id"], words_of(heading))
        for heading in chapter.iter("h1", "h2", "h3")
    ]


def contents(headings: list[Heading]) -> HtmlElement:
    """A list of the titles, in each one of its headings, all with their pages.

    Without letters of the index and lists of sources.
    """
    chapters = new_element("ol", {})
    for row in headings:
        if row.level > 2 or "--letter-" in row.id or row.id.endswith("--sources"):
            continue
        text = new_element("span", {"class": "text"}, row.text)
        entry = new_element(
            "li", {}, new_element("a", {"href": f"#{row.id}"}, text, page_of(row.id))
        )
        if row.level == 1:
            chapters.append(entry)
            continue
        chapter = chapters[-1]
        if chapter[-1].tag != "ol":
            chapter.append(new_element("ol", {}))
        chapter[-1].append(entry)
    return chapters
