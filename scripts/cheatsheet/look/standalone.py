"""A figure for readers that have neither the site's style sheet nor its fonts: notebooks, e-books."""

import xml.etree.ElementTree as ET

from cheatsheet.look.palette import colour
from cheatsheet.look.svg import SVG, svg_text
from cheatsheet.look.thumbnails import in_scheme

# Sans-serif where Inter is missing; labels are as wide as Inter's or less.
FAMILIES = "Inter,'Helvetica Neue',Helvetica,Arial,sans-serif"
# Pixels of CSS in one unit of a drawing, which is a point.
PIXELS = 96 / 72


def standalone(svg: str) -> str:
    """The figure in light colours on paper of its own, so that it can be read on any ground, with a size and fallback fonts.

    Raises ValueError for what is no SVG with a size, or has a colour that the palette does not have.
    """
    try:
        root = ET.fromstring(in_scheme(svg, "light"))
    except ET.ParseError as error:
        raise ValueError(f"the figure is not well-formed: {error}") from None
    box = root.get("viewBox", "").split()
    if len(box) != 4:
        raise ValueError("the figure has no viewBox such as '0 0 360 216'")
    left, top, width, height = box
    root.set("width", f"{float(width) * PIXELS:g}")
    root.set("height", f"{float(height) * PIXELS:g}")
    for shape in root.iter():
        style = shape.get("style", "")
        if "font-family:Inter" in style:
            shape.set("style", style.replace("font-family:Inter", f"font-family:{FAMILIES}"))
    paper = {"x": left, "y": top, "width": width, "height": height}
    root.insert(0, ET.Element(f"{SVG}rect", paper | {"fill": colour("paper", "light")}))
    return svg_text(root)
