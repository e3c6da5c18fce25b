"""What Chromium's tags lack: formulas, whole figures, bodies of list items, and names that do not change from run to run."""

from collections.abc import Iterator
from itertools import chain

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from cheatsheet.print_clean import FORMULA


def mend_tags(pdf: Pdf) -> None:
    """Mend all tags of the document in place."""
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Em=Name.Span, Strong=Name.Span)  # not in PDF 1.7
    _tag(pdf)
    _count_parents(pdf)


def _tag(pdf: Pdf) -> None:
    """What Chromium cannot say: formulas are formulas, and the body of a list item is one. Ids, which differ
    from run to run, are counted anew."""
    cells: dict[str, Dictionary] = {}
    headed = []
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or "/P" not in thing or "/S" not in thing:
            continue
        kind = str(thing.S)
        if kind == "/Figure" and str(thing.get("/Alt", "")).startswith(FORMULA):
            thing.S = Name.Formula
            thing.Alt = String(str(thing.Alt).removeprefix(FORMULA))
        elif kind == "/Figure" and "/Alt" not in thing:
            _join_figure(thing)
        elif kind == "/LI":
            _give_body(pdf, thing)
        elif kind == "/TD":
            headed += [part for part in thing.get("/A", []) if "/Headers" in part]
        if "/ID" in thing:
            cells[str(thing.ID)] = thing
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
    order = sorted(cells, key=lambda old: _place(cells[old], numbers))
    names = {old: String(f"cell{number:06}") for number, old in enumerate(order)}
    for old, cell in cells.items():
        cell.ID = names[old]
    for part in headed:
        part.Headers = Array([names[str(name)] for name in part.Headers])
    pairs = [each for old in order for each in (names[old], cells[old])]
    pdf.Root.StructTreeRoot.IDTree = Dictionary(Names=Array(pairs))


def _place(element: Dictionary, numbers: dict[tuple[int, int], int]) -> tuple[int, int]:
    """Page and number of the first mark of an element."""
    while True:
        first = element.K[0] if isinstance(element.K, Array) else element.K
        if isinstance(first, int):
            return numbers[element.Pg.objgen], first
        if "/MCID" in first:
            return numbers[first.get("/Pg", element.get("/Pg")).objgen], int(first.MCID)
        element = first


def _count_parents(pdf: Pdf) -> None:
    """Number what refers to the tags in the order of the pages: Chromium's numbers differ from run to run."""
    tree = pdf.Root.StructTreeRoot
    known = dict(_numbers(tree.ParentTree))
    order = []
    for thing, name in _tagged(pdf):
        order.append(known[int(thing[name])])
        thing[name] = len(order) - 1
    tree.ParentTree = Dictionary(Nums=Array([each for pair in enumerate(order) for each in pair]))
    tree.ParentTreeNextKey = len(order)


def _tagged(pdf: Pdf) -> Iterator[tuple[Object, str]]:
    """Pages, the drawings on them and links, each once, with the key that holds its number in the tree of parents."""
    seen = set()
    for page in pdf.pages:
        drawings = chain.from_iterable(tagged_drawings(page.obj).values())
        things = [page.obj, *drawings, *page.get("/Annots", [])]
        for thing in things:
            name = "/StructParents" if "/StructParents" in thing else "/StructParent"
            if name in thing and thing.objgen not in seen:
                seen.add(thing.objgen)
                yield thing, name


def tagged_drawings(thing: Object) -> dict[str, list[Stream]]:
    """What a page draws apart, since it is translucent: by name, the drawings below it that hold marks of their own."""
    found = {}
    for name, drawing in thing.get("/Resources", {}).get("/XObject", {}).items():
        if drawing.get("/Subtype") == Name.Form:
            marked = [drawing] if "/StructParents" in drawing else []
            marked += chain.from_iterable(tagged_drawings(drawing).values())
            found |= {name: marked} if marked else {}
    return found


def _numbers(node: Dictionary) -> Iterator[tuple[int, Object]]:
    """The pairs of a number tree."""
    for kid in node.get("/Kids", []):
        yield from _numbers(kid)
    pairs = list(node.get("/Nums", []))
    yield from zip(map(int, pairs[0::2]), pairs[1::2], strict=True)


def _join_figure(figure: Dictionary) -> None:
    """A drawing inside a figure is one with it: the text alternative moves to the figure that holds the caption."""
    inside = _kids(figure)
    while inside:
        thing = inside.pop(0)
        if (
            thing.get("/S") == Name.Figure
            and "/Alt" in thing
            and not str(thing.Alt).startswith(FORMULA)
        ):
            figure.Alt = thing.Alt
            del thing["/Alt"]
            thing.S = Name.NonStruct
            return
        inside += _kids(thing)


def _kids(thing: Dictionary) -> list[Dictionary]:
    """The structure elements right below one."""
    kids = thing.get("/K")
    kids = list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]
    return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]


def _give_body(pdf: Pdf, item: Dictionary) -> None:
    kids = list(item.K) if isinstance(item.get("/K"), Array) else [item.K] if "/K" in item else []
    labels = [kid for kid in kids if isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl]
    rest = [kid for kid in kids if not (isinstance(kid, Dictionary) and kid.get("/S") == Name.Lbl)]
    if not rest or any(isinstance(kid, Dictionary) and kid.get("/S") == Name.LBody for kid in rest):
        return
    body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array(rest)))
    if "/Pg" in item:
        body.Pg = item.Pg
    for kid in rest:
        if isinstance(kid, Dictionary) and "/P" in kid:
            kid.P = body
    item.K = Array([*labels, body])
