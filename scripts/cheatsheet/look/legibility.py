"""What a reader with a phone could not read in a figure: small type, texts on each other, texts cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D, Bbox

from cheatsheet.look.narrow import SMALLEST, WIDTH

# Points by which boxes of texts may reach into each other, from rounding alone, and the blank that parts two of them
# on one line: about a space, without which they read as one.
SHARED, BLANK = 0.5, 2.5
# How mathtext draws what is raised or lowered, against the text beside it.
RAISED = 0.7


@dataclass(frozen=True)
class Line:
    """One line of text as it is drawn: its size, its box from the lower left corner, all in points, and its turn."""

    text: str
    size: float
    box: Bbox
    angle: float


def unreadable(drawn: Figure) -> Iterator[tuple[str, str]]:
    """What is wrong with the texts of a fitted figure, and the cure, one after another."""
    lines = lines_of(drawn)
    width = drawn.bbox.width
    for line in lines:
        if line.size < SMALLEST:
            what = f"the text {line.text!r} has {line.size:.3g} points, less than {SMALLEST:g}"
            yield what, "leave out its fontsize, and write indices as words or as signs such as ²"
        if line.box.x0 < -SHARED or line.box.x1 > width + SHARED:
            yield f"the text {line.text!r} is cut off", "move it, shorten it, or break it in two"
    for one, other in combinations(lines, 2):
        if _touch(one, other):
            what = f"the texts {one.text!r} and {other.text!r} touch"
            yield what, f"move one, shorten it, or set fewer ticks; pages draw {WIDTH:g} inches"


def _touch(one: Line, other: Line) -> bool:
    """Whether they overlap, or one follows the other, as they are read, without a blank."""
    across = max(one.box.x0, other.box.x0) - min(one.box.x1, other.box.x1)
    upward = max(one.box.y0, other.box.y0) - min(one.box.y1, other.box.y1)
    read = {one.angle % 180, other.angle % 180}
    return bool(
        across < (BLANK if read == {0} else -SHARED)
        and upward < (BLANK if read == {90} else -SHARED)
    )


def lines_of(drawn: Figure) -> list[Line]:
    """All lines of text that the figure draws."""
    recorder = _Recorder(drawn.bbox.width, drawn.bbox.height)
    drawn.draw(recorder)
    return recorder.lines


class _Recorder(RendererBase):
    """Draws nothing and notes each line of text."""

    def __init__(self, width: float, height: float):
        super().__init__()
        self.size = width, height
        self.lines: list[Line] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.size

    def flipy(self) -> bool:
        return False

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        width, height, descent = self.get_text_width_height_descent(s, prop, ismath)
        box = Bbox.from_bounds(x, y - descent, width, height)
        corners = Affine2D().rotate_deg_around(x, y, angle).transform(box.corners())
        size = prop.get_size_in_points()
        if ismath and ("^" in s or "_" in s):
            size *= RAISED
        self.lines.append(Line(s, size, Bbox([corners.min(0), corners.max(0)]), angle))

    def draw_path(self, *arguments: Any, **options: Any) -> None:
        pass

    draw_markers = draw_path_collection = draw_image = draw_path
    draw_quad_mesh = draw_gouraud_triangles = draw_path
