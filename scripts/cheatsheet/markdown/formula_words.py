"""A formula as a line of text for search results, from its MathML: x<sup>2</sup>, (a + b)/c, √(2n/3)."""

from html import escape

from lxml.html import HtmlElement

# Combining.
ACCENTS = {"^": "\u0302", "~": "\u0303", "ˉ": "\u0304", "‾": "\u0304", "˙": "\u0307", "¨": "\u0308"}
# KaTeX's mark behind the name of a function.
APPLIED = "\u2061"
LEAVES = {"mi", "mn", "mo", "mtext", "ms"}
BELOW, BOTH = {"msub", "munder"}, {"msubsup", "munderover"}
SYMBOLS = {*LEAVES, "msub", "msup", "msubsup", "mover", "msqrt"}


def formula_words(math: HtmlElement) -> str:
    """A `<math>` element as HTML with no other tags than sub and sup, which search results keep."""
    return " ".join(_line(math).split()).replace(" (", "(")


def _line(element: HtmlElement) -> str:
    tag, parts = element.tag, list(element)
    if tag in LEAVES:
        text = escape("".join(element.itertext()), quote=False).replace(APPLIED, " ")
        # A name of several letters stands apart: y log p.
        return f" {text}" if tag == "mi" and len(text) > 1 else text
    if tag == "mspace":
        return " "
    if tag == "mfrac":
        return f"{_closed(parts[0])}/{_closed(parts[1])}"
    if tag == "msqrt":
        return f"√{_closed(parts[0]) if len(parts) == 1 else f'({_joined(parts)})'}"
    if tag in BELOW:
        return _raised(parts[0], f"<sub>{_line(parts[1])}</sub>")
    if tag == "msup":
        return _raised(parts[0], f"<sup>{_line(parts[1])}</sup>")
    if tag in BOTH:
        return _raised(parts[0], f"<sub>{_line(parts[1])}</sub><sup>{_line(parts[2])}</sup>")
    if tag == "mover":
        return _line(parts[0]) + ACCENTS.get(_line(parts[1]), "")
    if tag == "mtr":
        return " ".join(map(_line, parts)) + "; "
    return _joined(parts).removesuffix("; ")


def _raised(base: HtmlElement, scripts: str) -> str:
    """What stands below or above goes in front of the gap behind the name of a function: log<sub>2</sub> x."""
    line = _line(base)
    name = line.rstrip()
    return f"{name}{scripts}{line[len(name) :]}"


def _joined(parts: list[HtmlElement]) -> str:
    """A fraction in front of a factor stands in parentheses: (1/2)x."""
    factors = [after.tag in SYMBOLS - {"mo", "mtext"} for after in parts[1:]] + [False]
    return "".join(
        f"({_line(part)})" if part.tag == "mfrac" and factor else _line(part)
        for part, factor in zip(parts, factors, strict=True)
    )


def _closed(element: HtmlElement) -> str:
    """In parentheses where it is more than one symbol."""
    line = _line(element)
    while len(element) == 1 and element.tag not in SYMBOLS:
        element = element[0]
    return line if element.tag in SYMBOLS else f"({line})"
