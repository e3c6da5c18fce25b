"""Shapes, styles and transforms of SVG elements as matplotlib has them."""

import re
import xml.etree.ElementTree as ET

from matplotlib.path import Path
from matplotlib.transforms import Affine2D

NAMESPACE = "{http://www.w3.org/2000/svg}"
COMMANDS = {
    "M": (Path.MOVETO, 1),
    "L": (Path.LINETO, 1),
    "Q": (Path.CURVE3, 2),
    "C": (Path.CURVE4, 3),
    "z": (Path.CLOSEPOLY, 0),
}
TOKEN = re.compile(r"[A-Za-z]|-?[\d.]+(?:e-?\d+)?")
TRANSFORM = re.compile(r"(\w+)\(([^)]*)\)")


def numbers_of(text: str) -> list[float]:
    """The numbers of a list, with commas or spaces between them."""
    return [float(number) for number in TOKEN.findall(text)]


def style_of(el: ET.Element) -> dict[str, str]:
    """The declarations of its style attribute."""
    pairs = (item.split(":", 1) for item in el.get("style", "").split(";") if ":" in item)
    return {key.strip(): value.strip() for key, value in pairs}


def transform_of(text: str) -> Affine2D:
    """The transform attribute as one transform. Raises ValueError for skews and the like."""
    affine = Affine2D()
    for name, inside in TRANSFORM.findall(text):
        numbers = numbers_of(inside)
        if name == "translate":
            step = Affine2D().translate(*numbers)
        elif name == "rotate":
            angle, *centre = numbers
            step = Affine2D().rotate_deg_around(*(centre or (0, 0)), angle)
        elif name == "matrix":
            step = Affine2D.from_values(*numbers)
        else:
            raise ValueError(f"the figure is transformed by {name}, which previews cannot do")
        affine = step + affine  # what stands last is applied first
    return affine


def shape_of(el: ET.Element) -> Path:
    """A path or a rectangle. Raises ValueError for arcs and relative commands, which matplotlib never writes."""
    if el.tag == NAMESPACE + "rect":
        x, y, width, height = (float(el.get(key)) for key in ("x", "y", "width", "height"))
        return Path.unit_rectangle().transformed(Affine2D().scale(width, height).translate(x, y))
    tokens = iter(TOKEN.findall(el.get("d", "")))
    vertices, codes, command = [], [], "M"
    for token in tokens:
        number = token
        if token.isalpha():
            if token not in COMMANDS:
                raise ValueError(f"the figure has a path with {token}, which previews cannot draw")
            command = token
            if command == "z":
                vertices.append((0.0, 0.0))
                codes.append(Path.CLOSEPOLY)
                continue
            number = next(tokens)
        code, count = COMMANDS[command]
        numbers = [float(number), *(float(next(tokens)) for _ in range(2 * count - 1))]
        vertices += zip(numbers[::2], numbers[1::2], strict=True)
        codes += [code] * count
        command = "L" if command == "M" else command
    return Path(vertices, codes) if vertices else Path([(0, 0)])
