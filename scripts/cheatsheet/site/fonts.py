"""Fonts that hold what the pages show: each of KaTeX's what the formulas set in it, ours what all the text has."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from io import BytesIO
from itertools import chain
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.site.model import Site

KATEX, OURS = "assets/katex/fonts/*.woff2", "assets/fonts/*.woff2"
RULE = re.compile(r"([^{}@]+)\{[^{}]*font-family:KaTeX_(\w+)")
CLASS = re.compile(r"\.([\w-]+)")
# By a reader, or written by a script.
TYPED = {chr(code) for code in range(0x20, 0x7F)}
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_ATTRIBUTES = etree.XPath("descendant-or-self::*/@*", smart_strings=False)


def reduce_fonts(site: Site, formulas: Iterable[HtmlElement], cache: Cache) -> None:
    """Reduce all fonts of the site; `formulas` are those that its pages show."""
    rules = families(site.text("assets/katex/katex.min.css"))
    needed = characters_by_family(formulas, rules)
    for name in site.matching(KATEX):
        family = Path(name).stem.removeprefix("KaTeX_").partition("-")[0]
        site.files[name] = _reduced(name, site.files[name], needed[family] | {" "}, [], cache)
    shown = characters(site)
    for name in site.matching(OURS):
        site.files[name] = _reduced(name, site.files[name], shown, ["*"], cache)


def characters(site: Site) -> set[str]:
    """Every character that a page or a script may show."""
    scripts = (site.text(name) for name in site.matching("assets/javascripts/*.js"))
    texts = (chain(_TEXTS(root), _ATTRIBUTES(root)) for root in site.pages.values())
    return TYPED.union(*scripts, *chain.from_iterable(texts))


def families(style: str) -> list[tuple[set[str], str]]:
    """The classes for which KaTeX's style sheet asks for one of its families of fonts, and that family."""
    rules = [
        (set(CLASS.findall(selector)) - {"katex"}, family)
        for selectors, family in RULE.findall(style)
        for selector in selectors.split(",")
    ]
    return [(classes, family) for classes, family in rules if classes]


def characters_by_family(
    formulas: Iterable[HtmlElement], rules: list[tuple[set[str], str]]
) -> defaultdict[str, set[str]]:
    """The characters that each family must hold; rather too many than too few.

    A character counts for every family that the classes around it ask for, and for the main one where none does.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    asked: dict[frozenset[str], list[str]] = {}

    def visit(root: HtmlElement, around: frozenset[str]) -> None:
        classes = around.union(root.get("class", "").split())
        if classes not in asked:
            own = [family for wanted, family in rules if wanted <= classes]
            asked[classes] = own or ["Main"]
        texts = [root.text, *(child.tail for child in root)]
        for family in asked[classes]:
            found[family].update(*filter(None, texts))
        for child in root:
            visit(child, classes)

    for formula in formulas:
        for seen in formula.find_class("katex-html"):
            visit(seen, frozenset())
    return found


def _reduced(
    name: str, font: bytes, shown: Collection[str], features: list[str], cache: Cache
) -> bytes:
    key = key_of("cheatsheet.site.fonts", "".join(sorted(shown)), " ".join(features), font)
    return cache.keep(Path(name).name, key, lambda: _subset(font, shown, features))


def _subset(data: bytes, shown: Collection[str], features: list[str]) -> bytes:
    # Few builds need it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font, file = TTFont(BytesIO(data), recalcTimestamp=False), BytesIO()
    # Of the names a PDF shows one; notes for rasterizers show nowhere. Licences lie beside the fonts.
    bare = Options(hinting=False, layout_features=features, name_IDs=[6])
    bare.drop_tables += ["gasp"]
    subsetter = Subsetter(bare)
    subsetter.populate(unicodes=map(ord, shown))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(file)
    return file.getvalue()
