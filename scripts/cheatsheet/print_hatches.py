"""Hatches as lines: Chromium prints a pattern's tile as pixels, so the tile is drawn as often as it is seen."""

import math
import re

from bs4 import BeautifulSoup, Tag

FILL = re.compile(r"fill:\s*url\(#([^)]+)\)")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


def draw_hatches(drawing: Tag) -> None:
    """Replace each fill by a pattern, in place: tiles clipped to the shape, and the shape's own line on top."""
    patterns = {tag["id"]: tag for tag in drawing("pattern")}
    for count, shape in enumerate(drawing.select("path[style*='url(#']")):
        fill = FILL.search(shape["style"])
        if not fill or fill[1] not in patterns or shape.has_attr("transform"):
            continue
        pattern = patterns[fill[1]]
        side = float(pattern["width"])
        numbers = [float(number) for number in NUMBER.findall(shape["d"])]
        columns = _tiles(numbers[0::2], side)
        rows = _tiles(numbers[1::2], side)
        uses = "".join(
            f'<use href="#{fill[1]}-tile" x="{column * side:g}" y="{row * side:g}"></use>'
            for row in rows
            for column in columns
        )
        name = f"{fill[1]}-shape-{count}"
        outer = f' clip-path="{shape["clip-path"]}"' if shape.has_attr("clip-path") else ""
        markup = (
            f'<g{outer}><clippath id="{name}"><path d="{shape["d"]}"></path></clippath>'
            f'<g clip-path="url(#{name})">{uses}</g></g>'
        )
        shape.insert_before(BeautifulSoup(markup, "lxml").g.extract())
        shape["style"] = FILL.sub("fill:none", shape["style"])
    for name, pattern in patterns.items():
        pattern.name = "g"
        pattern.attrs = {"id": f"{name}-tile"}
        if pattern.parent.name != "defs":
            pattern.wrap(BeautifulSoup("<defs></defs>", "lxml").defs.extract())


def _tiles(places: list[float], side: float) -> range:
    """Numbers of the tiles that reach from the smallest to the largest of these coordinates."""
    return range(math.floor(min(places) / side), math.ceil(max(places) / side))
