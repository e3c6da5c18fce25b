"""What evidence looks like in a page: a figure with its caption, and the list of what the page cites."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from html import escape

from cheatsheet.base.vocabulary import FIGURE
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import GIVEN, MEASURED, QUOTED, Fact, Result


def figure_element(name: str, svg: str, caption: str, page: str, title: str) -> ET.Element:
    """A figure called `name`; `svg` is its drawing, `page` and `title` are those of the example that drew it."""
    figure = ET.Element("figure", {"id": f"{FIGURE.prefix}{name}", "class": "plot"})
    figure.text = svg
    below = ET.SubElement(figure, "figcaption")
    below.text = caption + " "
    code = ET.SubElement(below, "a", {"href": page, "class": "code", "data-search-exclude": ""})
    code.text = "Code"
    code.set("aria-label", f"Code of this figure: {title}")
    return figure


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
        cited = f" Cited: {'; '.join(place.partition(';')[0] for place in found)}."
        if last is None:
            item.text += cited.strip()
        else:
            last.tail = cited
    return sources


def origin(fact: Fact, result: Result) -> str:
    """What stands behind a number, for whoever points at it."""
    if fact.kind == QUOTED:
        return f"Quoted from {fact.source}: {fact.conditions}"
    if fact.kind == MEASURED:
        return f"Measured by the example “{result.title}”: {result.setup}"
    done = "Set in" if fact.kind == GIVEN else "Computed by"
    return f"{done} the example “{result.title}”"


def labelled(svg: str, alt: str) -> str:
    """The SVG as one image with a text alternative; its ticks and labels are no words to search for."""
    words = f'role="img" aria-label="{escape(alt)}" data-search-exclude=""'
    return svg.replace("<svg ", f"<svg {words} ", 1)
