"""A section in its parts: a browser lays out and paints those that are in sight, and the others when they come near.

Editions take the parts away again: paper has all of a page in sight.
"""

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import new_element

PART = "part"


def divide(article: HtmlElement) -> None:
    """Put each second heading into a box with all that follows it, up to the next one or the foot."""
    part: HtmlElement | None = None
    for child in list(article):
        if has_class(child, "page-foot"):
            return
        if child.tag == "h2":
            part = new_element("div", {"class": PART})
            child.addprevious(part)
        if part is not None:
            part.append(child)


def join_parts(article: HtmlElement) -> HtmlElement:
    """Take the boxes away; the article."""
    for part in list(article.find_class(PART)):
        part.drop_tag()
    return article
