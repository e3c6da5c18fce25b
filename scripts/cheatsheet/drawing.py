"""Draw the SVG of a figure with matplotlib: the same plot as on its page, at any size, in the colours of one scheme.

It knows what matplotlib's own SVG holds once `figures.clean_svg` is through with it, and refuses everything else.
"""

import base64
import functools
import io
import math
import re
import xml.etree.ElementTree as ET
from itertools import product

import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from PIL import Image

from cheatsheet.palette import FONTS, PALETTE
from cheatsheet.svg_shapes import NAMESPACE, numbers_of, shape_of, style_of, transform_of

ROLE = re.compile(r"var\(--fig-(\w+),")
REFERENCE = re.compile(r"(?:url\()?#([^)]+)\)?")
ANCHORS = {"start": "left", "middle": "center", "end": "right"}
CAPS = {"square": "projecting"}


def size_of(svg: str) -> tuple[float, float]:
    """Width and height of the drawing in its own units."""
    width, height = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg).groups()
    return float(width), float(height)


def draw(svg: str, axes: Axes, scheme: int = 1, text: bool = True) -> None:
    """Fill `axes`, which has the proportions of the drawing. `scheme` is the column of the palette, 1 light, 2 dark.

    Raises ValueError for what it does not know.
    """
    _know_fonts()
    root = ET.fromstring(svg)
    width, height = size_of(svg)
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.set_axis_off()
    _Drawing(root, axes, axes.bbox.width / width * 72 / axes.figure.dpi, scheme, text).draw()


@functools.cache
def _know_fonts() -> None:
    for path in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(path)


class _Drawing:
    def __init__(self, root: ET.Element, axes: Axes, points: float, scheme: int, text: bool):
        self.root, self.axes, self.points, self.scheme, self.text = root, axes, points, scheme, text
        self.named = {el.get("id"): el for el in root.iter() if el.get("id")}
        self.order = 0

    def draw(self) -> None:
        self._children(self.root, {"fill": self.root.get("fill", "")}, Affine2D(), None)

    def _children(self, parent: ET.Element, style: dict, affine: Affine2D, clip: tuple | None):
        for el in parent:
            self._element(el, style, affine, clip)

    def _element(self, el: ET.Element, style: dict, affine: Affine2D, clip: tuple | None) -> None:
        tag = el.tag.removeprefix(NAMESPACE)
        if tag in ("defs", "clipPath", "pattern"):
            return
        inherited = {key: value for key, value in style.items() if key != "opacity"}
        style = inherited | style_of(el)
        affine = transform_of(el.get("transform", "")) + affine
        if el.get("clip-path"):
            clip = shape_of(self._find(el.get("clip-path"))[0]), affine
        if tag == "g":
            self._children(el, style, affine, clip)
        elif tag in ("path", "rect"):
            self._path(shape_of(el), style, affine, clip)
        elif tag == "use":
            used = self._find(el.get("href"))
            place = Affine2D().translate(float(el.get("x", 0)), float(el.get("y", 0)))
            self._path(shape_of(used), style | style_of(used), place + affine, clip)
        elif tag == "text":
            self._text(el, style, affine)
        elif tag == "image":
            self._image(el, affine, clip)
        else:
            raise ValueError(f"the figure holds <{tag}>, which previews cannot draw")

    def _find(self, reference: str) -> ET.Element:
        return self.named[REFERENCE.fullmatch(reference)[1]]

    def _add(self, artist, clip: tuple | None) -> None:
        """Draw `artist` on top of what is there."""
        self.order += 1
        artist.set_zorder(self.order)
        if clip:
            shape, affine = clip
            artist.set_clip_path(shape, affine + self.axes.transData)
        else:
            artist.set_clip_on(False)

    def _colour(self, value: str, alpha: float) -> tuple | str:
        role = ROLE.match(value)
        return (PALETTE[role[1]][self.scheme], alpha) if role and alpha else "none"

    def _path(self, shape: Path, style: dict, affine: Affine2D, clip: tuple | None) -> None:
        fill, opacity = style.get("fill", ""), float(style.get("opacity", 1))
        if fill.startswith("url("):
            self._pattern(self._find(fill), shape, affine)
            fill = "none"
        width = float(style.get("stroke-width", 1)) * self.points
        patch = PathPatch(
            shape,
            facecolor=self._colour(fill, opacity * float(style.get("fill-opacity", 1))),
            edgecolor=self._colour(
                style.get("stroke", "none"), opacity * float(style.get("stroke-opacity", 1))
            ),
            linewidth=width,
            capstyle=CAPS.get(style.get("stroke-linecap"), style.get("stroke-linecap", "butt")),
            joinstyle=style.get("stroke-linejoin", "miter"),
        )
        if style.get("stroke-dasharray", "none") != "none":  # matplotlib counts dashes in widths
            unit = self.points / width
            dashes = [dash * unit for dash in numbers_of(style["stroke-dasharray"])]
            patch.set_linestyle((float(style.get("stroke-dashoffset", 0)) * unit, dashes))
        patch.set_transform(affine + self.axes.transData)
        self.axes.add_artist(patch)
        self._add(patch, clip)

    def _pattern(self, pattern: ET.Element, shape: Path, affine: Affine2D) -> None:
        """Hatches: the tile of the pattern as often as the shape is large."""
        box = shape.get_extents()
        width, height = float(pattern.get("width")), float(pattern.get("height"))
        columns = range(math.floor(box.x0 / width), math.ceil(box.x1 / width))
        rows = range(math.floor(box.y0 / height), math.ceil(box.y1 / height))
        for column, row in product(columns, rows):
            tile = Affine2D().translate(column * width, row * height) + affine
            for el in pattern:
                style = {"fill": el.get("fill", "none")} | style_of(el)
                self._path(shape_of(el), style, tile, (shape, affine))

    def _text(self, el: ET.Element, style: dict, affine: Affine2D) -> None:
        if self.text:
            for part in el if len(el) else [el]:
                self._words(part, style | style_of(part), affine)

    def _words(self, el: ET.Element, style: dict, affine: Affine2D) -> None:
        (a, b, _), _, _ = affine.get_matrix().T
        place = affine.transform((float(el.get("x", 0)), float(el.get("y", 0))))
        words = self.axes.text(
            *place,
            el.text or "",
            color=self._colour(style["fill"], float(style.get("opacity", 1))),
            family=style["font-family"].strip("'\""),
            fontsize=float(style["font-size"].removesuffix("px")) * self.points,
            fontweight=int(style.get("font-weight", 400)),
            ha=ANCHORS[style.get("text-anchor", "start")],
            va="baseline",
            rotation=-math.degrees(math.atan2(b, a)),
            rotation_mode="anchor",
            parse_math=False,
        )
        self._add(words, None)

    def _image(self, el: ET.Element, affine: Affine2D, clip: tuple | None) -> None:
        data = base64.b64decode(el.get("href").partition("base64,")[2])
        width, height = float(el.get("width")), float(el.get("height"))
        picture = AxesImage(
            self.axes, extent=(0, width, height, 0), origin="upper", interpolation="nearest"
        )
        picture.set_data(np.asarray(Image.open(io.BytesIO(data))))
        picture.set_transform(affine + self.axes.transData)
        self.axes.add_artist(picture)
        self._add(picture, clip)
