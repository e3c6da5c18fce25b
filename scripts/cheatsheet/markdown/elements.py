"""What evidence looks like in a page: a figure with its caption, and the list of what the page cites."""

import xml.etree.ElementTree as ET
from html import escape

from cheatsheet.base.vocabulary import FIGURE
from cheatsheet.content.references import Reference


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


def sources_list(references: dict[str, Reference]) -> ET.Element:
    """The list of what a page cites, in the order of authors."""
    sources = ET.Element("ul", {"class": "sources"})
    for key, reference in sorted(references.items(), key=lambda pair: (pair[1].text, pair[0])):
        item = ET.SubElement(sources, "li", {"id": f"src-{key}"})
        item.text = f"{reference.text} "
        if reference.link:
            ET.SubElement(item, "a", {"href": reference.link}).text = reference.link_text
    return sources


def labelled(svg: str, alt: str) -> str:
    """The SVG as one image with a text alternative; its ticks and labels are no words to search for."""
    words = f'role="img" aria-label="{escape(alt)}" data-search-exclude=""'
    return svg.replace("<svg ", f"<svg {words} ", 1)
