"""KaTeX's MathML with fewer elements, which says the same: the TeX as an attribute, no group that groups nothing."""

from lxml.html import HtmlElement

from cheatsheet.base.nodes import parent_of

# What groups all that it holds by itself.
GROUPS = {"math", "semantics", "mstyle", "mtd", "msqrt"}
# What has so many parts and no more.
PARTS = {"msub": 2, "msup": 2, "msubsup": 3}
APPLIED = "\u2061"  # the sign, not seen, between a function and what it is applied to


def compact_mathml(math: HtmlElement) -> None:
    """Change the MathML of a rendered formula in place."""
    for annotation in list(math.iter("annotation")):
        math.set("alttext", annotation.text or "")
        annotation.drop_tree()
    needless = [
        group for group in math.iter("semantics", "mrow") if len(group) == 1 or _whole(group)
    ]
    for sign in list(math.iter("mo")):
        around = parent_of(sign)
        # KaTeX writes it behind the max of an index too, where it is a part too many.
        if sign.text == APPLIED and len(around) > PARTS.get(str(around.tag), len(around)):
            sign.drop_tree()
    # A cell has the style of the text by itself.
    cells = [style for style in math.iter("mstyle") if parent_of(style).tag == "mtd"]
    for group in [*needless, *(one for one in cells if one.get("displaystyle") == "false")]:
        group.drop_tag()


def _whole(group: HtmlElement) -> bool:
    around = parent_of(group)
    return around.tag in GROUPS and len(around) == 1
