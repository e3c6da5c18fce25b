"""What Chromium's tags lack: formulas, whole figures, bodies of list items, and names that do not change from run to run."""

from collections.abc import Iterator
from itertools import chain

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from cheatsheet.editions.pdf.document import CODE, FORMULA, SPACE


def mend_tags(pdf: Pdf) -> None:
    """Mend all tags of the document in place."""
    # Not in PDF 1.7.
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Em=Name.Span, Strong=Name.Span)
    elements = [node for node in pdf.objects if role_of(node) and "/P" in node]
    for element in elements:
        alternative = str(element.get("/Alt", ""))
        if role_of(element) == "Figure" and alternative.startswith(FORMULA):
            element.S = Name.Formula
            element.Alt = String(alternative.removeprefix(FORMULA))
        elif role_of(element) == "Figure" and alternative.startswith(CODE):
            element.S = Name.Span
            element.ActualText = String(alternative.removeprefix(CODE).replace(SPACE, " "))
            del element["/Alt"]
        elif role_of(element) == "Figure" and "/Alt" not in element:
            _join_figure(element)
        elif role_of(element) == "LI":
            _give_body(pdf, element)
    _name_cells(pdf, elements)
    _count_parents(pdf)


def role_of(node: Object | int) -> str:
    """The role of a structure element, such as LI; empty for what is none: a mark, or a reference to one."""
    return str(node.S)[1:] if isinstance(node, Dictionary) and "/S" in node else ""


def _name_cells(pdf: Pdf, elements: list[Object]) -> None:
    """Count ids anew, which differ from run to run: cells of tables name their headers by them."""
    named = {str(element.ID): element for element in elements if "/ID" in element}
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    order = sorted(named, key=lambda name: _first_mark(named[name], numbers))
    names = {name: String(f"cell{number:06}") for number, name in enumerate(order)}
    for name, element in named.items():
        element.ID = names[name]
    for element in elements:
        for attributes in element.get("/A", Array()) if role_of(element) == "TD" else ():
            if "/Headers" in attributes:
                attributes.Headers = Array([names[str(name)] for name in attributes.Headers])
    pairs = [each for name in order for each in (names[name], named[name])]
    pdf.Root.StructTreeRoot.IDTree = Dictionary(Names=Array(pairs))


def _first_mark(element: Object, numbers: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Page and number of the first mark of an element."""
    while True:
        first = element.K[0] if isinstance(element.K, Array) else element.K
        if isinstance(first, int):
            return numbers[element.Pg.objgen], first
        if "/MCID" in first:
            page = first.Pg if "/Pg" in first else element.Pg
            return numbers[page.objgen], int(first.MCID)
        element = first


def _count_parents(pdf: Pdf) -> None:
    """Number what refers to the tags in the order of the pages: Chromium's numbers differ from run to run."""
    tree = pdf.Root.StructTreeRoot
    parents = parents_of(pdf)
    order = []
    for node, key in _tagged(pdf):
        order.append(parents[int(node[key])])
        node[key] = len(order) - 1
    tree.ParentTree = Dictionary(Nums=Array([each for pair in enumerate(order) for each in pair]))
    tree.ParentTreeNextKey = len(order)


def parents_of(pdf: Pdf) -> dict[int, Object]:
    """What the numbers of pages, drawings and links stand for in the tree of parents."""
    return dict(_pairs(pdf.Root.StructTreeRoot.ParentTree))


def _pairs(tree: Object) -> Iterator[tuple[int, Object]]:
    """Numbers and what they stand for in a number tree."""
    for kid in tree.get("/Kids", Array()):
        yield from _pairs(kid)
    flat = list(tree.get("/Nums", Array()))
    yield from zip(map(int, flat[0::2]), flat[1::2], strict=True)


def _tagged(pdf: Pdf) -> Iterator[tuple[Object, str]]:
    """Pages, the drawings on them and links, each once, with the key that holds its number in the tree of parents."""
    seen = set()
    for page in pdf.pages:
        drawings = chain.from_iterable(tagged_drawings(page.obj).values())
        for node in (page.obj, *drawings, *page.get("/Annots", Array())):
            key = "/StructParents" if "/StructParents" in node else "/StructParent"
            if key in node and node.objgen not in seen:
                seen.add(node.objgen)
                yield node, key


def tagged_drawings(holder: Object) -> dict[str, list[Object]]:
    """What a page draws apart, since it is translucent: by name, the drawings below it that hold marks of their own."""
    found: dict[str, list[Object]] = {}
    resources = holder.get("/Resources", Dictionary())
    for name, drawing in resources.get("/XObject", Dictionary()).items():
        if drawing.get("/Subtype") == Name.Form:
            marked = [drawing] if "/StructParents" in drawing else []
            marked += chain.from_iterable(tagged_drawings(drawing).values())
            if marked:
                found[name] = marked
    return found


def _join_figure(figure: Object) -> None:
    """A drawing inside a figure is one with it: the text alternative moves to the figure that holds the caption."""
    inside = _elements_in(figure)
    while inside:
        element = inside.pop(0)
        alternative = str(element.get("/Alt", ""))
        if (
            role_of(element) == "Figure"
            and "/Alt" in element
            and not alternative.startswith(FORMULA)
        ):
            figure.Alt = element.Alt
            del element["/Alt"]
            element.S = Name.NonStruct
            return
        inside += _elements_in(element)


def kids_of(element: Object) -> list[Object | int]:
    """What stands right below an element, which may be one or several."""
    if "/K" not in element:
        return []
    return list(element.K) if isinstance(element.K, Array) else [element.K]


def _elements_in(element: Object) -> list[Object]:
    return [kid for kid in kids_of(element) if isinstance(kid, Dictionary) and role_of(kid)]


def _give_body(pdf: Pdf, item: Object) -> None:
    """Put all but the label of a list item into a body, where it has none."""
    kids = kids_of(item)
    labels = [kid for kid in kids if role_of(kid) == "Lbl"]
    rest = [kid for kid in kids if role_of(kid) != "Lbl"]
    if not rest or any(role_of(kid) == "LBody" for kid in rest):
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(rest)))
    if "/Pg" in item:
        body.Pg = item.Pg
    for kid in rest:
        if isinstance(kid, Dictionary) and "/P" in kid:
            kid.P = body
    item.K = Array([*labels, body])
