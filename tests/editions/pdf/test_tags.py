"""A PDF of two pages with the tags that Chromium writes, made by hand."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from cheatsheet.editions.pdf.tags import mend_tags, tagged_drawings


class Tagged:
    """Builds elements below a root and notes what they stand for in the tree of parents."""

    def __init__(self):
        self.pdf = pikepdf.new()
        self.pages = [self.pdf.add_blank_page().obj for _ in range(2)]
        self.root = self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.pdf.Root.StructTreeRoot = self.root

    def add(self, parent, role: str, kids=(), **more):
        """An element; a number among its kids is a mark on its page."""
        node = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=parent, **more)
        )
        for kid in kids:
            if not isinstance(kid, int):
                kid.P = node
        node.K = Array(list(kids))
        return node

    def mend(self) -> pikepdf.Pdf:
        """As it is after a way through a file: numbers and names are then what readers see."""
        if "/ParentTree" not in self.root:
            self.root.ParentTree = Dictionary(Nums=Array([]))
        mend_tags(self.pdf)
        out = BytesIO()
        self.pdf.save(out)
        # Kept: what is read from a file ends with it.
        self.mended = pikepdf.open(BytesIO(out.getvalue()))
        return self.mended


@pytest.fixture
def tagged():
    return Tagged()


def test_a_formula_is_one_and_keeps_its_tex(tagged):
    tagged.root.K = tagged.add(
        tagged.root, "Figure", [0], Alt=String("math:x^2"), Pg=tagged.pages[0]
    )
    formula = tagged.mend().Root.StructTreeRoot.K
    assert (str(formula.S), str(formula.Alt)) == ("/Formula", "x^2")


def test_a_line_of_code_is_a_span_that_says_its_spaces(tagged):
    tagged.root.K = tagged.add(
        tagged.root, "Figure", [0], Alt=String("code:\ue000\ue000x"), Pg=tagged.pages[0]
    )
    line = tagged.mend().Root.StructTreeRoot.K
    assert (str(line.S), str(line.ActualText), "/Alt" in line) == ("/Span", "  x", False)


def test_a_figure_takes_the_alternative_of_the_drawing_inside_it_and_not_that_of_a_formula(tagged):
    page = tagged.pages[0]
    # First in the file, so that its formula is still a figure when it is looked at.
    tagged.root.K = tagged.add(tagged.root, "Figure")
    formula = tagged.add(tagged.root, "Figure", [0], Alt=String("math:x"), Pg=page)
    drawing = tagged.add(tagged.root, "Figure", [1], Alt=String("A rising line"), Pg=page)
    caption = tagged.add(tagged.root, "Caption", [formula])
    inner = tagged.add(tagged.root, "Div", [drawing])
    tagged.root.K.K = Array([caption, inner])
    figure = tagged.mend().Root.StructTreeRoot.K
    assert (str(figure.S), str(figure.Alt)) == ("/Figure", "A rising line")
    assert str(figure.K[0].K[0].S) == "/Formula"
    assert str(figure.K[1].K[0].S) == "/NonStruct"
    assert "/Alt" not in figure.K[1].K[0]


def test_a_list_item_has_a_body_behind_its_label(tagged):
    page = tagged.pages[1]
    label = tagged.add(tagged.root, "Lbl", [0], Pg=page)
    text = tagged.add(tagged.root, "P", [1], Pg=page)
    tagged.root.K = tagged.add(tagged.root, "LI", [label, text, 2], Pg=page)
    item = tagged.mend().Root.StructTreeRoot.K
    assert [str(kid.S) for kid in item.K] == ["/Lbl", "/LBody"]
    body = item.K[1]
    assert (str(body.K[0].S), int(body.K[1])) == ("/P", 2)
    assert body.K[0].P.objgen == body.objgen
    assert body.P.objgen == item.objgen
    # A mark without a page of its own would be lost.
    assert body.Pg.objgen == item.Pg.objgen


def test_an_item_that_has_a_body_or_holds_nothing_stays(tagged):
    body = tagged.add(tagged.root, "LBody", [0], Pg=tagged.pages[0])
    tagged.root.K = Array([tagged.add(tagged.root, "LI", [body]), tagged.add(tagged.root, "LI")])
    full, empty = tagged.mend().Root.StructTreeRoot.K
    assert [str(kid.S) for kid in full.K] == ["/LBody"]
    assert len(empty.K) == 0


def test_cells_are_named_in_the_order_of_the_pages_and_headers_with_them(tagged):
    # Chromium's names: they depend on what was printed before.
    late = tagged.add(tagged.root, "TH", [0], ID=String("node7"), Pg=tagged.pages[1])
    inner = tagged.add(tagged.root, "P", [3], Pg=tagged.pages[0])
    early = tagged.add(tagged.root, "TH", [inner], ID=String("node9"))
    headers = Dictionary(O=Name.Table, Headers=Array([String("node9"), String("node7")]))
    cell = tagged.add(tagged.root, "TD", [1], A=Array([headers]), Pg=tagged.pages[1])
    tagged.root.K = Array([late, early, cell])
    root = tagged.mend().Root.StructTreeRoot
    late, early, cell = root.K
    assert (str(early.ID), str(late.ID)) == ("cell000000", "cell000001")
    assert [str(name) for name in cell.A[0].Headers] == ["cell000000", "cell000001"]
    names = root.IDTree.Names
    assert [(str(names[n]), names[n + 1].objgen) for n in (0, 2)] == [
        ("cell000000", early.objgen),
        ("cell000001", late.objgen),
    ]


def test_parents_are_numbered_in_the_order_of_the_pages(tagged):
    pdf, pages = tagged.pdf, tagged.pages
    paragraphs = [tagged.add(tagged.root, "P", [0], Pg=page) for page in pages]
    link = tagged.add(tagged.root, "Link")
    tagged.root.K = Array([*paragraphs, link])
    pages[0].StructParents, pages[1].StructParents = 40, 30
    pages[0].Annots = Array([pdf.make_indirect(Dictionary(Subtype=Name.Link, StructParent=35))])
    # In two nodes, as the trees of long documents are.
    first = Dictionary(Nums=Array([30, Array([paragraphs[1]]), 35, link]))
    second = Dictionary(Nums=Array([40, Array([paragraphs[0]])]))
    tagged.root.ParentTree = Dictionary(Kids=Array([first, second]))
    mended = tagged.mend()
    numbers = mended.Root.StructTreeRoot.ParentTree.Nums
    assert [int(numbers[n]) for n in (0, 2, 4)] == [0, 1, 2]
    first, annotation, second = (numbers[n] for n in (1, 3, 5))
    assert int(mended.pages[0].StructParents) == 0
    assert first[0].Pg.objgen == mended.pages[0].obj.objgen
    assert int(mended.pages[0].Annots[0].StructParent) == 1
    assert str(annotation.S) == "/Link"
    assert int(mended.pages[1].StructParents) == 2
    assert second[0].Pg.objgen == mended.pages[1].obj.objgen
    assert int(mended.Root.StructTreeRoot.ParentTreeNextKey) == 3


def test_drawings_with_marks_are_found_at_any_depth(tagged):
    pdf = tagged.pdf

    def form(**more):
        return pdf.make_stream(b"", Dictionary(Subtype=Name.Form, **more))

    marked, plain = form(StructParents=1), form()
    outer = form(Resources=Dictionary(XObject=Dictionary(A=marked, B=plain)))
    image = pdf.make_stream(b"", Dictionary(Subtype=Name.Image, StructParents=2))
    page = tagged.pages[0]
    page.Resources = Dictionary(XObject=Dictionary(X1=outer, X2=plain, X3=image, X4=marked))
    found = tagged_drawings(page)
    assert {name: [each.objgen for each in drawings] for name, drawings in found.items()} == {
        "/X1": [marked.objgen],
        "/X4": [marked.objgen],
    }
