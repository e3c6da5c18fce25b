"""Figures in the colours of one scheme, and small copies of them for overviews, to be shown as images."""

import re
import xml.etree.ElementTree as ET

from cheatsheet.look.palette import PALETTE, colour
from cheatsheet.look.svg import SVG, svg_text

VARIABLE = re.compile(r"var\(--fig-(\w+),[^)]*\)")
# How what lies behind a text is painted, so that no line runs through it.
PAPER = "fill:var(--fig-paper,"


def in_scheme(svg: str, scheme: str) -> str:
    """The figure in the colours of `light` or `dark`, for what knows no CSS variables.

    Raises ValueError for a colour that the palette does not have.
    """

    def in_colour(match: re.Match[str]) -> str:
        if match[1] not in PALETTE:
            raise ValueError(f"the palette has no colour {match[1]!r}")
        return colour(match[1], scheme)

    return VARIABLE.sub(in_colour, svg)


def thumbnail(svg: str, scheme: str) -> str:
    """The drawing alone in the colours of `light` or `dark`; at thumbnail size no text can be read.

    Raises ValueError for what is no SVG, or has a colour that the palette does not have.
    """
    try:
        root = ET.fromstring(svg)
    except ET.ParseError as error:
        raise ValueError(f"the figure is not well-formed: {error}") from None
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{SVG}text" or _lies_behind_text(child):
                parent.remove(child)
    return in_scheme(svg_text(root), scheme)


def _lies_behind_text(shape: ET.Element) -> bool:
    """Whether it is a path that is filled with the colour of paper and not outlined."""
    style = shape.get("style", "")
    return shape.tag == f"{SVG}path" and style.startswith(PAPER) and style.count(";") == 0


def thumbnail_file(address: str, figure: str, scheme: str) -> str:
    """Where the site keeps it."""
    return f"assets/thumbnails/{address.replace('/', '-')}-{figure}-{scheme}.svg"
