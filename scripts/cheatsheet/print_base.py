"""What all parts of print share: paper, headings, the document, and markup in small pieces."""

import html
import json
from dataclasses import dataclass, field
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from cheatsheet.faults import Fault
from cheatsheet.print_source import Source

STYLE = Path(__file__).with_name("print.css")
FINE = 4  # times as large as printed is the layout: Chromium sets type on whole pixels, 0.75 pt without this
PAGE_OF = '<span class="page-of" data-page-of="{}">000</span>'  # filled in when pages are known


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
LETTER = Paper("Letter", 215.9, 279.4, (19, 27.95))  # text as wide as on A4


@dataclass(frozen=True)
class Heading:
    """A heading as outline and contents show it. `id` is its address in the document."""

    level: int
    id: str
    text: str


@dataclass
class Document:
    """A document to print: the body is the same for every paper."""

    title: str
    source: Source
    body: str = ""
    style: str = ""
    headings: list[Heading] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def page(self, paper: Paper) -> str:
        """The whole HTML page for one paper size."""
        sheets = "".join(
            f'<link rel="stylesheet" href="{html.escape(href)}">' for href in self.source.styles
        )
        targets = "".join(f'<a href="#{html.escape(row.id)}"></a>' for row in self.headings)
        head = f"@page {{ @top-right {{ content: {css_string(self.source.title.partition(': ')[0])} }} }}\n"
        return (
            f'<!doctype html><html lang="{self.source.language}"><head><meta charset="utf-8">'
            f"<title>{html.escape(self.title)}</title>{sheets}"
            f"<style>:root {{ --fine: {FINE} }}\n{STYLE.read_text('utf-8')}{paper.style}{head}{self.style}</style></head>"
            f'<body dir="ltr" data-md-color-scheme="default">{self.body}'
            f"<div hidden>{targets}</div></body></html>"  # Chromium names only what a link leads to
        )


def element(markup: str) -> Tag:
    """One element from its markup."""
    return BeautifulSoup(markup, "lxml").body.contents[0].extract()


def css_string(text: str) -> str:
    """A string of CSS."""
    return json.dumps(text, ensure_ascii=False)
