"""Areas of links on a page made by hand: however Chromium cuts them up, each line has one."""

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from cheatsheet.editions.pdf.link_areas import join_areas
from cheatsheet.editions.pdf.tags import mend_tags

LINE = (100, 500, 160.001, 510)
PARTS = [(100, 500, 130, 509), (130, 500, 134, 510), (134.3, 501, 160.0012, 510)]
NEXT = (20, 486, 60, 496)


def linked(*links):
    """A PDF of one page with links, each of which has these rectangles, and a mark in its text."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page.Annots = Array([])
    elements = []
    for rectangles in links:
        element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Link, Pg=page))
        kids = [0]
        for corners in rectangles:
            area = pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array(list(corners))))
            page.Annots.append(area)
            kids.append(Dictionary(Type=Name.OBJR, Obj=area))
        element.K = Array(kids)
        elements.append(element)
    pdf.Root.StructTreeRoot = Dictionary(K=Array(elements))
    return pdf


def areas(pdf):
    return [[float(corner) for corner in area.Rect] for area in pdf.pages[0].Annots]


@pytest.mark.parametrize(
    "cut", [[LINE], PARTS, PARTS[::-1], [LINE, *PARTS], [*PARTS, LINE], [LINE, LINE]]
)
def test_a_line_has_one_area_however_it_was_cut(cut):
    pdf = linked(cut, [NEXT])
    join_areas(pdf)
    assert areas(pdf) == [[100, 500, 160, 510], [20, 486, 60, 496]]
    element = pdf.Root.StructTreeRoot.K[0]
    # The text stays, and so does one reference.
    assert [kid if isinstance(kid, int) else str(kid.Type) for kid in element.K] == [0, "/OBJR"]
    assert element.K[1].Obj.objgen == pdf.pages[0].Annots[0].objgen


def test_lines_of_one_link_and_other_links_beside_it_stay_apart():
    beside = (160, 500, 200, 510)
    pdf = linked([LINE, NEXT], [beside])
    join_areas(pdf)
    assert len(areas(pdf)) == 3


def test_a_link_over_the_end_of_a_page_has_an_area_on_each():
    pdf = linked([LINE])
    other = pdf.add_blank_page().obj
    area = pdf.make_indirect(Dictionary(Subtype=Name.Link, Rect=Array(list(LINE))))
    other.Annots = Array([area])
    element = pdf.Root.StructTreeRoot.K[0]
    element.K.append(Dictionary(Type=Name.OBJR, Obj=area, Pg=other))
    join_areas(pdf)
    assert [len(page.Annots) for page in pdf.pages] == [1, 1]


def test_the_tree_of_parents_has_a_number_for_each_area_that_stays_and_no_other():
    pdf = linked(PARTS, [NEXT])
    root, pairs = pdf.Root.StructTreeRoot, []
    for element in root.K:
        element.P = root
        for kid in element.K[1:]:
            kid.Obj.StructParent = len(pairs) // 2
            pairs += [kid.Obj.StructParent, element]
    root.ParentTree = Dictionary(Nums=Array(pairs))
    join_areas(pdf)
    mend_tags(pdf)
    assert [int(area.StructParent) for area in pdf.pages[0].Annots] == [0, 1]
    numbers = root.ParentTree.Nums
    assert [(int(numbers[n]), numbers[n + 1].objgen) for n in range(0, len(numbers), 2)] == [
        (number, element.objgen) for number, element in enumerate(root.K)
    ]
