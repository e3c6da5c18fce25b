"""Social cards: the picture that a chat shows beside a link, 1200×630.

A card is composed of words and of plots.
"""

import xml.etree.ElementTree as ET

from cheatsheet.base.titles import split_number, split_subtitle
from cheatsheet.look.canvas import (
    REGULAR,
    SEMIBOLD,
    break_lines,
    canvas,
    fit,
    png_of,
    put_figure,
    put_rectangle,
    write,
)
from cheatsheet.look.palette import PALETTE
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


def section_card(title: str, site_name: str, svg: str) -> bytes:
    """PNG of a section's card: number and name of the section, e.g. `6. Loss functions`, beside its plot.

    Raises ValueError for an SVG that cannot be drawn, a title that does not fit, and a file beyond the limit.
    """
    card = _card()
    put_rectangle(card, BAND, HEIGHT, BLUE)
    number, name = split_number(title)
    write(card, EDGE, EDGE + 58, number, 76, SEMIBOLD, ORANGE)
    size, lines = section_name(name)
    for place, line in enumerate(lines):
        write(card, EDGE, 210 + place * size * 1.16, line, size, SEMIBOLD, PAPER)
    for place, line in enumerate(reversed(break_lines(site_name, 25, BAND - 1.7 * EDGE, REGULAR))):
        write(card, EDGE, HEIGHT - EDGE - place * 34, line, 25, REGULAR, FAINT)
    put_figure(card, in_scheme(svg, SCHEME), (BAND + 30, 36, WIDTH - BAND - 62, HEIGHT - 72))
    return png_of(card, LIMIT)


def site_card(site_name: str, line: str, svgs: list[str]) -> bytes:
    """PNG of the site's card: its name, e.g. `Name: More`, and one line above small plots of all sections.

    Raises ValueError as `section_card` does.
    """
    card = _card()
    put_rectangle(card, WIDTH, TOP, BLUE)
    name, more = split_subtitle(site_name)
    room = WIDTH - 2 * EDGE
    size, (name,) = fit(name, range(84, 29, -2), room, 1, SEMIBOLD)
    write(card, EDGE, 124, name, size, SEMIBOLD, PAPER)
    size, (more,) = fit(more, range(46, 15, -2), room, 1, REGULAR)
    write(card, EDGE, 190, more, size, REGULAR, ORANGE)
    size, (line,) = fit(line, range(28, 15, -1), room, 1, REGULAR)
    write(card, EDGE, TOP - 40, line, size, REGULAR, FAINT)
    columns = max(1, (len(svgs) + 1) // 2)
    width, height = (WIDTH - EDGE) / columns, (HEIGHT - TOP - 20) / 2
    for place, svg in enumerate(svgs):
        row, column = divmod(place, columns)
        left, top = EDGE / 2 + column * width + 8, TOP + 10 + row * height + 8
        put_figure(card, thumbnail(svg, SCHEME), (left, top, width - 16, height - 16))
    return png_of(card, LIMIT)


def section_name(name: str) -> tuple[int, list[str]]:
    """Size in pixels and lines of a section's name on its card. Raises ValueError where it does not fit."""
    return fit(name, range(72, 29, -2), BAND - 1.7 * EDGE, 4, SEMIBOLD)


def _card() -> ET.Element:
    return canvas(WIDTH, HEIGHT, PAPER)
