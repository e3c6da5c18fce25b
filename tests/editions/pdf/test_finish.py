"""What a finished PDF says of itself, on a PDF made by hand; its tags have a file of their own."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from cheatsheet.editions.pdf.document import Document, Heading
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.printed import Printed, destinations

EPOCH = 1_700_000_000
HEADINGS = [
    Heading(1, "cnn", "1 Networks"),
    Heading(2, "cnn--a", "1.1 Convolution"),
    Heading(3, "cnn--b", "1.1.1 Stride"),
    Heading(2, "cnn--c", "1.2 Pooling"),
    Heading(1, "losses", "6 Losses"),
]
PAGES = {"cnn": 1, "cnn--a": 1, "cnn--b": 2, "cnn--c": 2, "losses": 3}


@pytest.fixture
def raw() -> bytes:
    """Three pages with the destinations of the headings and two links, as Chromium would print them."""
    with pikepdf.new() as pdf:
        pages = [pdf.add_blank_page().obj for _ in range(3)]
        places = {
            f"/{name}": Array([pages[number - 1], Name.XYZ, 0, 700 - place, 0])
            for place, (name, number) in enumerate(PAGES.items())
        }
        pdf.Root.Dests = Dictionary(places)
        inside = Dictionary(Subtype=Name.Link, Dest=Name("/losses"))
        address = Dictionary(S=Name.URI, URI=String("https://x.org/"))
        outside = Dictionary(Subtype=Name.Link, A=address)
        pages[0].Annots = Array([pdf.make_indirect(link) for link in (inside, outside)])
        pages[0].Contents = pdf.make_stream(b"0 0 9 9 re\nf")
        pages[1].Contents = pages[2].Contents = pdf.make_stream(b"")
        pdf.Root.StructTreeRoot = Dictionary(ParentTree=Dictionary(Nums=Array([])))
        pdf.docinfo["/Keywords"] = "of Chromium"
        out = BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.fixture
def finished(raw, imprint):
    document = Document("Networks", imprint, headings=HEADINGS)
    return finish(Printed(raw, PAGES, []), document, EPOCH)


def test_destinations_are_pages_counted_from_one(raw):
    assert destinations(raw) == PAGES


def test_the_document_says_what_it_is(finished):
    with pikepdf.open(BytesIO(finished)) as pdf:
        assert {key: str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Networks",
            "/Author": "Nobody",
            "/Subject": "It is tiny.",
            "/CreationDate": "D:20231114221320+00'00'",
            "/ModDate": "D:20231114221320+00'00'",
            "/Creator": "scripts/build --pdf",
            "/Producer": "Skia/PDF, pikepdf",
        }
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [str(page.Tabs) for page in pdf.pages] == ["/S"] * 3
        with pdf.open_metadata() as metadata:
            assert metadata["dc:title"] == "Networks"
            assert metadata["dc:language"] == {"en"}


def test_the_outline_nests_as_the_headings_do_and_leads_to_their_places(finished):
    def entries(items, level=1):
        for item in items:
            place = item.destination
            yield level, item.title, pages[place[0].objgen], float(place[3])
            yield from entries(item.children, level + 1)

    with pikepdf.open(BytesIO(finished)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        with pdf.open_outline() as outline:
            found = list(entries(outline.root))
    assert found == [
        (row.level, row.text, PAGES[row.id], 700 - place) for place, row in enumerate(HEADINGS)
    ]


def test_links_say_where_they_lead(finished):
    with pikepdf.open(BytesIO(finished)) as pdf:
        links = [str(link.Contents) for link in pdf.pages[0].Annots]
    assert links == ["page 3", "https://x.org/"]


def test_what_belongs_to_no_element_is_an_artifact(finished):
    with pikepdf.open(BytesIO(finished)) as pdf:
        assert pdf.pages[0].Contents.read_bytes() == b"/Artifact BMC\nq\n0 0 9 9 re\nf\nEMC\nQ"


def test_the_same_pages_give_the_same_bytes_and_only_the_given_date(raw, imprint, finished):
    document = Document("Networks", imprint, headings=HEADINGS)
    assert finish(Printed(raw, PAGES, []), document, EPOCH) == finished
    later = finish(Printed(raw, PAGES, []), document, EPOCH + 10**8)
    assert later != finished
    assert b"2023" not in later
