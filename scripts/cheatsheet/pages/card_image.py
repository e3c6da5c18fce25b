"""Social cards: the picture that a chat shows beside a link, 1200×630.

A card is composed as one SVG with the plots in it and drawn by resvg, with the fonts of the pages and no others.
"""

import functools
import io
import re
import xml.etree.ElementTree as ET
from base64 import b64decode

import resvg_py
from PIL import Image, ImageFont

from cheatsheet.base.titles import split_number, split_subtitle
from cheatsheet.look.palette import FONTS, PALETTE
from cheatsheet.look.thumbnails import in_scheme, thumbnail

WIDTH, HEIGHT = SIZE = 1200, 630
LIMIT = 100_000  # bytes
SCHEME = "light"
BLUE, PAPER, FAINT = (PALETTE[role][1] for role in ("1", "paper", "faint"))
# That of the dark scheme, since it stands on blue.
ORANGE = PALETTE["2"][2]
# The coloured band: its width beside the plot of a section, its height above the plots of all sections.
BAND, TOP = 470, 300
EDGE = 48
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


def section_card(title: str, site_name: str, svg: str) -> bytes:
    """PNG of a section's card: number and name of the section, e.g. `6. Loss functions`, beside its plot.

    Raises ValueError for an SVG that cannot be drawn, a title that does not fit, and a file beyond the limit.
    """
    card = _card()
    _rectangle(card, BAND, HEIGHT, BLUE)
    number, name = split_number(title)
    _text(card, EDGE, EDGE + 58, number, 76, SEMIBOLD, ORANGE)
    size, lines = section_name(name)
    for place, line in enumerate(lines):
        _text(card, EDGE, 210 + place * size * 1.16, line, size, SEMIBOLD, PAPER)
    for place, line in enumerate(reversed(_lines(site_name, 25, BAND - 1.7 * EDGE, REGULAR))):
        _text(card, EDGE, HEIGHT - EDGE - place * 34, line, 25, REGULAR, FAINT)
    _plot(card, in_scheme(svg, SCHEME), (BAND + 30, 36, WIDTH - BAND - 62, HEIGHT - 72))
    return _png(card)


def site_card(site_name: str, line: str, svgs: list[str]) -> bytes:
    """PNG of the site's card: its name, e.g. `Name: More`, and one line above small plots of all sections.

    Raises ValueError as `section_card` does.
    """
    card = _card()
    _rectangle(card, WIDTH, TOP, BLUE)
    name, more = split_subtitle(site_name)
    room = WIDTH - 2 * EDGE
    size, (name,) = _fit(name, range(84, 29, -2), room, 1, SEMIBOLD)
    _text(card, EDGE, 124, name, size, SEMIBOLD, PAPER)
    size, (more,) = _fit(more, range(46, 15, -2), room, 1, REGULAR)
    _text(card, EDGE, 190, more, size, REGULAR, ORANGE)
    size, (line,) = _fit(line, range(28, 15, -1), room, 1, REGULAR)
    _text(card, EDGE, TOP - 40, line, size, REGULAR, FAINT)
    columns = max(1, (len(svgs) + 1) // 2)
    width, height = (WIDTH - EDGE) / columns, (HEIGHT - TOP - 20) / 2
    for place, svg in enumerate(svgs):
        row, column = divmod(place, columns)
        left, top = EDGE / 2 + column * width + 8, TOP + 10 + row * height + 8
        _plot(card, thumbnail(svg, SCHEME), (left, top, width - 16, height - 16))
    return _png(card)


def section_name(name: str) -> tuple[int, list[str]]:
    """Size in pixels and lines of a section's name on its card. Raises ValueError where it does not fit."""
    return _fit(name, range(72, 29, -2), BAND - 1.7 * EDGE, 4, SEMIBOLD)


def _card() -> ET.Element:
    card = ET.Element(f"{SVG}svg", {"width": str(WIDTH), "height": str(HEIGHT)})
    _rectangle(card, WIDTH, HEIGHT, PAPER)
    return card


def _rectangle(card: ET.Element, width: int, height: int, colour: str) -> None:
    """A rectangle in the upper left corner."""
    box = {"width": str(width), "height": str(height), "fill": colour}
    ET.SubElement(card, f"{SVG}rect", box)


def _text(
    card: ET.Element, x: float, baseline: float, words: str, size: float, weight: int, colour: str
) -> None:
    place = {"x": f"{x:g}", "y": f"{baseline:g}", "fill": colour}
    font = {"font-family": FAMILY, "font-size": f"{size:g}", "font-weight": str(weight)}
    ET.SubElement(card, f"{SVG}text", place | font).text = words


@functools.cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILES[weight], 100)


def _width(words: str, size: float, weight: int) -> float:
    return _font(weight).getlength(words) * size / 100


def _lines(words: str, size: float, width: float, weight: int) -> list[str]:
    """The words broken into lines; a word that is too wide has a line of its own."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size, weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fit(words: str, sizes: range, width: float, most: int, weight: int) -> tuple[int, list[str]]:
    """The first of `sizes` at which the words take at most `most` lines, and these lines."""
    for size in sizes:
        lines = _lines(words, size, width, weight)
        if len(lines) <= most and all(_width(line, size, weight) <= width for line in lines):
            return size, lines
    raise ValueError(f"{words!r} is too long for a social card")


def _plot(card: ET.Element, svg: str, box: tuple[float, float, float, float]) -> None:
    """The figure as large as `box` lets it and in its middle: left, top, width and height in pixels.

    Figures share the ids of one card: matplotlib makes an id from what it names, so that equal ones mean the same.
    """
    figure, wide, high = _parse(svg)
    left, top, width, height = box
    scale = min(width / wide, height / high)
    wide, high = wide * scale, high * scale
    place = {"x": left + (width - wide) / 2, "y": top + (height - high) / 2}
    for key, value in {**place, "width": wide, "height": high}.items():
        figure.set(key, f"{value:.2f}")
    card.append(figure)


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
            raise ValueError(f"the figure holds <{tag}>, which social cards do not draw")
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


def _png(card: ET.Element) -> bytes:
    """PNG of few colours, below the limit."""
    drawn = resvg_py.svg_to_bytes(
        svg_string=ET.tostring(card, encoding="unicode"),
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
        if png.tell() < LIMIT:
            return png.getvalue()
    raise ValueError(
        f"the social card takes {png.tell() / 1000:.0f} kB, the limit is {LIMIT // 1000}"
    )
