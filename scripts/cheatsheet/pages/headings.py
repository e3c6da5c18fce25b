"""The headings of a finished page, each with the words that are read below it."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from cheatsheet.base.nodes import parent_of
from cheatsheet.content.reading import minutes, texts_of

HEADING = re.compile(r"h[1-6]")


@dataclass
class Heading:
    """A heading of a page and the words up to the next heading of its rank."""

    # For example losses/#focal.
    address: str
    title: str
    level: int
    words: int = 0

    @property
    def page(self) -> str:
        return self.address.partition("#")[0]

    @property
    def minutes(self) -> float:
        return minutes(self.words)


def headings_of(page: str, article: HtmlElement) -> list[Heading]:
    """The headings of a page (its address: `losses/`), each with the words of the headings below it."""
    found: list[Heading] = []
    seen: set[HtmlElement] = set()
    for around, text in texts_of(article):
        tag = _heading_around(around, article)
        if tag is not None and tag not in seen:
            seen.add(tag)
            title = " ".join(tag.text_content().removesuffix("#").split())
            found.append(Heading(f"{page}#{tag.get('id')}", title, int(str(tag.tag)[1])))
        if found:
            found[-1].words += len(text.split())
    own = [heading.words for heading in found]
    for start, heading in enumerate(found):
        below = range(start + 1, len(found))
        end = next((at for at in below if found[at].level <= heading.level), len(found))
        heading.words = sum(own[start:end])
    return found


def _heading_around(part: HtmlElement, article: HtmlElement) -> HtmlElement | None:
    """The heading with an id that an element is, or stands in."""
    while part is not article:
        if HEADING.fullmatch(str(part.tag)) and part.get("id"):
            return part
        part = parent_of(part)
    return None
