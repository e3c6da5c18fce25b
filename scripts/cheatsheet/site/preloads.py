"""The fonts of the formulas that a page shows first are fetched with the page: a late one would move what stands there."""

from lxml.html import HtmlElement

from cheatsheet.base.nodes import new_element
from cheatsheet.site.parts import PART

FOLDER = "assets/katex/fonts/"
# By classes that KaTeX gives, all of which an element has.
FONTS = {
    "katex-html": "KaTeX_Main-Regular",
    "mathnormal": "KaTeX_Math-Italic",
    "op-symbol small-op": "KaTeX_Size1-Regular",
    "op-symbol large-op": "KaTeX_Size2-Regular",
    "delimsizing size1": "KaTeX_Size1-Regular",
    "delimsizing size2": "KaTeX_Size2-Regular",
    "delimsizing size3": "KaTeX_Size3-Regular",
    "delimsizing size4": "KaTeX_Size4-Regular",
}


def preload_fonts(root: HtmlElement, article: HtmlElement) -> None:
    """Name in the head of a page what the formulas in front of its second part are set in; without parts, all."""
    below = {element for part in article.find_class(PART)[1:] for element in part.iter("*")}
    shown = {each.get("class", "") for each in article.iter("*") if each not in below}
    found = [set(classes.split()) for classes in shown]
    fonts = dict.fromkeys(
        font
        for classes, font in FONTS.items()
        if any(set(classes.split()) <= each for each in found)
    )
    links = root.xpath("//head/link[@rel='preload' and @as='font']")
    if links:
        link = links[-1]
        for font in reversed(fonts):
            link.addnext(
                new_element("link", {**link.attrib, "href": _beside(link.get("href"), font)})
            )


def _beside(href: str, font: str) -> str:
    """The address of a font of formulas, from that of another font of the same page."""
    return f"{href.partition('assets/')[0]}{FOLDER}{font}.woff2"
