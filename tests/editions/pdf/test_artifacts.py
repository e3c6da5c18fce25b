import pytest

from cheatsheet.editions.pdf.artifacts import marked

TEXT = b"BT\n/F0 9 Tf\n<0041> Tj\nET"


def lines(*parts: bytes) -> bytes:
    return b"\n".join(parts)


@pytest.mark.parametrize("painting", [TEXT, b"0 0 9 9 re\nf", b"0 0 m\n9 9 l\nS", b"/X1 Do", b"f*"])
def test_unmarked_painting_becomes_an_artifact(painting):
    element = lines(b"/P <</MCID 0>> BDC", TEXT, b"EMC")
    found = marked(lines(b"q", painting, element, painting, b"Q"), [])
    assert found == lines(
        *(b"/Artifact BMC", b"q", painting, b"EMC", element),
        *(b"/Artifact BMC", painting, b"Q", b"EMC"),
    )


def test_what_shows_nothing_stays_unmarked():
    stream = lines(b"q", b"1 0 0 1 9 9 cm", b"0 0 9 9 re", b"W n", b"Q")
    assert marked(stream, []) == stream


def test_marks_in_marks_are_left_as_they_are():
    stream = lines(b"/Figure <</MCID 1>> BDC", b"/Span BMC", TEXT, b"EMC", TEXT, b"EMC")
    assert marked(stream, []) == stream


def test_a_drawing_with_marks_of_its_own_is_no_artifact():
    stream = lines(b"/G3 gs", b"/X1 Do")
    assert marked(stream, ["/X1"]) == stream
    assert marked(stream, ["/X10"]) == lines(b"/Artifact BMC", stream, b"EMC")
