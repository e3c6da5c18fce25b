"""What a browser that translates a page leaves alone: formulas, code, plots, numbers that were checked, sources."""

from lxml import etree

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
            found.set("translate", "no")
