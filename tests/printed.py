"""Read a finished PDF for tests: its structure in reading order, its links, its fonts and sizes of type."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

OPERATOR = re.compile(rb"([^\n]*?)\b(q|Q|cm|Tf|Tm|Tj|BDC|BMC|EMC|Do|f\*?|S|B)\n")
MARK = re.compile(rb"/MCID (\d+)")
PAINTING = {b"Tj", b"Do", b"f", b"f*", b"S", b"B"}
# Points.
SMALLEST = 7


@dataclass
class Element:
    """One structure element. `pages` are those on which it has marks, from 1; `alt` is its text alternative."""

    role: str
    alt: str
    children: list["Element"] = field(default_factory=list)
    # Of its own marks.
    pages: list[int] = field(default_factory=list)

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()

    def all_pages(self) -> list[int]:
        return [page for element in self.walk() for page in element.pages]

    def find(self, *roles: str) -> list["Element"]:
        return [element for element in self.walk() if element.role in roles]


def open_pdf(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data))


def structure(pdf: pikepdf.Pdf) -> Element:
    """The tree of tags."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    painted = {
        (number, mark) for number, page in enumerate(pdf.pages, 1) for mark in _painted(page)
    }

    def read(node: Dictionary, page: int | None) -> Element:
        page = numbers[node.Pg.objgen] if "/Pg" in node else page
        element = Element(str(node.get("/S", "/Root"))[1:], str(node.get("/Alt", "")))
        kids = node.get("/K")
        for kid in list(kids) if isinstance(kids, Array) else [] if kids is None else [kids]:
            if isinstance(kid, int):
                element.pages += [page] if (page, kid) in painted else []
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                place = numbers[kid.Pg.objgen] if "/Pg" in kid else page
                seen = "/Stm" in kid or (place, int(kid.MCID)) in painted
                element.pages += [place] if seen else []
            elif isinstance(kid, Dictionary) and "/S" in kid:
                element.children.append(read(kid, page))
        return element

    return read(pdf.Root.StructTreeRoot, None)


def _painted(page: pikepdf.Page) -> set[int]:
    """Numbers of the marks on a page that hold text or an image; others are empty, backgrounds or lines."""
    found, open_marks = set(), []
    for before, operator in OPERATOR.findall(page.Contents.read_bytes() + b"\n"):
        if operator in (b"BDC", b"BMC"):
            mark = MARK.search(before)
            open_marks.append(int(mark[1]) if mark else None)
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in (b"Tj", b"Do"):
            # Spans inside say what is copied, and have no number.
            found |= {number for number in open_marks if number is not None}
    return found


def outline(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """(level, text, page) of every entry, in order."""
    numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def read(items: list, level: int) -> Iterator[tuple[int, str, int]]:
        for item in items:
            yield level, item.title, numbers[item.destination[0].objgen]
            yield from read(item.children, level + 1)

    with pdf.open_outline() as tree:
        return list(read(tree.root, 1))


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str, str]]:
    """(page, name of the destination or empty, address or empty) of every link."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            address = str(annotation.A.URI) if "/A" in annotation else ""
            found.append((number, str(annotation.get("/Dest", "/"))[1:], address))
    return found


def fonts(pdf: pikepdf.Pdf) -> list[tuple[str, str, bool]]:
    """(name without its subset's prefix, kind, embedded) of every font."""
    found = []
    for node in pdf.objects:
        if isinstance(node, Dictionary) and node.get("/Type") == Name.Font:
            inner = node.DescendantFonts[0] if "/DescendantFonts" in node else node
            if node is not inner or node.get("/Subtype") == Name.Type3:
                descriptor = inner.get("/FontDescriptor", {})
                name = str(node.get("/BaseFont", "/")).partition("+")[2]
                found.append(
                    (name, str(node.Subtype)[1:], any("FontFile" in key for key in descriptor))
                )
    return found


def rasters(pdf: pikepdf.Pdf) -> int:
    """Number of images made of pixels, without their masks."""
    images = [
        node
        for node in pdf.objects
        if isinstance(node, pikepdf.Stream) and node.get("/Subtype") == Name.Image
    ]
    masks = {image.SMask.objgen for image in images if "/SMask" in image}
    return len([image for image in images if image.objgen not in masks])


def sizes_of_type(pdf: pikepdf.Pdf) -> Counter[float]:
    """Number of text operators for each size in points, rounded to hundredths."""
    counts: Counter[float] = Counter()
    for page in pdf.pages:
        scale, size, matrix, stack = 1.0, 0.0, 1.0, []
        for before, operator in OPERATOR.findall(page.Contents.read_bytes() + b"\n"):
            words = before.split()
            if operator == b"q":
                stack.append(scale)
            elif operator == b"Q":
                scale = stack.pop()
            elif operator == b"cm":
                scale *= _scale(words)
            elif operator == b"Tf":
                size = float(words[-1])
            elif operator == b"Tm":
                matrix = _scale(words)
            elif operator == b"Tj":
                counts[round(size * matrix * scale, 2)] += 1
    return counts


def too_small(pdf: pikepdf.Pdf) -> Counter[float]:
    """Text under 7 pt, by size. KaTeX's zero-width spaces, all under 1 pt, show nothing and are left out."""
    sizes = sizes_of_type(pdf)
    return Counter({size: number for size, number in sizes.items() if 1 < size < SMALLEST})


def _scale(words: list[bytes]) -> float:
    a, b, c, d = (float(word) for word in words[-6:-2])
    return abs(a * d - b * c) ** 0.5


def unmarked(pdf: pikepdf.Pdf) -> int:
    """Number of painting operators that belong neither to an element nor to an artifact. Drawings with marks
    of their own belong to these."""
    count = 0
    for page in pdf.pages:
        depth = 0
        apart = {
            f"{name} ".encode()
            for name, drawing in page.Resources.get("/XObject", {}).items()
            if "/StructParents" in drawing
        }
        for before, operator in OPERATOR.findall(page.Contents.read_bytes() + b"\n"):
            depth += operator in (b"BDC", b"BMC")
            depth -= operator == b"EMC"
            count += operator in PAINTING and depth == 0 and before not in apart
    return count


def misplaced_marks(pdf: pikepdf.Pdf) -> int:
    """Number of marks and links whose number in the tree of parents is not that of the element that names them."""
    root = pdf.Root.StructTreeRoot
    pairs = list(root.ParentTree.Nums)
    parents = dict(zip(map(int, pairs[0::2]), pairs[1::2], strict=True))
    count = 0
    for node in pdf.objects:
        if isinstance(node, Dictionary) and "/S" in node and "/P" in node and "/K" in node:
            for kid in node.K if isinstance(node.K, Array) else [node.K]:
                if isinstance(kid, int) or kid.get("/Type") in (Name.MCR, Name.OBJR):
                    count += _parent(node, kid, parents) != node.objgen
    return count


def _parent(node: Dictionary, kid: int | Dictionary, parents: dict) -> tuple[int, int] | None:
    """What the tree of parents says of a mark (a number, or a reference to one in a drawing) or of a link."""
    if isinstance(kid, int):
        return parents[int(node.Pg.StructParents)][kid].objgen
    if kid.Type == Name.OBJR:
        return parents[int(kid.Obj.StructParent)].objgen
    owner = kid.get("/Stm", kid.get("/Pg", node.get("/Pg")))
    found = parents[int(owner.StructParents)]
    return found[int(kid.MCID)].objgen if isinstance(found, Array) else None
