"""What evidence looks like in a page: a figure with its caption, and the list of what the page cites."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from html import escape

from cheatsheet.base.vocabulary import FIGURE, VERDICTS
from cheatsheet.content.claims import Claim
from cheatsheet.content.references import Reference
from cheatsheet.content.terms import Term
from cheatsheet.examples.model import COMPUTED, GIVEN, MEASURED, QUOTED, Fact, Result


def figure_element(name: str, svg: str, caption: str, page: str, title: str) -> ET.Element:
    """A figure called `name`; `svg` is its drawing, `page` and `title` are those of the example that drew it."""
    figure = ET.Element("figure", {"id": f"{FIGURE.prefix}{name}", "class": "plot"})
    figure.text = svg
    _caption(figure, caption, page, "Code", f"Code of this figure: {title}")
    return figure


def listing_element(code: str, caption: str, page: str, title: str) -> ET.Element:
    """A part of a script that ran; `page` and `title` are those of the example that it is taken from."""
    figure = ET.Element("figure", {"class": "listing"})
    figure.text = code
    _caption(figure, caption, page, "Whole script", f"Whole script: {title}")
    return figure


def _caption(figure: ET.Element, words: str, page: str, link: str, label: str) -> None:
    below = ET.SubElement(figure, "figcaption")
    below.text = words + " "
    code = ET.SubElement(below, "a", {"href": page, "class": "code", "data-search-exclude": ""})
    code.text = link
    code.set("aria-label", label)


def sources_list(places: Mapping[Reference, Sequence[str]]) -> ET.Element:
    """The list of what a page cites, in the order of authors, each with the places in it."""
    sources = ET.Element("ul", {"class": "sources"})
    for reference, found in sorted(places.items(), key=lambda pair: (pair[0].text, pair[0].key)):
        item = ET.SubElement(sources, "li", {"id": f"src-{reference.key}"})
        item.text = f"{reference.text} "
        last = None
        if reference.link:
            last = ET.SubElement(item, "a", {"href": reference.link})
            last.text = reference.link_text
        cited = f" Cited: {'; '.join(dict.fromkeys(place.partition(';')[0] for place in found))}."
        if last is None:
            item.text += cited.strip()
        else:
            last.tail = cited
    return sources


def mark_fact(link: ET.Element, fact: Fact, result: Result) -> None:
    """Draw a link to a fact as its kind, and say what stands behind it to whoever points at it."""
    behind = {
        COMPUTED: f"Computed by the example “{result.title}”",
        MEASURED: f"Measured by the example “{result.title}”: {result.setup}",
        QUOTED: f"Quoted from {fact.source}: {fact.conditions}",
        GIVEN: f"Set in the example “{result.title}”",
    }
    link.set("class", f"checked {fact.kind}")
    link.set("title", behind[fact.kind])


def mark_claim(link: ET.Element, claim: Claim, prefix: str) -> None:
    """Make a link the mark of a claim; `prefix` is the way to the site's root."""
    verdict = f"{VERDICTS[claim.verdict]} in the old cheatsheet"
    link.set("href", f"{prefix}claims/#{claim.id}")
    link.set("class", f"claim {claim.verdict}")
    link.set("aria-label", f"{claim.id}: {verdict}, see the ledger")
    link.set("title", f"Claim {claim.id}: {verdict}")


def mark_citation(link: ET.Element, reference: Reference, place: str, is_number: bool) -> None:
    """Let a link lead to the source in the list below, a number drawn as one that is quoted."""
    link.set("href", f"#src-{reference.key}")
    link.set("class", f"cite {QUOTED}" if is_number else "cite")
    link.set("title", f"{reference.name}, {place}")


def mark_term(link: ET.Element, term: Term, prefix: str) -> None:
    """Let a link lead to the entry of a term and carry its meaning."""
    link.set("href", f"{prefix}terms/#{term.id}")
    link.set("class", "term")
    link.set("title", term.means)


def labelled(svg: str, alt: str) -> str:
    """The SVG as one image with a text alternative; its ticks and labels are no words to search for."""
    words = f'role="img" aria-label="{escape(alt)}" data-search-exclude=""'
    return svg.replace("<svg ", f"<svg {words} ", 1)
