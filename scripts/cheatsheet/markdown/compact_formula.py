"""KaTeX's HTML with half as many elements, drawn the same: boxes that only hold space or others go, their rules stay.

What a style sheet can make of a box that has no text, such as a strut, it makes in front of what the box stood in. The
style sheet of the site has the rules for it, below "Formulas".
"""

from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import parent_of
from cheatsheet.markdown.compact_mathml import compact_mathml

# KaTeX's names for what a symbol is. No rule is for them alone.
PLAIN = {
    *("mord", "mopen", "mclose", "mbin", "mrel", "mpunct", "mop", "minner", "mtight", "text"),
    *("uncramped", "cramped", "textstyle", "displaystyle"),
}
OPERATORS = {"mbin", "mrel", "mpunct", "mop"}
SIZE = "katex-sizing"
BESIDE_FRACTION = ["mopen nulldelimiter", "mclose nulldelimiter"]
# Below these the rules count levels: `.vlist > span > span`.
COUNTED = {
    "vlist",
    "mfrac",
    "katex-accent",
    "accent",
    "op-limits",
    "mtable",
    "root",
    "sqrt",
    "vlist-r",
}


def compact_formula(formula: HtmlElement) -> HtmlElement:
    """Change a rendered formula, and return it."""
    for math in list(formula.iter("math")):
        compact_mathml(math)
    for half in list(formula.find_class("katex-mathml")):
        half[0].set("class", "katex-mathml")
        half.drop_tag()
    for seen in formula.find_class("katex-html"):
        _spaces(seen)
        _struts(seen)
        _rows(seen)
        _fractions(seen)
        _lines(seen)
        _nested(seen)
        _plain(seen)
        if not has_class(formula, "katex-display"):
            _one_box(seen)
    return formula


def _spaces(seen: HtmlElement) -> None:
    """A space as the margin of the symbol beside it."""
    for space in list(seen.find_class("mspace")):
        style = space.get("style", "")
        if space.get("class") != "mspace" or not style.startswith("margin-right:"):
            continue
        width = style.removeprefix("margin-right:").rstrip(";")
        before, after = space.getprevious(), space.getnext()
        for beside, side in ((before, "right"), (after, "left")):
            if beside is not None and not space.tail and _takes(beside, side):
                beside.set("style", f"{beside.get('style', '')}margin-{side}:{width};")
                space.drop_tree()
                break


def _takes(symbol: HtmlElement, side: str) -> bool:
    """Whether it is a symbol with a box of its own, whose margin on that side is free."""
    names = set(symbol.get("class", "").split())
    return bool(names & OPERATORS | _fonts(names)) and f"margin-{side}" not in symbol.get(
        "style", ""
    )


def _struts(seen: HtmlElement) -> None:
    """The strut of a box, by its height and place, as what the style sheet puts in front of all in that box."""
    for strut in [*seen.find_class("katex-strut"), *seen.find_class("pstrut")]:
        around = parent_of(strut)
        if around[0] is not strut or around.text:
            continue
        style = strut.get("style", "").replace("height:", "--h:").replace("vertical-align:", "--v:")
        around.set("style", around.get("style", "") + style)
        strut.drop_tree()


def _rows(seen: HtmlElement) -> None:
    """What only fills a row, and the row of a list that has one."""
    for filler in list(seen.find_class("vlist-s")):
        row = parent_of(filler)
        row.set("class", f"{row.get('class', '')} filled")
        row.remove(filler)
    for box in list(seen.find_class("vlist")):
        if len(box) == 1 and not box[0].attrib and not len(box[0]) and not box[0].text:
            box.remove(box[0])
    for row in list(seen.find_class("vlist-r")):
        if row.get("class") == "vlist-r" and len(parent_of(row)) == 1:
            row.drop_tag()


def _fractions(seen: HtmlElement) -> None:
    """The room beside a fraction that has no delimiters, in its own size, as its margin."""
    for fraction in list(seen.find_class("mfrac")):
        before, after = fraction.getprevious(), fraction.getnext()
        if before is None or after is None or fraction.tail:
            continue
        if [before.get("class"), after.get("class")] == BESIDE_FRACTION:
            fraction.set("class", "mfrac bare")
            before.drop_tree()
            after.drop_tree()


def _lines(seen: HtmlElement) -> None:
    """The line of a fraction as what stands behind its strut."""
    for line in list(seen.find_class("frac-line")):
        around, width = parent_of(line), line.get("style", "").removeprefix("border-bottom-width:")
        if len(around) == 1 and not around.get("class") and width.endswith("em;"):
            around.set("class", "lined")
            around.set("style", f"{around.get('style', '')}--l:{width}")
            line.drop_tree()


def _nested(seen: HtmlElement) -> None:
    """One box where one stands alone in another: of sizes, of kinds, of what is raised or lowered."""
    for inner in reversed(list(seen.iter("span"))):
        outer = inner.getparent()
        if outer is None or outer is seen or len(outer) != 1 or outer.text or inner.tail:
            continue
        own, around = set(inner.get("class", "").split()), set(outer.get("class", "").split())
        lists = around == {"msupsub"} and "vlist-t" in own
        plain = (
            around
            and around <= PLAIN | _sizes(around)
            and own
            and own <= PLAIN | _sizes(own) | _fonts(own)
        )
        if not (lists or plain) or outer.get("style") or (SIZE in own and SIZE in around):
            continue
        inner.set("class", " ".join([*inner.get("class", "").split(), *sorted(around - own)]))
        outer.drop_tag()


def _sizes(names: set[str]) -> set[str]:
    return (
        {name for name in names if name == SIZE or name.startswith(("reset-size", "size"))}
        if SIZE in names
        else set()
    )


def _fonts(names: set[str]) -> set[str]:
    return {name for name in names if name.startswith("math")}


def _plain(seen: HtmlElement) -> None:
    """No box for a symbol that has no rule of its own."""
    for symbol in reversed(list(seen.iter("span"))):
        outer = symbol.getparent()
        if outer is None or symbol is seen or symbol.get("style"):
            continue
        names = set(symbol.get("class", "").split())
        if names and names <= PLAIN and not _counted(outer):
            symbol.drop_tag()


def _one_box(seen: HtmlElement) -> None:
    """A formula in the text that never breaks is one box."""
    if len(seen) == 1 and has_class(seen[0], "katex-base"):
        seen.set("class", "katex-html katex-base")
        if style := seen[0].get("style"):
            seen.set("style", style)
        seen[0].drop_tag()


def _counted(outer: HtmlElement) -> bool:
    """Whether rules count the levels down to what stands in it."""
    around = outer.getparent()
    names = {
        *outer.get("class", "").split(),
        *("" if around is None else around.get("class", "")).split(),
    }
    return bool(names & COUNTED)
