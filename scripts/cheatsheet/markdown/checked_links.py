"""What each kind of checked address becomes, and what is wrong with it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Generator, Iterable
from typing import TypeAlias

from markdown.util import HtmlStash

from cheatsheet.base.problems import did_you_mean
from cheatsheet.base.seal import ATTRIBUTE, LINK, MADE, NUMBER
from cheatsheet.base.source import is_lost
from cheatsheet.base.vocabulary import LISTING
from cheatsheet.content import claims, references, terms
from cheatsheet.content.read import Content
from cheatsheet.examples.model import Result
from cheatsheet.markdown import listings
from cheatsheet.markdown.citations import fault_of_place, fault_of_words, unconfirmed
from cheatsheet.markdown.elements import (
    figure_element,
    labelled,
    listing_element,
    mark_citation,
    mark_claim,
    mark_fact,
    mark_term,
)
from cheatsheet.markdown.link_words import as_markdown, text_of_link
from cheatsheet.markdown.written import WRITTEN

# What is wrong, and the cure.
Found: TypeAlias = Iterable[tuple[str, str]]
# What begins as one, signs in front of it.
BEGINS = re.compile(r"\W*\d")
ADDRESS = re.compile(r"(?P<example>[a-z0-9_-]+/[a-z0-9_]+)(#(?P<item>[A-Za-z0-9_-]+))?")


class CheckedLinks:
    """The links of one page. `cited` maps the references that it cites to places in them, `used` are its examples."""

    def __init__(self, content: Content, prefix: str, seal: str, stash: HtmlStash):
        self.content, self.prefix, self.seal, self.stash = content, prefix, seal, stash
        self.cited: dict[str, list[str]] = {}
        self.used: set[str] = set()
        self.schemes = {
            "example": self._example,
            "claim": self._claim,
            "cite": self._cite,
            "term": self._term,
        }

    def figure(self, parent: ET.Element, image: ET.Element, rest: str) -> Found:
        """Put the figure in the place of its image."""
        result, item = yield from self._find(rest)
        if result is None:
            return
        example = rest.partition("#")[0]
        if item and item.startswith(LISTING) and item not in result.figures:
            yield from self._listing(parent, image, example, item.removeprefix(LISTING))
            return
        if item not in result.figures:
            yield _unknown(f"figure in {example} called", str(item), result.figures)
            return
        alt = image.get("alt", "").strip()
        if not alt:
            yield "the figure has no alternative text", "write ![what the plot shows](…)"
        yield from _plain(image, {"src", "alt", "title"})
        drawing = labelled(result.figures[str(item)].svg, alt)
        if self.seal:
            drawing = drawing.replace("<svg ", f'<svg {ATTRIBUTE}="{self.seal} {MADE}" ', 1)
        page = f"{self.prefix}examples/{example}/"
        name = f"{example.partition('/')[2]}-{item}"
        caption = image.get("title", "")
        figure = figure_element(name, self.stash.store(drawing), caption, page, result.title)
        self._seal(figure, LINK)
        figure.tail = image.tail
        _replace(parent, image, figure)

    def _listing(self, parent: ET.Element, image: ET.Element, example: str, name: str) -> Found:
        """Put a function of the script in the place of its image."""
        source = self.content.examples[example].source
        found = listings.definitions(source)
        alike = [each for each in found if _as_item(each) == _as_item(name)]
        fitting = name if name in alike else next(iter(alike), None)
        if fitting is None:
            yield _unknown(f"function or class in {example} called", name, found)
            return
        if not listings.is_used(source, fitting):
            what = f"no line of examples/{example}.py uses {fitting}, so that it has not run"
            yield what, "call it there, and assert what it gives back"
        yield from _plain(image, {"src", "alt", "title"})
        code = listings.listing(found[fitting])
        code = (
            code.replace("<div ", f'<div {ATTRIBUTE}="{self.seal} {MADE}" ', 1)
            if self.seal
            else code
        )
        caption = image.get("title", "").strip() or image.get("alt", "").strip()
        page = f"{self.prefix}examples/{example}/"
        shown = listing_element(
            self.stash.store(code), caption, page, self.content.results[example].title
        )
        self._seal(shown, LINK)
        shown.tail = image.tail
        _replace(parent, image, shown)

    def _find(
        self, rest: str
    ) -> Generator[tuple[str, str], None, tuple[Result | None, str | None]]:
        """Returns result and item; None for the result, with what is wrong, where the address leads nowhere."""
        match = ADDRESS.fullmatch(rest)
        if not match:
            yield f"the address example:{rest} is malformed", "write example:FOLDER/NAME#ITEM"
            return None, None
        address = match["example"]
        result = self.content.results.get(address)
        if result is not None:
            self.used.add(address)
        elif address not in self.content.failed:
            yield _unknown("example", address, self.content.results)
        return result, match["item"]

    def _example(self, element: ET.Element, rest: str) -> Found:
        result, item = yield from self._find(rest)
        if result is None:
            return
        address = rest.partition("#")[0]
        element.set("href", f"{self.prefix}examples/{address}/" + (f"#{item}" if item else ""))
        yield from _plain(element)
        says = self._words(element)
        if item is None or item in result.figures:
            self._seal(element, LINK)
            if BEGINS.match(says) or WRITTEN.search(says):
                what = f"{says!r} is a number, and example:{rest} is no fact"
                yield what, "link a fact of the example"
            return
        if item not in result.facts:
            kind = f"fact or figure in {address} called"
            yield _unknown(kind, item, [*result.facts, *result.figures])
            return
        fact = result.facts[item]
        if says != fact.text:
            what = f"the page says {says!r}, the run of {address} says {fact.text!r}"
            yield what, f"write [{as_markdown(fact.text)}](example:{rest}), or mend the example"
        mark_fact(element, fact, result)
        self._seal(element, NUMBER)

    def _claim(self, element: ET.Element, rest: str) -> Found:
        claim = self.content.claims.get(rest)
        if claim is None:
            element.set("class", "claim")
            if not is_lost(claims.FILE, rest, self.content.unread):
                yield _unknown("claim", rest, self.content.claims)
            return
        yield from _plain(element)
        says = self._words(element)
        if says != rest:
            yield f"the link to claim {rest} says {says!r}", f"write [{rest}](claim:{rest})"
        mark_claim(element, claim, self.prefix)
        self._seal(element, NUMBER)

    def _cite(self, element: ET.Element, rest: str) -> Found:
        reference = self.content.references.get(rest)
        if reference is None:
            element.set("class", "cite")
            if not is_lost(references.FILE, rest, self.content.unread):
                yield _unknown("reference", rest, self.content.references)
            return
        yield from _plain(element, ("href", "title"))
        says, place = self._words(element), element.get("title", "").strip()
        if not place:
            cure = f'write [{as_markdown(says)}](cite:{rest} "sec. 4.1, Table 2")'
            yield f"the citation of {rest} names no place in it", cure
        wrong = fault_of_words(says, reference) or fault_of_place(place)
        if wrong:
            yield wrong
        for said in (says.replace(reference.name, ""), place.partition(";")[2]):
            if wrong := unconfirmed(said, reference):
                yield wrong
        places = self.cited.setdefault(rest, [])
        if place not in places:
            places.append(place)
        mark_citation(element, reference, place, BEGINS.match(says) is not None)
        self._seal(element, NUMBER)

    def _term(self, element: ET.Element, rest: str) -> Found:
        term = self.content.terms.by_slug.get(rest)
        if term is None:
            # Headings are terms, too.
            if not any(name == terms.FILE or name.endswith(".md") for name in self.content.unread):
                yield _unknown("term", rest, self.content.terms.by_slug)
            return
        yield from _plain(element)
        if WRITTEN.search(self._words(element)):
            what = f"{self._words(element)!r} states a number in words, and a term checks none"
            yield what, "link the fact of a run"
        if not term.means:
            what = f"the term {term.name!r} has no meaning to show"
            yield what, "give it one in docs/terms.yml"
        mark_term(element, term, self.prefix)
        self._seal(element, LINK)

    def _words(self, element: ET.Element) -> str:
        return text_of_link(element, self.stash)

    def _seal(self, element: ET.Element, kind: str) -> None:
        if self.seal:
            element.set(ATTRIBUTE, f"{self.seal} {kind}")


def _as_item(name: str) -> str:
    """A name of Python as addresses hold it."""
    return name.lower().replace("_", "-")


def _replace(parent: ET.Element, image: ET.Element, figure: ET.Element) -> None:
    parent[list(parent).index(image)] = figure
    if parent.tag == "p":
        parent.tag = "div"
        parent.attrib.pop("class", None)


def _plain(element: ET.Element, own: Iterable[str] = ("href",)) -> Found:
    """A checked element takes no attributes: they would be read, heard or drawn in place of what it says."""
    extra = [name for name in element.attrib if name not in own]
    extra += [name for child in element.iter() if child is not element for name in child.attrib]
    if extra:
        what = f"the checked link carries {', '.join(extra)}"
        yield what, "leave the braces behind it out, and write nothing but text in it"


def _unknown(kind: str, name: str, known: Iterable[str]) -> tuple[str, str]:
    return f"there is no {kind} {name!r}", did_you_mean(name, known)
