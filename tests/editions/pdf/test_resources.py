"""Names of resources on pages made by hand: whatever numbers Chromium gives them, they count from zero."""

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from cheatsheet.editions.pdf.resources import name_resources


def printed(first):
    """Two pages that share a font, one with a drawing that uses a font too; all numbers begin at `first`."""
    pdf = pikepdf.new()
    fonts = [
        pdf.make_indirect(Dictionary(Type=Name.Font, BaseFont=Name(f"/{name}"))) for name in "ab"
    ]
    names = [f"F{first + number}" for number in range(2)]
    drawing = pdf.make_stream(f"BT\n/{names[1]} 12 Tf\n<0001> Tj\nET".encode())
    drawing.Type, drawing.Subtype = Name.XObject, Name.Form
    drawing.Resources = Dictionary(Font=Dictionary({f"/{names[1]}": fonts[1]}))
    dark = pdf.make_indirect(Dictionary(ca=0.5))
    contents = (
        f"/G{first} gs\n/P <</MCID 0 >>BDC\nBT\n/{names[1]} 53.86 Tf\n<41> Tj\nET\nEMC\n/X{first} Do",
        f"BT\n/{names[0]} 9 Tf\n/{names[1]} 9 Tf\nET",
    )
    for text in contents:
        page = pdf.add_blank_page().obj
        page.Contents = pdf.make_stream(text.encode())
        page.Resources = Dictionary(
            Font=Dictionary({f"/{name}": font for name, font in zip(names, fonts, strict=True)}),
            ExtGState=Dictionary({f"/G{first}": dark}),
            XObject=Dictionary({f"/X{first}": drawing}),
        )
    return pdf


@pytest.mark.parametrize("first", [3, 99])
def test_names_count_in_the_order_of_use(first):
    pdf = printed(first)
    name_resources(pdf)
    one, two = (page.Contents.read_bytes() for page in pdf.pages)
    assert one == b"/G0 gs\n/P <</MCID 0 >>BDC\nBT\n/F0 53.86 Tf\n<41> Tj\nET\nEMC\n/X0 Do"
    assert two == b"BT\n/F1 9 Tf\n/F0 9 Tf\nET"
    fonts = [pdf.pages[1].Resources.Font[name].BaseFont for name in ("/F0", "/F1")]
    assert list(map(str, fonts)) == ["/b", "/a"]
    # What a page does not use it does not name.
    assert set(pdf.pages[0].Resources.Font.keys()) == {"/F0"}
    assert not pdf.pages[1].Resources.XObject.keys()


def test_settings_that_stand_in_a_page_are_not_taken_for_one():
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page.Contents = pdf.make_stream(b"/G3 gs\n/G4 gs")
    page.Resources = Dictionary(
        ExtGState=Dictionary({"/G3": Dictionary(ca=0.1), "/G4": Dictionary(ca=0.9)})
    )
    with pytest.raises(ValueError, match="no object of its own"):
        name_resources(pdf)


def test_a_drawing_uses_the_same_names(tmp_path):
    pdf = printed(9)
    name_resources(pdf)
    drawing = pdf.pages[0].Resources.XObject["/X0"]
    assert drawing.read_bytes() == b"BT\n/F0 12 Tf\n<0001> Tj\nET"
    assert str(drawing.Resources.Font["/F0"].BaseFont) == "/b"
