"""What a print gives: a raw PDF, and where the addresses of the document stand in it."""

from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

import pikepdf
from pikepdf import Dictionary


@dataclass(frozen=True)
class Printed:
    """A raw PDF, the page (from 1) of each address in it, and what had to be changed to fit: (page of the site, what)."""

    data: bytes
    pages: dict[str, int]
    notes: list[tuple[str, str]]

    @property
    def count(self) -> int:
        """Number of pages."""
        with pikepdf.open(BytesIO(self.data)) as pdf:
            return len(pdf.pages)


def destinations(data: bytes) -> dict[str, int]:
    """Page, from 1, of each named destination."""
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        named = pdf.Root.get("/Dests", Dictionary())
        return {unquote(str(name)[1:]): numbers[target[0].objgen] for name, target in named.items()}
