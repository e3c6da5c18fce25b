"""Numbers of headings, and the contents made from them."""

import html

from bs4 import Tag

from cheatsheet.print_base import PAGE_OF, Heading, element
from cheatsheet.print_clean import HEADINGS
from cheatsheet.print_source import NUMBERED


def number_headings(chapter: Tag, key: str, letter: str) -> None:
    """Number headings down to the third level, as 7, 7.2, 7.2.1 or A, A.7. An entry of the ledger keeps its own number."""
    first = chapter.find("h1")
    own = NUMBERED.match(first.get_text())
    number = letter or (own[1] if own else "")
    counts = [0, 0]
    for count, heading in enumerate(chapter(HEADINGS)):
        level = int(heading.name[1])
        heading["id"] = heading.get("id") or f"{key}--heading-{count}"
        if level > 3 or not number or heading.has_attr("data-verdict"):
            continue
        told = NUMBERED.match(heading.get_text())
        if told:
            text = heading.find(string=True)
            text.replace_with(text[told.end() :])
        if level == 1:
            label = number
        elif level == 2:
            counts = [int(told[1]) if told and letter else counts[0] + (not letter), 0]
            label = f"{number}.{counts[0]}" if not letter or told else ""
        else:
            counts[1] += 1
            label = f"{number}.{counts[0]}.{counts[1]}"
        if label:
            heading.insert(0, element(f'<span class="number">{label}</span>'))
            heading.insert(1, " ")


def headings_of(chapter: Tag) -> list[Heading]:
    """The headings down to the third level, with their numbers."""
    return [
        Heading(int(tag.name[1]), tag["id"], " ".join(tag.get_text().split()))
        for tag in chapter(["h1", "h2", "h3"])
    ]


def contents(headings: list[Heading]) -> str:
    """Nested lists of the headings of the first two levels, each with its page. Without letters of the index and lists of sources."""
    lines, level = [], 0
    for row in headings:
        if row.level > 2 or "--letter-" in row.id or row.id.endswith("--sources"):
            continue
        if row.level > level:
            lines.append("<ol>")
        else:
            lines.append("</li>" if row.level == level else "</li></ol></li>")
        level = row.level
        name = html.escape(row.id)
        lines.append(
            f'<li><a href="#{name}"><span class="text">{html.escape(row.text)}</span>{PAGE_OF.format(name)}</a>'
        )
    return "".join(lines) + "</li></ol>" * level
