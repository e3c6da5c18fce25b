"""Draw preview images: what a chat shows of a link. 1200×630, the page's name beside its most telling plot."""

import functools
import io
import re
from pathlib import Path

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from PIL import Image, ImageFont, PngImagePlugin

from cheatsheet.drawing import draw, size_of
from cheatsheet.palette import FONTS, PALETTE

WIDTH, HEIGHT = SIZE = 1200, 630
LIMIT = 100_000  # bytes
BAND, TOP = (
    470,
    300,
)  # the coloured part: its width beside one plot, its height above those of all sections
EDGE = 48
LIGHT, DARK = 1, 2  # columns of the palette
BOLD, PLAIN = FONTS / "Inter-SemiBold.ttf", FONTS / "Inter-Regular.ttf"


def picture(key: str, *shows: str | list[str]) -> bytes:
    """PNG of a section (title, site's name, SVG) or of the site (name, one line, all SVGs), with `key` in it.

    Raises ValueError for an SVG that cannot be drawn.
    """
    return _png(_site(*shows) if isinstance(shows[-1], list) else _section(*shows), key)


def _figure() -> Figure:
    figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, facecolor=PALETTE["paper"][LIGHT])
    FigureCanvasAgg(figure)
    return figure


def _png(figure: Figure, key: str) -> bytes:
    """PNG of few colours, below the limit, with the key in it."""
    with rc_context({"text.hinting": "none"}):
        figure.canvas.draw()
    pixels = Image.frombuffer("RGBA", SIZE, figure.canvas.buffer_rgba()).convert("RGB")
    note = PngImagePlugin.PngInfo()
    note.add_text("key", key)
    for colours in (256, 128, 64, 32):
        written = io.BytesIO()
        few = pixels.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(written, "png", optimize=True, pnginfo=note)
        if written.tell() < LIMIT:
            break
    return written.getvalue()


def _section(title: str, site: str, plot: str) -> Figure:
    figure = _figure()
    _band(figure, BAND, HEIGHT)
    number, name = re.fullmatch(r"(?:(\d+)\. )?(.*)", title).groups()
    if number:
        _words(figure, EDGE, EDGE + 58, number, 76, BOLD, PALETTE["2"][DARK])
    room = BAND - 1.7 * EDGE
    size, lines = _fit(name, range(72, 29, -2), room, 4)
    for place, line in enumerate(lines):
        _words(figure, EDGE, 210 + place * size * 1.16, line, size, BOLD, PALETTE["paper"][LIGHT])
    for place, line in enumerate(reversed(_lines(site, 25, room, PLAIN))):
        _words(figure, EDGE, HEIGHT - EDGE - place * 34, line, 25, PLAIN, PALETTE["faint"][LIGHT])
    _plot(figure, plot, (BAND + 30, 36, WIDTH - BAND - 62, HEIGHT - 72))
    return figure


def _site(site: str, line: str, plots: list[str]) -> Figure:
    figure = _figure()
    _band(figure, WIDTH, TOP)
    name, _, more = site.partition(": ")
    size, lines = _fit(name, range(84, 29, -2), WIDTH - 2 * EDGE, 1)
    _words(figure, EDGE, 124, lines[0], size, BOLD, PALETTE["paper"][LIGHT])
    _words(figure, EDGE, 190, more, 46, PLAIN, PALETTE["2"][DARK])
    size, lines = _fit(line, range(28, 15, -1), WIDTH - 2 * EDGE, 1)
    _words(figure, EDGE, TOP - 40, lines[0], size, PLAIN, PALETTE["faint"][LIGHT])
    columns = max(1, (len(plots) + 1) // 2)
    width, height = (WIDTH - EDGE) / columns, (HEIGHT - TOP - 20) / 2
    for place, plot in enumerate(plots):
        row, column = divmod(place, columns)
        corner = EDGE / 2 + column * width + 8, TOP + 10 + row * height + 8
        _plot(figure, plot, (*corner, width - 16, height - 16), text=False)
    return figure


def _band(figure: Figure, width: float, height: float) -> None:
    corner = (0, 1 - height / HEIGHT)
    blue = PALETTE["1"][LIGHT]
    figure.add_artist(Rectangle(corner, width / WIDTH, height / HEIGHT, color=blue, linewidth=0))


def _words(
    figure: Figure, x: float, y: float, words: str, size: float, font: Path, colour: str
) -> None:
    """Words of `size` pixels, `x` and `y` pixels from the upper left corner, `y` being the base line's."""
    figure.text(x / WIDTH, 1 - y / HEIGHT, words, font=font, fontsize=size * 0.72, color=colour,
                ha="left", va="baseline", parse_math=False)  # fmt: skip


@functools.cache
def _ruler(font: Path) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font, 100)


def _width(words: str, size: float, font: Path) -> float:
    return _ruler(font).getlength(words) * size / 100


def _lines(words: str, size: float, width: float, font: Path) -> list[str]:
    """The words broken into lines."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fit(words: str, sizes: range, width: float, most: int) -> tuple[int, list[str]]:
    """The largest of `sizes` at which the words take no more than `most` lines, and these lines."""
    for size in sizes:
        lines = _lines(words, size, width, BOLD)
        if len(lines) <= most and all(_width(line, size, BOLD) <= width for line in lines):
            break
    return size, lines


def _plot(figure: Figure, svg: str, box: tuple[float, ...], text: bool = True) -> None:
    """The drawing as large as `box` lets it: left, top, width and height in pixels."""
    left, top, width, height = box
    wide, high = size_of(svg)
    scale = min(width / wide, height / high)
    wide, high = wide * scale, high * scale
    left, bottom = left + (width - wide) / 2, HEIGHT - top - (height + high) / 2
    axes = figure.add_axes((left / WIDTH, bottom / HEIGHT, wide / WIDTH, high / HEIGHT))
    draw(svg, axes, LIGHT, text)
