"""What is copied, searched or read aloud comes in the order of the text, formulas as TeX and code as it was written.

Chromium paints what is positioned after all else, each formula behind the page's text. Viewers take what they copy
from the order of painting, not from the tags.
"""

from dataclasses import dataclass
from itertools import count, groupby

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from cheatsheet.editions.pdf.streams import Unit, Writer, read_units
from cheatsheet.editions.pdf.tags import kids_of, parents_of, role_of, tagged_drawings

# Chrome's viewer copies one of several spaces, unless a character stands between them that it leaves out itself. It
# takes the innermost text of whatever mark, others know such text of spans only.
APART = "\u0093"
KEPT = b"/Kept"
# A page or a drawing, and the number of a mark in it.
Place = tuple[tuple[int, int], int]


@dataclass(eq=False)
class Part:
    """An element that holds marks, and its rank in reading order. `said` is copied in place of all that it paints."""

    rank: int
    element: Object
    said: str
    holds_others: bool


# What a page paints, and the element to which it belongs.
Painted = tuple[Unit, Part | None]


def put_in_order(pdf: Pdf) -> None:
    """Paint every page in the order of its tags, in place; what belongs to no element becomes an artifact below it."""
    parts, parents = _parts(pdf), parents_of(pdf)
    # Of drawings the first mark.
    first = {place[0]: part for place, part in reversed(parts.items())}
    pages = {page.obj.objgen: page.obj for page in pdf.pages}
    for (owner, number), part in parts.items():
        if part.said:
            part.element.K = Array()
            parents[int(pages[owner].StructParents)][number] = part.element
    for page in pdf.pages:
        painted = _in_order(_read(page, parts, first))
        writer = Writer()
        for _, group in groupby(painted, _mark):
            units = list(group)
            writer.paint([unit for unit, _ in units], _marks(page, *units[0]))
        page.Contents = pdf.make_stream(writer.finish())


def _parts(pdf: Pdf) -> dict[Place, Part]:
    """The element to which every mark belongs. What is said is one, however many elements it is made of."""
    parts: dict[Place, Part] = {}
    ranks = count()

    def walk(element: Object, whole: Part | None) -> None:
        said = _said(element)
        if said:
            whole = Part(next(ranks), element, said, holds_others=False)
        kids = kids_of(element)
        own = whole or Part(next(ranks), element, "", any(map(role_of, kids)))
        for kid in kids:
            if isinstance(kid, int):
                parts[element.Pg.objgen, kid] = own
            elif kid.get("/Type") == Name.MCR:
                owner = next(
                    each[key] for key in ("/Stm", "/Pg") for each in (kid, element) if key in each
                )
                parts[owner.objgen, int(kid.MCID)] = own
            elif role_of(kid):
                walk(kid, whole)

    walk(pdf.Root.StructTreeRoot, None)
    return parts


def _said(element: Object) -> str:
    if role_of(element) == "Formula":
        return f"${element.Alt}$"
    return str(element.get("/ActualText", ""))


def _mark(painted: Painted) -> tuple[Part | None, int | None]:
    """What stands in one mark: what is said is one, however many marks it had."""
    unit, part = painted
    return part, None if part and part.said else unit.mark


def _read(
    page: Page, parts: dict[Place, Part], first: dict[tuple[int, int], Part]
) -> list[Painted]:
    """What a page paints, with its parts; `first` holds those of drawings that stand apart."""
    owner, drawn = page.obj.objgen, tagged_drawings(page.obj)
    painted: list[Painted] = []
    for unit in read_units(page.Contents.read_bytes()):
        if unit.mark is not None:
            part = parts.get((owner, unit.mark))
            if part and part.said and unit.is_text:
                # What it says is said already.
                unit.lines = [line for line in unit.lines if not line.endswith((b"BDC", b"EMC"))]
            painted.append((unit, part))
        elif unit.drawing in drawn:
            painted.append((unit, first.get(drawn[unit.drawing][0].objgen)))
        else:
            painted.append((unit, None))
    return painted


def _in_order(painted: list[Painted]) -> list[Painted]:
    """Backgrounds and lines of the page first, as they were; then part by part, each as it was."""
    shown = {part for unit, part in painted if part and (unit.is_text or not part.holds_others)}
    return sorted(painted, key=lambda each: each[1].rank if each[1] in shown else -1)


def _marks(page: Page, unit: Unit, part: Part | None) -> list[bytes]:
    """The marks that open in front of a unit and all behind it that belong to the same."""
    if unit.mark is None:
        # A drawing that stands apart has marks of its own.
        return [] if part else [b"/Artifact BMC"]
    if not part or not part.said:
        return [unit.opening]
    kids = part.element.K
    # What it paints on a second page is said on the first.
    said = "" if len(kids) else part.said
    kids.append(Dictionary(Type=Name.MCR, Pg=page.obj, MCID=unit.mark))
    role = str(part.element.S).encode()
    marks = [b"%s <</MCID %d>> BDC" % (role, unit.mark), b"/Span %s BDC" % _actual_text(said)]
    if "  " in said:
        marks.append(b"%s %s BDC" % (KEPT, _actual_text(said.replace(" ", f" {APART}"))))
    return marks


def _actual_text(text: str) -> bytes:
    return b"<</ActualText <FEFF%s>>>" % text.encode("utf-16-be").hex().upper().encode()
