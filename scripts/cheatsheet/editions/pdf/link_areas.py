"""One area a line for each link: Chromium gives a link now one for a line, now more for its parts, from run to run."""

from collections import defaultdict
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf

from cheatsheet.editions.pdf.tags import kids_of, role_of

# Parts of a line touch; points, of which an inch has 72.
TOUCHING = 0.5
# A point has many more digits, and the last ones differ.
DIGITS = 2


@dataclass
class Area:
    """A rectangle in points, and what makes it a link."""

    left: float
    bottom: float
    right: float
    top: float
    annotation: Object

    @classmethod
    def of(cls, annotation: Object) -> "Area":
        """Of a link's annotation, whose corners stand in order."""
        left, bottom, right, top = map(float, annotation.Rect)
        return cls(left, bottom, right, top, annotation)

    def continues(self, other: "Area") -> bool:
        """Whether both are parts of one line: they touch, and share at least half of the lower one's height."""
        common = min(self.top, other.top) - max(self.bottom, other.bottom)
        lower = min(self.top - self.bottom, other.top - other.bottom)
        apart = max(self.left, other.left) - min(self.right, other.right)
        return common >= lower / 2 and apart <= TOUCHING

    def take(self, other: "Area") -> None:
        """Reach over both."""
        self.left, self.bottom = min(self.left, other.left), min(self.bottom, other.bottom)
        self.right, self.top = max(self.right, other.right), max(self.top, other.top)


def join_areas(pdf: Pdf) -> None:
    """Join the areas of each link that lie in one line, in place; what refers to those that go, goes too."""
    gone = set()
    for element in pdf.objects:
        if role_of(element) == "Link":
            gone |= _join(element)
    for page in pdf.pages:
        if "/Annots" in page:
            page.Annots = Array([each for each in page.Annots if each.objgen not in gone])


def _join(element: Object) -> set[tuple[int, int]]:
    """Join those of one link; the numbers of the annotations that are gone."""
    areas: defaultdict[tuple[int, int], list[Area]] = defaultdict(list)
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and "/Rect" in kid.Obj:
            areas[(kid.Pg if "/Pg" in kid else element.Pg).objgen].append(Area.of(kid.Obj))
    gone = set()
    for of_page in areas.values():
        kept: list[Area] = []
        # From the left: what touches a part touches what the part has joined.
        for area in sorted(of_page, key=lambda each: (each.left, -each.top)):
            line = next((each for each in kept if each.continues(area)), None)
            if line:
                line.take(area)
                gone.add(area.annotation.objgen)
            else:
                kept.append(area)
        for area in kept:
            corners = (area.left, area.bottom, area.right, area.top)
            area.annotation.Rect = Array([round(corner, DIGITS) for corner in corners])
    if gone:
        element.K = Array([kid for kid in kids_of(element) if not _refers_to(kid, gone)])
    return gone


def _refers_to(kid: Object | int, gone: set[tuple[int, int]]) -> bool:
    return isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.objgen in gone
