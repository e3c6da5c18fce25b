"""What a browser that translates a page leaves alone: formulas, code, plots, numbers that were checked, sources."""

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.nodes import parent_of
from cheatsheet.site.model import Site

TAGS = ("code", "kbd", "pre", "samp", "svg")
CLASSES = ("arithmatex", "katex", "checked", "cite", "claim", "sources", "output")
_KEPT = " or ".join(
    [
        *(f"self::{tag}" for tag in TAGS),
        *(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in CLASSES),
    ]
)
# The outermost: what lies inside inherits it. What has no words, such as the icons of the theme, needs nothing.
_WORDS = etree.XPath(
    f"//body//*[{_KEPT}][not(ancestor::*[{_KEPT}])][not(@translate)][normalize-space()]"
)


def keep_words(site: Site) -> None:
    """Mark on every page what no translation may touch."""
    for root in site.pages.values():
        for found in _WORDS(root):
            _keep(found)


def _keep(found: HtmlElement) -> None:
    if found.tag != "svg":
        found.set("translate", "no")
        return
    # HTML's elements alone have the attribute, so that a plot has it from what it stands in.
    around = parent_of(found)
    around.set("translate", "no")
    for caption in around.iterchildren("figcaption"):
        caption.set("translate", "yes")
