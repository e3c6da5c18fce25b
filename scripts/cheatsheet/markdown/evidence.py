"""Markdown addresses that are checked: `example:FOLDER/NAME#ITEM`, `claim:ID`, `cite:KEY` and `term:TERM`.

A link to a fact must say what the run says, to the letter. An image whose item is a figure becomes that figure, in
place. A claim becomes the mark that leads to its entry, a citation leads to the list of sources, which is made here,
a term leads to its entry in the index and carries its meaning.
It is a Python-Markdown extension and knows no builder. One that hands it what the project holds sets `page` before
each conversion; by itself, `markdown.markdown(text, extensions=["cheatsheet.evidence"])`, it reads the project of the
working directory and raises BadInput.
"""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from cheatsheet.base.problems import Problems, did_you_mean, line_of
from cheatsheet.base.project import Project
from cheatsheet.content.read import Content, read_content
from cheatsheet.examples.model import Result
from cheatsheet.markdown.elements import (
    figure_element,
    labelled,
    mark_citation,
    mark_claim,
    mark_fact,
    mark_term,
    sources_list,
)

# What begins as one, signs in front of it.
NUMBER = re.compile(r"\W*\d")
ADDRESS = re.compile(r"(?P<example>[a-z0-9_-]+/[a-z0-9_]+)(#(?P<item>[a-z0-9_-]+))?")
ESCAPED = re.compile(f"{STX}(\\d+){ETX}")


@dataclass
class Page:
    """The page that is converted: its path in problems, its text, and the way from its address to the site's root."""

    path: str = ""
    text: str = ""
    prefix: str = ""


class EvidenceExtension(Extension):
    """Checks and links what `content` holds; what is wrong goes to `problems`. `users` maps examples to pages."""

    def __init__(self, content: Content | None = None, problems: Problems | None = None):
        super().__init__()
        self.problems = Problems() if problems is None else problems
        self.alone = content is None
        self.content = content or read_content(Project(Path.cwd()), self.problems)
        self.page = Page()
        self.users: dict[str, set[str]] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take part in conversions."""
        md.treeprocessors.register(_EvidenceProcessor(md, self), "evidence", 6)


class _EvidenceProcessor(Treeprocessor):
    """Goes through the tree of one page after another."""

    def __init__(self, md: Markdown, extension: EvidenceExtension):
        super().__init__(md)
        self.extension, self.content = extension, extension.content
        self.page = extension.page
        self.seen: Counter[str] = Counter()
        self.cited: dict[str, list[str]] = {}

    def run(self, root: ET.Element) -> None:
        self.page = self.extension.page
        self.seen.clear()
        self.cited.clear()
        parents = {child: parent for parent in root.iter() for child in parent}
        # In the order of the page, by which problems find their lines.
        for element in list(root.iter()):
            if element.tag == "img" and element.get("src", "").startswith("example:"):
                self._figure(parents[element], element)
            elif element.tag == "a":
                self._link(element)
        if self.cited:
            places = {self.content.references[key]: found for key, found in self.cited.items()}
            root.append(sources_list(places))
        if self.extension.alone:
            self.extension.problems.stop_if_any()

    def _link(self, element: ET.Element) -> None:
        scheme, _, rest = element.get("href", "").partition(":")
        handlers = {
            "example": self._example,
            "claim": self._claim,
            "cite": self._cite,
            "term": self._term,
        }
        if scheme in handlers:
            needle = f"]({scheme}:{rest}"
            self.seen[needle] += 1
            handlers[scheme](element, rest, needle)

    def _problem(self, needle: str, what: str, cure: str) -> None:
        # The ledger lists bare addresses.
        text, address = self.page.text, needle.removeprefix("](")
        line = line_of(text, needle, self.seen[needle] - 1) or line_of(text, address)
        self.extension.problems.add(self.page.path, line, what, cure)

    def _unknown(self, needle: str, kind: str, name: str, known: Iterable[str]) -> None:
        self._problem(needle, f"there is no {kind} {name!r}", did_you_mean(name, known))

    def _find(self, rest: str, needle: str) -> tuple[str, str | None, Result] | None:
        """Example address, item and result; None, with the problem noted, where the address leads nowhere."""
        match = ADDRESS.fullmatch(rest)
        if not match:
            what = f"the address example:{rest} is malformed"
            self._problem(needle, what, "write example:FOLDER/NAME#ITEM")
            return None
        address = match["example"]
        result = self.content.results.get(address)
        if result is None:
            if address not in self.content.failed:
                self._unknown(needle, "example", address, self.content.results)
            return None
        self.extension.users.setdefault(address, set()).add(self.page.path)
        return address, match["item"], result

    def _example(self, element: ET.Element, rest: str, needle: str) -> None:
        found = self._find(rest, needle)
        if not found:
            return
        address, item, result = found
        element.set("href", f"{self.page.prefix}examples/{address}/" + (f"#{item}" if item else ""))
        says = _unescape("".join(element.itertext()))
        if item is None or item in result.figures:
            if NUMBER.match(says):
                what = f"{says!r} is a number, and example:{rest} is no fact"
                self._problem(needle, what, "link a fact of the example")
            return
        if item not in result.facts:
            kind = f"fact or figure in {address} called"
            self._unknown(needle, kind, item, [*result.facts, *result.figures])
            return
        fact = result.facts[item]
        if says != fact.text:
            what = f"the page says {says!r}, the run of {address} says {fact.text!r}"
            self._problem(needle, what, f"write [{fact.text}](example:{rest}), or mend the example")
        mark_fact(element, fact, result)

    def _claim(self, element: ET.Element, rest: str, needle: str) -> None:
        claim = self.content.claims.get(rest)
        if claim is None:
            self._unknown(needle, "claim", rest, self.content.claims)
            return
        says = _unescape("".join(element.itertext()))
        if says != rest:
            what = f"the link to claim {rest} says {says!r}"
            self._problem(needle, what, f"write [{rest}](claim:{rest})")
        mark_claim(element, claim, self.page.prefix)

    def _cite(self, element: ET.Element, rest: str, needle: str) -> None:
        if rest not in self.content.references:
            self._unknown(needle, "reference", rest, self.content.references)
            return
        reference = self.content.references[rest]
        says, place = _unescape("".join(element.itertext())), element.get("title", "").strip()
        if not place:
            cure = f'write [{says}](cite:{rest} "sec. 4.1, Table 2")'
            self._problem(needle, f"the citation of {rest} names no place in it", cure)
        is_number = NUMBER.match(says) is not None
        if is_number and not reference.is_confirmed:
            cure = "read the source, or quote one that was read"
            self._problem(needle, f"{says!r} is quoted from {rest}, which nobody confirmed", cure)
        places = self.cited.setdefault(rest, [])
        if place not in places:
            places.append(place)
        mark_citation(element, reference, place, is_number)

    def _term(self, element: ET.Element, rest: str, needle: str) -> None:
        term = self.content.terms.by_slug.get(rest)
        if term is None:
            self._unknown(needle, "term", rest, self.content.terms.by_slug)
            return
        if not term.means:
            what = f"the term {term.name!r} has no meaning to show"
            self._problem(needle, what, "give it one in docs/terms.yml")
        mark_term(element, term, self.page.prefix)

    def _figure(self, parent: ET.Element, image: ET.Element) -> None:
        rest = image.get("src", "").removeprefix("example:")
        needle = f"](example:{rest}"
        self.seen[needle] += 1
        found = self._find(rest, needle)
        if not found:
            return
        address, item, result = found
        if item not in result.figures:
            self._unknown(needle, f"figure in {address} called", str(item), result.figures)
            return
        alt = image.get("alt", "").strip()
        if not alt:
            what = "the figure has no alternative text"
            self._problem(needle, what, "write ![what the plot shows](…)")
        svg = self.md.htmlStash.store(labelled(result.figures[item].svg, alt))
        page = f"{self.page.prefix}examples/{address}/"
        name = f"{address.partition('/')[2]}-{item}"
        figure = figure_element(name, svg, image.get("title", ""), page, result.title)
        figure.tail = image.tail
        parent[list(parent).index(image)] = figure
        if parent.tag == "p":
            parent.tag = "div"
            parent.attrib.pop("class", None)


def _unescape(text: str) -> str:
    """Undo Markdown's own marks for characters that were escaped by a backslash."""
    return ESCAPED.sub(lambda match: chr(int(match[1])), text)
