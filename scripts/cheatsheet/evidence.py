"""Markdown addresses that are checked: `example:FOLDER/NAME#ITEM`, `claim:ID`, `cite:KEY` and `term:TERM`.

A link to a fact must say what the run says, to the letter. An image whose item is a figure becomes that figure, in
place. A claim becomes the mark that leads to its entry, a citation leads to the list of sources, which is made here,
a term leads to its entry in the index and carries its meaning.
It is a Python-Markdown extension and knows no builder: who uses it hands it a `Page` for each conversion.
"""

import difflib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX

from cheatsheet.examples import Result
from cheatsheet.exhibits import figure_element, labelled, sources_list
from cheatsheet.faults import Fault, line_of
from cheatsheet.ledger import Claim, Reference
from cheatsheet.terms import Term

ADDRESS = re.compile(r"(?P<example>[a-z0-9_-]+/[a-z0-9_]+)(#(?P<item>[a-z0-9_-]+))?")
VERDICTS = {
    "correct": "correct in the original",
    "conditions": "correct under conditions",
    "imprecise": "imprecise in the original",
    "wrong": "wrong in the original",
}


@dataclass
class Page:
    """The page that is converted: its path for faults, its text, and the way from its address to the site's root."""

    path: str
    text: str
    prefix: str = ""


@dataclass
class Evidence:
    """Everything that an address may name, the faults found on the way, and which page uses which example."""

    results: dict[str, Result] = field(default_factory=dict)
    failed: set[str] = field(
        default_factory=set
    )  # addresses of examples that have no result in this build
    claims: dict[str, Claim] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    users: dict[str, set[str]] = field(default_factory=dict)


class EvidenceExtension(Extension):
    """Set `page` before each conversion; read `evidence.faults` after the last."""

    def __init__(self, evidence: Evidence):
        super().__init__()
        self.evidence = evidence
        self.page = Page("", "")

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_EvidenceProcessor(md, self.evidence, self.page), "evidence", 6)


class _EvidenceProcessor(Treeprocessor):
    def __init__(self, md: Markdown, evidence: Evidence, page: Page):
        super().__init__(md)
        self.evidence, self.page = evidence, page
        self.seen: Counter[str] = Counter()
        self.cited: list[str] = []

    def run(self, root: ET.Element) -> None:
        for parent in list(root.iter()):
            for index, element in enumerate(list(parent)):
                if element.tag == "img" and element.get("src", "").startswith("example:"):
                    self._figure(parent, index, element)
                elif element.tag == "a":
                    self._link(element)
        if self.cited:
            root.append(sources_list({key: self.evidence.references[key] for key in self.cited}))

    def _link(self, element: ET.Element) -> None:
        scheme, _, rest = element.get("href", "").partition(":")
        handler = {
            "example": self._example,
            "claim": self._claim,
            "cite": self._cite,
            "term": self._term,
        }.get(scheme)
        if handler:
            handler(element, rest, f"]({scheme}:{rest}")

    def _fault(self, needle: str, what: str, cure: str) -> None:
        text, address = self.page.text, needle.removeprefix("](")  # the ledger lists bare addresses
        line = line_of(text, needle, self.seen[needle] - 1) or line_of(text, address)
        self.evidence.faults.append(Fault(self.page.path, line, what, cure))

    def _unknown(self, needle: str, kind: str, name: str, known: list[str]) -> None:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
        cure = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"known: {', '.join(sorted(known)[:8]) or 'none'}"
        )
        self._fault(needle, f"there is no {kind} {name!r}", cure)

    def _find(self, rest: str, needle: str) -> tuple[str, str | None, Result] | None:
        """Example address, item and result; None, with the fault noted, where the address leads nowhere."""
        self.seen[needle] += 1
        match = ADDRESS.fullmatch(rest)
        if not match:
            self._fault(
                needle, f"the address example:{rest} is malformed", "write example:FOLDER/NAME#ITEM"
            )
            return None
        address = match["example"]
        result = self.evidence.results.get(address)
        if result is None:
            if address not in self.evidence.failed:
                self._unknown(needle, "example", address, list(self.evidence.results))
            return None
        self.evidence.users.setdefault(address, set()).add(self.page.path)
        return address, match["item"], result

    def _example(self, element: ET.Element, rest: str, needle: str) -> None:
        found = self._find(rest, needle)
        if not found:
            return
        address, item, result = found
        element.set("href", f"{self.page.prefix}examples/{address}/" + (f"#{item}" if item else ""))
        if item is None or item in result.figures:
            return
        if item not in result.facts:
            self._unknown(
                needle,
                f"fact or figure in {address} called",
                item,
                [*result.facts, *result.figures],
            )
            return
        says, computed = _unescape("".join(element.itertext())), result.facts[item]
        if says != computed:
            self._fault(needle, f"the page says {says!r}, the run of {address} says {computed!r}",
                        f"write [{computed}](example:{rest}), or mend the example")  # fmt: skip
        element.set("class", "checked")
        element.set("href", f"{self.page.prefix}examples/{address}/#{item}")
        element.set("title", f"Computed by the example “{result.title}”")

    def _claim(self, element: ET.Element, rest: str, needle: str) -> None:
        self.seen[needle] += 1
        claim = self.evidence.claims.get(rest)
        if claim is None:
            self._unknown(needle, "claim", rest, list(self.evidence.claims))
            return
        element.set("href", f"{self.page.prefix}claims/#{rest}")
        element.set("class", f"claim {claim.verdict}")
        element.set("aria-label", f"{rest}: {VERDICTS[claim.verdict]}, see the ledger")
        element.set("title", f"Claim {rest}: {VERDICTS[claim.verdict]}")

    def _cite(self, element: ET.Element, rest: str, needle: str) -> None:
        self.seen[needle] += 1
        if rest not in self.evidence.references:
            self._unknown(needle, "reference", rest, list(self.evidence.references))
            return
        if rest not in self.cited:
            self.cited.append(rest)
        element.set("href", f"#src-{rest}")
        element.set("class", "cite")

    def _term(self, element: ET.Element, rest: str, needle: str) -> None:
        self.seen[needle] += 1
        term = self.evidence.terms.get(rest)
        if term is None:
            self._unknown(needle, "term", rest, list(self.evidence.terms))
            return
        if not term.means:
            told = f"the term {term.name!r} has no meaning to show"
            self._fault(needle, told, "give it one in docs/terms.yml")
        element.set("href", f"{self.page.prefix}terms/#{term.id}")
        element.set("class", "term")
        element.set("title", term.means)

    def _figure(self, parent: ET.Element, index: int, image: ET.Element) -> None:
        rest = image.get("src", "").removeprefix("example:")
        needle = f"](example:{rest}"
        found = self._find(rest, needle)
        if not found:
            return
        address, item, result = found
        if item not in result.figures:
            self._unknown(needle, f"figure in {address} called", str(item), list(result.figures))
            return
        if not image.get("alt"):
            self._fault(
                needle, "the figure has no alternative text", "write ![what the plot shows](…)"
            )
        svg = self.md.htmlStash.store(labelled(result.figures[item]["svg"], image.get("alt", "")))
        page = f"{self.page.prefix}examples/{address}/"
        name = f"{address.partition('/')[2]}-{item}"
        figure = figure_element(name, svg, image.get("title", ""), page, result.title)
        figure.tail = image.tail
        parent[index] = figure
        if parent.tag == "p":
            parent.tag = "div"
            parent.attrib.pop("class", None)


def _unescape(text: str) -> str:
    """Undo Markdown's own marks for characters that were escaped by a backslash."""
    return re.sub(f"{STX}(\\d+){ETX}", lambda match: chr(int(match[1])), text)
