"""What all parts of print share: paper, headings, the document, and places that are filled with page numbers."""

import html
import json
from dataclasses import dataclass, field
from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.nodes import new_element
from cheatsheet.base.titles import split_subtitle
from cheatsheet.editions.imprint import Imprint

STYLE = Path(__file__).with_name("print.css")
# Times as large as printed is the layout: Chromium sets type on whole pixels, which are 0.75 pt without this.
FINE = 4
# Begins the label of a formula, until it is tagged as one.
FORMULA = "math:"
# Begins that of a line of code, and stands in it for a space: Chromium drops those at the beginning.
CODE = "code:"
SPACE = "\ue000"


@dataclass(frozen=True)
class Paper:
    """A paper size and its margins in mm: top and bottom, left and right."""

    name: str
    width: float
    height: float
    margin: tuple[float, float]

    @property
    def style(self) -> str:
        vertical, horizontal = self.margin
        return f"@page {{ size: {self.width}mm {self.height}mm; margin: {vertical}mm {horizontal}mm; }}\n"


A4 = Paper("A4", 210, 297, (20, 25))
# Its text is as wide as on A4.
LETTER = Paper("Letter", 215.9, 279.4, (19, 27.95))


@dataclass(frozen=True)
class Heading:
    """A heading as outline and contents show it. `id` is its address in the document."""

    level: int
    id: str
    text: str


@dataclass
class Document:
    """A document to print: the body, which is HTML, is the same for every paper."""

    title: str
    imprint: Imprint
    body: str = ""
    style: str = ""
    headings: list[Heading] = field(default_factory=list)

    def page(self, paper: Paper) -> str:
        """The whole HTML page for one paper size."""
        sheets = "".join(
            f'<link rel="stylesheet" href="{html.escape(href)}">' for href in self.imprint.styles
        )
        # Chromium names only the places that a link leads to.
        targets = "".join(f'<a href="#{html.escape(row.id)}"></a>' for row in self.headings)
        name, _ = split_subtitle(self.imprint.title)
        head = f"@page {{ @top-right {{ content: {css_string(name)} }} }}\n"
        return (
            f'<!doctype html><html lang="{self.imprint.language}"><head><meta charset="utf-8">'
            f"<title>{html.escape(self.title)}</title>{sheets}"
            f"<style>:root {{ --fine: {FINE} }}\n{STYLE.read_text('utf-8')}{paper.style}{head}{self.style}</style></head>"
            f'<body dir="ltr" data-md-color-scheme="default">{self.body}'
            f"<div hidden>{targets}</div></body></html>"
        )


def page_of(target: str) -> HtmlElement:
    """The place for the number of the page on which an id stands: filled in when pages are known."""
    return new_element("span", {"class": "page-of", "data-page-of": target}, "000")


def css_string(text: str) -> str:
    """A string of CSS."""
    return json.dumps(text, ensure_ascii=False)
