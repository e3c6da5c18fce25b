"""Study lists: what the headings are and how long they take, and the plans that are shipped.

A list is the line numbers of docs/addresses.txt; docs/assets/javascripts/code.js reads and writes the same code.
"""

import difflib
import json
import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.faults import Fault, line_of

WORDS_A_MINUTE = 200
NUMBER = re.compile(r"^\d+\. ")
LABEL = "docs/plans.yml"


@dataclass
class Heading:
    """A heading of a page and the words up to the next heading of its rank."""

    address: str  # losses/#focal
    title: str
    level: int
    words: int = 0

    @property
    def minutes(self) -> float:
        """Reading time in half minutes, at least one of them."""
        return max(1, round(2 * self.words / WORDS_A_MINUTE)) / 2


@dataclass(frozen=True)
class Plan:
    """A list that is shipped: its parts are named, e.g. by days."""

    id: str
    title: str
    line: str
    parts: tuple[tuple[str, tuple[Heading, ...]], ...]

    @property
    def headings(self) -> list[Heading]:
        return [heading for _, headings in self.parts for heading in headings]

    @property
    def minutes(self) -> float:
        return sum(heading.minutes for heading in self.headings)


class _Headings(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.page, self.found, self.inside, self.drawing = page, [], None, 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        name = dict(attributes).get("id")
        self.drawing += tag == "svg"
        if re.fullmatch("h[1-6]", tag) and name:
            self.inside = tag
            self.found.append(Heading(f"{self.page}#{name}", "", int(tag[1])))

    def handle_endtag(self, tag: str) -> None:
        self.drawing -= tag == "svg"
        if tag == self.inside:
            self.inside = None
            self.found[-1].title = " ".join(self.found[-1].title.removesuffix("#").split())

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.found[-1].title += data
        if self.found and not self.drawing:
            self.found[-1].words += len(data.split())


def headings_of(page: str, html: str) -> list[Heading]:
    """The headings of a page (its address: `losses/`), each with the words of the headings below it."""
    parser = _Headings(page)
    parser.feed(html)
    found = parser.found
    for index in reversed(range(len(found))):
        below = found[index + 1 :]
        size = next(
            (at for at, other in enumerate(below) if other.level <= found[index].level), len(below)
        )
        direct = [h for at, h in enumerate(below[:size]) if _is_child(below, at)]
        found[index].words += sum(heading.words for heading in direct)
    return found
