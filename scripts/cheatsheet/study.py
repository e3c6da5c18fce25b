"""Study lists: what the headings are and how long they take, and the plans that are shipped.

A list is the line numbers of docs/addresses.txt; docs/assets/javascripts/code.js reads and writes the same code.
"""

import difflib
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.faults import Fault, line_of

WORDS_A_MINUTE = 200
LABEL = "docs/plans.yml"


@dataclass
class Heading:
    """A heading of a page and the words up to the next heading of its rank."""

    address: str  # losses/#focal
    title: str
    level: int
    words: int = 0

    @property
    def page(self) -> str:
        return self.address.partition("#")[0]

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
    own = [heading.words for heading in found]
    for start, heading in enumerate(found):
        below = range(start + 1, len(found))
        end = next((at for at in below if found[at].level <= heading.level), len(found))
        heading.words = sum(own[start:end])
    return found


def read_plans(path: Path, headings: dict[str, Heading]) -> tuple[list[Plan], list[Fault]]:
    """The plans, or what is wrong with them, named with its line."""
    text = path.read_text("utf-8") if path.exists() else ""
    try:
        entries = yaml.safe_load(text) or []
        plans = [_plan(entry) for entry in entries]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return [], [Fault(LABEL, line, f"not YAML: {error.problem}", "mend the indentation")]
    except (TypeError, KeyError, AttributeError):
        cure = "a list; each entry has id, title, line and parts, and each part a list of addresses"
        return [], [Fault(LABEL, None, "not a list of plans", cure)]
    faults = []
    for address in {address for *_, parts in plans for _, items in parts for address in items}:
        if address not in headings:
            near = difflib.get_close_matches(str(address), headings)
            cure = f"did you mean {' or '.join(near)}?" if near else "write PAGE/#ID of a heading"
            line = line_of(text, str(address))
            faults.append(Fault(LABEL, line, f"there is no heading {address!r}", cure))
    if faults:
        return [], faults
    return [
        Plan(*told, tuple((name, tuple(headings[item] for item in items)) for name, items in parts))
        for *told, parts in plans
    ], []


def _plan(entry: dict[str, Any]) -> tuple[str, str, str, list[tuple[str, list[str]]]]:
    parts = list(entry["parts"].items())
    if not all(isinstance(items, list) for _, items in parts):
        raise TypeError("a part is not a list")
    return entry["id"], entry["title"], entry["line"], parts


def encode(ids: list[int]) -> str:
    """The code of a list in a link: base 36, three in a row or more as a range, two check digits in front."""
    parts, start = [], 0
    while start < len(ids):
        end = start
        while end + 1 < len(ids) and ids[end + 1] == ids[end] + 1:
            end += 1
        end = end if end >= start + 2 else start
        parts.append(_base36(ids[start]) + (f"-{_base36(ids[end])}" if end > start else ""))
        start = end + 1
    body = ".".join(parts)
    check = 0
    for character in body:
        check = (check * 31 + ord(character)) % 36**2
    return f"{_base36(check):0>2}{body}"


def _base36(number: int) -> str:
    high, low = divmod(number, 36)
    return (_base36(high) if high else "") + "0123456789abcdefghijklmnopqrstuvwxyz"[low]


def code_of(plan: Plan, numbers: dict[str, int]) -> str:
    """What stands behind `study/?list=`. What is not published yet has no number and comes with the next release."""
    return encode([numbers[h.address] for h in plan.headings if h.address in numbers])


def time(minutes: float) -> str:
    """½ min, 3½ min, 1 h 20 min."""
    if minutes >= 60:
        return f"{int(minutes // 60)} h {int(minutes % 60)} min"
    return f"{int(minutes) or ''}{'½' if minutes % 1 else ''} min"
