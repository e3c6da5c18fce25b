"""The cover: a picture with the book's name and small plots of its sections."""

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.titles import split_subtitle
from cheatsheet.editions.imprint import Imprint
from cheatsheet.look.canvas import (
    REGULAR,
    SEMIBOLD,
    canvas,
    fit,
    png_of,
    put_figure,
    put_rectangle,
    write,
)
from cheatsheet.look.palette import PALETTE
from cheatsheet.material.layout import HOME
from cheatsheet.site.model import Site

WIDTH, HEIGHT = 1200, 1800
LIMIT = 300_000  # bytes
BAND, EDGE = 540, 72
COLUMNS = 2
BLUE, PAPER, INK = (PALETTE[role][1] for role in ("1", "paper", "muted"))
# That of the dark scheme, since it stands on blue.
ORANGE = PALETTE["2"][2]


def cover(imprint: Imprint, plots: list[str]) -> bytes:
    """PNG with the title above the plots. Raises ValueError for a name that does not fit or a plot that cannot be drawn."""
    picture = canvas(WIDTH, HEIGHT, PAPER)
    put_rectangle(picture, WIDTH, BAND, BLUE)
    name, more = split_subtitle(imprint.title)
    room = WIDTH - 2 * EDGE
    size, lines = fit(name, range(130, 59, -2), room, 3, SEMIBOLD)
    for place, line in enumerate(lines):
        write(picture, EDGE, 190 + place * size * 1.15, line, size, SEMIBOLD, PAPER)
    foot = 190 + (len(lines) - 1) * size * 1.15
    size, lines = fit(more, range(64, 29, -2), room, 2, REGULAR)
    for place, line in enumerate(lines):
        write(picture, EDGE, foot + 110 + place * size * 1.25, line, size, REGULAR, ORANGE)
    size, (line,) = fit(imprint.licence or " ", range(30, 15, -1), room, 1, REGULAR)
    write(picture, EDGE, HEIGHT - 56, line, size, REGULAR, INK)
    rows = max(1, -(-len(plots) // COLUMNS))
    width, height = (WIDTH - 2 * EDGE) / COLUMNS, (HEIGHT - BAND - 150) / rows
    for place, svg in enumerate(plots):
        row, column = divmod(place, COLUMNS)
        box = (EDGE + column * width + 16, BAND + 30 + row * height + 10, width - 32, height - 20)
        put_figure(picture, svg, box)
    return png_of(picture, LIMIT)


def section_plots(site: Site) -> list[str]:
    """The small plots by which the home page shows the sections."""
    home = site.pages[HOME]
    names = [_light(image) for image in home.xpath("//img[contains(@src, '#only-light')]")]
    return [site.text(name) for name in names if site.holds(name)]


def _light(image: HtmlElement) -> str:
    return target_of(HOME, image.get("src", ""))[0]
