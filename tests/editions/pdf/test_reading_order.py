"""A page painted in another order than its tags say, made by hand."""

import re

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from cheatsheet.editions.pdf.reading_order import put_in_order

TEXT = b"BT\n/F0 9 Tf\n<%s> Tj\nET"
FILL = b"0 0 9 9 re\nf"


def mark(number: int, *painting: bytes) -> bytes:
    return b"\n".join((b"/NonStruct <</MCID %d >>BDC" % number, *painting, b"EMC"))


@pytest.fixture
def make():
    """`make(stream, roles)` has a page with this stream, and an element for each role with the next mark."""

    def make(stream: bytes, *roles: dict):
        pdf = pikepdf.new()
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(stream)
        page.obj.StructParents = 0
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        pdf.Root.StructTreeRoot = root
        elements = [
            pdf.make_indirect(Dictionary(P=root, Pg=page.obj, K=Array([number]), **role))
            for number, role in enumerate(roles)
        ]
        root.K = Array(elements)
        root.ParentTree = Dictionary(Nums=Array([0, Array(elements)]))
        put_in_order(pdf)
        return pdf

    return make


def order(pdf) -> list[str]:
    """Marks and glyphs of the page in order."""
    stream = pdf.pages[0].Contents.read_bytes().decode()
    return re.findall(r"/Artifact|MCID \d+|<(?!<)[0-9A-F]+(?=> Tj)|(?<=\n)f(?=\n)", stream)


P = {"S": Name.P}


def test_text_comes_in_the_order_of_the_tags(make):
    stream = b"\n".join((mark(0, TEXT % b"0A"), mark(2, TEXT % b"0C"), mark(1, TEXT % b"0B")))
    assert order(make(stream, P, P, P)) == ["MCID 0", "<0A", "MCID 1", "<0B", "MCID 2", "<0C"]


def test_what_belongs_to_no_element_is_an_artifact_below_the_text(make):
    stream = b"\n".join((mark(0, TEXT % b"0A"), FILL, mark(1, TEXT % b"0B"), TEXT % b"0F"))
    assert order(make(stream, P, P)) == [
        *("/Artifact", "f", "<0F", "MCID 0", "<0A", "MCID 1", "<0B"),
    ]


def test_a_background_stays_below_the_text_in_front_of_it(make):
    pdf = make(b"\n".join((mark(1, TEXT % b"0A"), mark(0, FILL))), {"S": Name.TD}, P)
    # A leaf: what it fills may be a picture.
    assert order(pdf) == ["MCID 0", "f", "MCID 1", "<0A"]


def test_a_figure_is_painted_as_it_was_with_what_stands_in_its_one_mark(make):
    stream = b"\n".join((mark(1, FILL, TEXT % b"0B", FILL), mark(0, TEXT % b"0A")))
    assert order(make(stream, P, {"S": Name.Figure})) == [
        *("MCID 0", "<0A", "MCID 1", "f", "<0B", "f"),
    ]


def test_a_formula_is_one_mark_that_says_its_tex(make):
    pdf = make(
        b"\n".join((mark(0, TEXT % b"0A"), mark(2, TEXT % b"0C"), mark(1, TEXT % b"0B"))),
        P,
        {"S": Name.Formula, "Alt": String("x^2")},
        P,
    )
    stream = pdf.pages[0].Contents.read_bytes()
    text = "$x^2$".encode("utf-16-be").hex().upper().encode()
    assert b"/Formula <</MCID 1>> BDC\n/Span <</ActualText <FEFF%s>>> BDC" % text in stream
    assert stream.count(b"BDC") == stream.count(b"EMC")
    [kid] = pdf.Root.StructTreeRoot.K[1].K
    assert int(kid.MCID) == 1


def test_spaces_that_viewers_would_drop_are_kept_apart(make):
    pdf = make(mark(0, TEXT % b"0A"), {"S": Name.Span, "ActualText": String("    x  # y")})
    said = re.findall(rb"(/\w+) <</ActualText <([0-9A-F]+)>>>", pdf.pages[0].Contents.read_bytes())
    assert [(name, bytes.fromhex(text.decode()).decode("utf-16")) for name, text in said] == [
        (b"/Span", "    x  # y"),
        (b"/Kept", " \u0093 \u0093 \u0093 \u0093x \u0093 \u0093# \u0093y"),
    ]
