"""Hatches as lines: Chromium prints a pattern's tile as pixels, so the tile is drawn as often as it is seen."""

import math
import re

from lxml.html import HtmlElement

from cheatsheet.base.nodes import new_element, parent_of, wrap_element

FILL = re.compile(r"fill:\s*url\(#([^)]+)\)")
NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


def draw_hatches(drawing: HtmlElement) -> None:
    """Replace each fill by a pattern, in place: tiles clipped to the shape, and the shape's own line on top."""
    patterns = {pattern.attrib["id"]: pattern for pattern in drawing.iter("pattern")}
    filled = [shape for shape in drawing.iter("path") if "url(#" in shape.get("style", "")]
    for count, shape in enumerate(filled):
        fill = FILL.search(shape.attrib["style"])
        if fill and fill[1] in patterns and "transform" not in shape.attrib:
            side = float(patterns[fill[1]].attrib["width"])
            shape.addprevious(_tiled(shape, f"{fill[1]}-shape-{count}", f"#{fill[1]}-tile", side))
            shape.set("style", FILL.sub("fill:none", shape.attrib["style"]))
    for name, pattern in patterns.items():
        pattern.tag = "g"
        pattern.attrib.clear()
        pattern.set("id", f"{name}-tile")
        if parent_of(pattern).tag != "defs":
            wrap_element(pattern, new_element("defs", {}))


def _tiled(shape: HtmlElement, name: str, tile: str, side: float) -> HtmlElement:
    """The tiles that a shape shows, clipped to it. `name` becomes the id of the clip, `side` is that of a tile."""
    path = shape.attrib["d"]
    numbers = [float(number) for number in NUMBER.findall(path)]
    tiles = [
        new_element("use", {"href": tile, "x": f"{column * side:g}", "y": f"{row * side:g}"})
        for row in _tiles(numbers[1::2], side)
        for column in _tiles(numbers[0::2], side)
    ]
    outer = {"clip-path": shape.attrib["clip-path"]} if "clip-path" in shape.attrib else {}
    clip = new_element("clipPath", {"id": name}, new_element("path", {"d": path}))
    return new_element("g", outer, clip, new_element("g", {"clip-path": f"url(#{name})"}, *tiles))


def _tiles(places: list[float], side: float) -> range:
    """Numbers of the tiles that reach from the smallest to the largest of these coordinates."""
    return range(math.floor(min(places) / side), math.ceil(max(places) / side))
