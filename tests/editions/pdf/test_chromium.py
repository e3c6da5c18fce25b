"""Chromium itself, on documents of a few lines: page numbers, and what is answered when it asks for a file."""

from io import BytesIO

import pypdf
import pytest

from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.base.nodes import element_text
from cheatsheet.base.problems import BadInput
from cheatsheet.editions.pdf import chromium as chromium_module
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import A4, Document, Heading, page_of

pytestmark = pytest.mark.xdist_group("print")

HEADINGS = [Heading(1, "first", "First"), Heading(1, "second", "Second")]
PAGES = '<h1 id="first" style="break-before: page">First</h1><h1 id="second" style="break-before: page">Second</h1>'


@pytest.fixture(scope="module")
def chromium() -> str:
    path = find_chromium()
    assert path, MISSING
    return path


@pytest.fixture
def printing(chromium, make_site, imprint):
    """`printing(body, headings)` is the print of a document whose site has one style sheet and one image."""

    def run(body: str, headings=()):
        site = make_site({"index.html": ""}, files=("line.svg",))
        site.files["line.svg"] = (
            b'<svg xmlns="http://www.w3.org/2000/svg"><text y="20">Drawn</text></svg>'
        )
        document = Document(
            "Tiny", imprint, f'<main data-page="index.html">{body}</main>', headings=list(headings)
        )
        with Printer(chromium, site) as printer:
            return printer.print(document, A4)

    return run


def test_a_place_for_a_page_number_gets_that_of_its_heading(printing):
    places = " and ".join(element_text(page_of(row.id)) for row in HEADINGS)
    printed = printing(
        f"<p>Pages {places}, not {element_text(page_of('gone'))}.</p>{PAGES}", HEADINGS
    )
    assert printed.pages == {"first": 2, "second": 3}
    assert printed.count == 3
    first, second, _ = pypdf.PdfReader(BytesIO(printed.data)).pages
    assert "Pages 2 and 3, not ." in " ".join(first.extract_text().split())
    assert "2 / 3" in second.extract_text()


def test_images_come_from_the_site(printing):
    data = printing('<p>x</p><img src="line.svg" alt="A line">').data
    assert "Drawn" in pypdf.PdfReader(BytesIO(data)).pages[0].extract_text()


def test_a_pdf_is_read_in_as_many_pieces_as_it_takes(printing, monkeypatch):
    monkeypatch.setattr(chromium_module, "PIECE", 1000)
    printed = printing(PAGES, HEADINGS)
    assert len(printed.data) > 5000
    assert printed.pages == {"first": 1, "second": 2}


@pytest.mark.parametrize("address", ["gone.png", "https://example.org/gone.png"])
def test_what_the_site_lacks_is_a_problem(printing, address):
    with pytest.raises(BadInput, match=r"site/gone\.png: it is needed for print and missing"):
        printing(f'<img src="{address}" alt="x">')


def test_what_is_broken_to_fit_is_noted_with_its_page(printing):
    printed = printing(f"<table><tr><td>{'y' * 400}</td></tr></table>")
    assert ("index.html", f"a table is set smaller: {'y' * 60}") in printed.notes


def test_a_chromium_that_does_not_start_is_named(make_site):
    with (
        pytest.raises(BadInput, match="Chromium: it failed while printing"),
        Printer("/bin/false", make_site({"index.html": ""})),
    ):
        pass
