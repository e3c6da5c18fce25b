"""A formula as a line of text for search results, from its MathML: x<sup>2</sup>, (a + b)/c, √(2n/3)."""

import xml.etree.ElementTree as ET
from html import escape

ACCENTS = {"^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "‾": "\u0304", "˙": "\u0307"}  # combining
APPLIED = "\u2061"  # KaTeX's mark behind the name of a function
LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
BELOW, BOTH = {"msub", "munder"}, {"msubsup", "munderover"}
SYMBOLS = {*LEAVES, "msub", "msup", "msubsup", "mover", "msqrt"}


def formula_words(mathml: str) -> str:
    """HTML with no other tags than sub and sup, which search results keep."""
    return " ".join(_line(ET.fromstring(mathml)).split()).replace(" (", "(")


def _line(element: ET.Element) -> str:
    tag, parts = _tag(element), list(element)
    if tag == "annotation":
        return ""
    if tag in LEAVES:
        text = escape("".join(element.itertext()), quote=False).replace(APPLIED, " ")
        return f" {text}" if tag == "mi" and len(text) > 1 else text  # y log p
    if tag == "mspace":
        return " "
    if tag == "mfrac":
        return f"{_closed(parts[0])}/{_closed(parts[1])}"
    if tag == "msqrt":
        return f"√{_closed(_row(parts))}"
    if tag in BELOW:
        return f"{_line(parts[0])}<sub>{_line(parts[1])}</sub>"
    if tag == "msup":
        return f"{_line(parts[0])}<sup>{_line(parts[1])}</sup>"
    if tag in BOTH:
        return f"{_line(parts[0])}<sub>{_line(parts[1])}</sub><sup>{_line(parts[2])}</sup>"
    if tag == "mover":
        return _line(parts[0]) + ACCENTS.get(_line(parts[1]), "")
    if tag == "mtr":
        return " ".join(map(_line, parts)) + "; "
    return _joined(parts).removesuffix("; ")


def _joined(parts: list[ET.Element]) -> str:
    """A fraction in front of a factor stands in parentheses: (1/2)x."""
    factors = [_tag(after) in SYMBOLS - {"mo", "mtext"} for after in parts[1:]] + [False]
    return "".join(
        f"({_line(part)})" if _tag(part) == "mfrac" and factor else _line(part)
        for part, factor in zip(parts, factors, strict=True)
    )


def _row(parts: list[ET.Element]) -> ET.Element:
    row = ET.Element("mrow")
    row.extend(parts)
    return row


def _closed(element: ET.Element) -> str:
    """In parentheses where it is more than one symbol."""
    line = _line(element)
    while len(element) == 1 and _tag(element) not in SYMBOLS:
        element = element[0]
    return line if _tag(element) in SYMBOLS else f"({line})"


def _tag(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]
