"""matplotlib's SVG made small and ready for a page, images in it included.

Scripts draw in sentinel colours (style.py). Each of these becomes a CSS variable with the light value as its fallback,
so that one SVG is right in light, in dark and in print.
"""

import re
import xml.etree.ElementTree as ET
from base64 import b64decode, b64encode
from io import BytesIO

from PIL import Image

from cheatsheet.look.palette import PALETTE

VARIABLES = {drawn: f"var(--fig-{role},{light})" for role, (drawn, light, _) in PALETTE.items()}
COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b")
NUMBER = re.compile(r"-?\d+\.\d+")
REFERENCE = re.compile(r"url\(#([^)]+)\)")
SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
PNG = "data:image/png;base64,"
ET.register_namespace("", SVG[1:-1])
DEFAULTS = {
    "stroke-linejoin": "miter",
    "stroke-linecap": "butt",
    "text-anchor": "start",
    "fill-rule": "nonzero",
}


def clean_svg(svg: str, prefix: str) -> str:
    """Return matplotlib's SVG made small: theme colours, prefixed ids, no empty groups, two decimals.

    `prefix` goes before every id that is referred to, since matplotlib gives every plot the same ones.
    Raises ValueError for a colour that has no place in the palette.
    """
    root = ET.fromstring(svg)
    referred = {
        name for el in root.iter() for value in el.attrib.values() for name in _names(value)
    }
    _tidy_children(root, referred)
    definitions = ET.Element(SVG + "defs")
    _gather_definitions(root, definitions)
    if len(definitions):
        root.insert(0, definitions)
    for el in root.iter():
        _tidy_attributes(el, prefix, referred)
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, None)
    # matplotlib leaves out the fill of black text.
    root.set("fill", VARIABLES[PALETTE["ink"][0]])
    return svg_text(root)


def svg_text(root: ET.Element) -> str:
    """A drawing as it stands in a page: on one line, without needless spaces."""
    return ET.tostring(root, encoding="unicode").replace("\n", "").replace(" />", "/>")


def _names(value: str) -> list[str]:
    return (
        [value[1:]]
        if value.startswith("#") and not COLOUR.fullmatch(value)
        else REFERENCE.findall(value)
    )


def _style(el: ET.Element) -> dict[str, str]:
    pairs = (item.split(":", 1) for item in el.get("style", "").split(";") if ":" in item)
    return {key.strip(): value.strip() for key, value in pairs}


def _invisible(el: ET.Element) -> bool:
    style = _style(el)
    drawn = el.tag in {SVG + "path", SVG + "rect"}
    return drawn and style.get("fill") == "none" and style.get("stroke", "none") == "none"


def _tidy_children(parent: ET.Element, referred: set[str]) -> None:
    """Drop what cannot be seen and lift the children of groups that say nothing."""
    children: list[ET.Element] = []
    for el in list(parent):
        if el.tag == SVG + "metadata" or (_invisible(el) and parent.tag != SVG + "defs"):
            continue
        _tidy_children(el, referred)
        if el.tag in {SVG + "g", SVG + "defs"} and not len(el):
            continue
        bare = (
            el.tag == SVG + "g" and el.get("id") not in referred and not (set(el.attrib) - {"id"})
        )
        children.extend(el if bare else [el])
    for el in list(parent):
        parent.remove(el)
    parent.extend(children)


def _gather_definitions(parent: ET.Element, definitions: ET.Element) -> None:
    for el in list(parent):
        _gather_definitions(el, definitions)
        if el.tag == SVG + "defs":
            definitions.extend([child for child in el if child.tag != SVG + "style"])
            parent.remove(el)


def _tidy_attributes(el: ET.Element, prefix: str, referred: set[str]) -> None:
    el.text = el.text if el.text and el.text.strip() else None
    el.tail = el.tail if el.tag == SVG + "tspan" else None
    if el.get("id") not in referred:
        el.attrib.pop("id", None)
    style = {key: value for key, value in _style(el).items() if DEFAULTS.get(key) != value}
    if style:
        el.set(
            "style",
            ";".join(f"{key}:{value}" for key, value in style.items()).replace("'Inter'", "Inter"),
        )
    else:
        el.attrib.pop("style", None)
    for key, value in list(el.attrib.items()):
        if key == XLINK + "href":
            del el.attrib[key]
            key = "href"
        el.set(key, _tidy_value(key, value, prefix))


def _tidy_value(key: str, value: str, prefix: str) -> str:
    if key == "href":
        return f"#{prefix}-{value[1:]}" if value.startswith("#") else _smaller(value)
    if key == "id":
        return f"{prefix}-{value}"
    value = REFERENCE.sub(lambda match: f"url(#{prefix}-{match[1]})", value)
    value = COLOUR.sub(_variable, value)
    return NUMBER.sub(
        lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), " ".join(value.split())
    )


def _smaller(address: str) -> str:
    """An image that stands in its address, pixel for pixel the same as WebP, which takes a third less than PNG."""
    if not address.startswith(PNG):
        return address
    file = BytesIO()
    with Image.open(BytesIO(b64decode(address.removeprefix(PNG)))) as image:
        image.save(file, "WEBP", lossless=True, quality=100, method=6)
    return f"data:image/webp;base64,{b64encode(file.getvalue()).decode()}"


def _variable(match: re.Match[str]) -> str:
    try:
        return VARIABLES[match[0].lower()]
    except KeyError:
        raise ValueError(
            f"the colour {match[0]} does not follow the theme: draw with C0 to C5, 'k', 'w', '0.5' or '0.85', and alpha"
        ) from None
