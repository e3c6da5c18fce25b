"""Pictures composed of words, rectangles and figures as one SVG and drawn by resvg, with the fonts of the pages and no others."""

import functools
import io
import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import resvg_py
from PIL import Image, ImageFont

from cheatsheet.look.palette import FONTS

FAMILY = "Inter"
REGULAR, SEMIBOLD = 400, 600
FONT_FILES = {REGULAR: FONTS / "Inter-Regular.ttf", SEMIBOLD: FONTS / "Inter-SemiBold.ttf"}
SVG = "{http://www.w3.org/2000/svg}"
VIEW_BOX = re.compile(r"0 0 ([1-9][\d.]*) ([1-9][\d.]*)")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
# What matplotlib's SVG holds. resvg leaves out what it does not know without a word, e.g. <foreignObject>.
SHAPES = ("path", "rect", "text", "tspan", "image", "use")
CONTAINERS = ("svg", "g", "defs", "clipPath", "pattern")
DRAWN = {f"{SVG}{name}" for name in SHAPES + CONTAINERS}


def canvas(width: int, height: int, colour: str) -> ET.Element:
    """A picture of one colour."""
    made = ET.Element(f"{SVG}svg", {"width": str(width), "height": str(height)})
    put_rectangle(made, width, height, colour)
    return made


def put_rectangle(picture: ET.Element, width: int, height: int, colour: str) -> None:
    """A rectangle in the upper left corner."""
    box = {"width": str(width), "height": str(height), "fill": colour}
    ET.SubElement(picture, f"{SVG}rect", box)


def write(
    picture: ET.Element,
    x: float,
    baseline: float,
    words: str,
    size: float,
    weight: int,
    colour: str,
) -> None:
    """One line of words that begins at `x`."""
    place = {"x": f"{x:g}", "y": f"{baseline:g}", "fill": colour}
    font = {"font-family": FAMILY, "font-size": f"{size:g}", "font-weight": str(weight)}
    ET.SubElement(picture, f"{SVG}text", place | font).text = words


@functools.cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILES[weight], 100)


def _width(words: str, size: float, weight: int) -> float:
    return _font(weight).getlength(words) * size / 100


def break_lines(words: str, size: float, width: float, weight: int) -> list[str]:
    """The words broken into lines; a word that is too wide has a line of its own."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def fit(words: str, sizes: range, width: float, most: int, weight: int) -> tuple[int, list[str]]:
    """The first of `sizes` at which the words take at most `most` lines, and these lines."""
    for size in sizes:
        lines = break_lines(words, size, width, weight)
        if len(lines) <= most and all(_width(line, size, weight) <= width for line in lines):
            return size, lines
    raise ValueError(f"{words!r} is too long for its picture")


def put_figure(picture: ET.Element, svg: str, box: tuple[float, float, float, float]) -> None:
    """The figure as large as `box` lets it and in its middle: left, top, width and height in pixels.

    Figures share the ids of one picture: matplotlib makes an id from what it names, so that equal ones mean the same.
    """
    figure, wide, high = _parse(svg)
    left, top, width, height = box
    scale = min(width / wide, height / high)
    wide, high = wide * scale, high * scale
    place = {"x": left + (width - wide) / 2, "y": top + (height - high) / 2}
    for key, value in {**place, "width": wide, "height": high}.items():
        figure.set(key, f"{value:.2f}")
    picture.append(figure)


def _parse(svg: str) -> tuple[ET.Element, float, float]:
    """The figure, its width and its height.

    Raises ValueError for all that resvg would leave out, or paint black, without a word.
    """
    try:
        figure = ET.fromstring(svg)
    except ET.ParseError as error:
        raise ValueError(f"the figure is not well-formed: {error}") from None
    size = VIEW_BOX.fullmatch(figure.get("viewBox", ""))
    if not size:
        raise ValueError("the figure has no viewBox such as '0 0 360 216'")
    ids = {element.get("id") for element in figure.iter()}
    for element in figure.iter():
        if element.tag not in DRAWN:
            tag = element.tag.removeprefix(SVG)
            raise ValueError(f"the figure holds <{tag}>, which such pictures do not draw")
        address = element.get("href", "")
        names = [address[1:]] if address.startswith("#") else []
        for value in element.attrib.values():
            if "var(" in value:
                raise ValueError(f"the figure has a colour that is none of the palette: {value}")
            names += REFERENCE.findall(value)
        for name in names:
            if name not in ids:
                raise ValueError(f"the figure refers to #{name}, which it lacks")
        if element.tag == f"{SVG}image":
            _check_image(address)
    return figure, float(size[1]), float(size[2])


def _check_image(address: str) -> None:
    try:
        with Image.open(io.BytesIO(b64decode(address.partition(";base64,")[2]))) as image:
            image.load()
    except (OSError, SyntaxError, ValueError):
        raise ValueError(f"the figure holds an image that cannot be read: {address[:40]}") from None


def png_of(picture: ET.Element, limit: int) -> bytes:
    """PNG of few colours, below the limit in bytes. Raises ValueError where it cannot be."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=ET.tostring(picture, encoding="unicode"),
        skip_system_fonts=True,
        font_files=[str(path) for path in sorted(FONTS.glob("*.ttf"))],
        # Without a family that is there, resvg would leave a text out.
        font_family=FAMILY,
        serif_family=FAMILY,
    )
    pixels = Image.open(io.BytesIO(drawn)).convert("RGB")
    for colours in (256, 128, 64, 32):
        # Without k-means a thin purple bar turned pink; by coverage light tints became one grey.
        few = pixels.quantize(colours, Image.Quantize.MEDIANCUT, kmeans=1, dither=Image.Dither.NONE)
        png = io.BytesIO()
        few.save(png, "png", optimize=True)
        if png.tell() < limit:
            return png.getvalue()
    raise ValueError(f"the picture takes {png.tell() / 1000:.0f} kB, the limit is {limit // 1000}")
