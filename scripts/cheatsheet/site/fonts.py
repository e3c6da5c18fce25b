"""Fonts that hold what the pages show: each of KaTeX's what the formulas set in it, ours what all the text has."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from pathlib import Path

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.site.model import Site

KATEX, OURS = "assets/katex/fonts/*.woff2", "assets/fonts/*.woff2"
RULE = re.compile(r"([^{}@]+)\{[^{}]*font-family:KaTeX_(\w+)")
CLASS = re.compile(r"\.([\w-]+)")
# By a reader, or written by a script.
TYPED = {chr(code) for code in range(0x20, 0x7F)}


def reduce_fonts(site: Site, cache: Cache) -> None:
    """Reduce all fonts of the site."""
    rules = families(site.text("assets/katex/katex.min.css"))
    needed = characters_by_family((site.facts(page).formulas for page in site.pages), rules)
    for name in site.matching(KATEX):
        family = Path(name).stem.removeprefix("KaTeX_").partition("-")[0]
        site.files[name] = _reduced(name, site.files[name], needed[family] | {" "}, [], cache)
    shown = characters(site)
    for name in site.matching(OURS):
        site.files[name] = _reduced(name, site.files[name], shown, ["*"], cache)


def characters(site: Site) -> set[str]:
    """Every character that a page or a script may show."""
    scripts = (site.text(name) for name in site.matching("assets/javascripts/*.js"))
    return TYPED.union(*scripts, *(site.facts(page).characters for page in site.pages))


def families(style: str) -> list[tuple[set[str], str]]:
    """The classes for which KaTeX's style sheet asks for one of its families of fonts, and that family."""
    rules = [
        (set(CLASS.findall(selector)) - {"katex"}, family)
        for selectors, family in RULE.findall(style)
        for selector in selectors.split(",")
    ]
    return [(classes, family) for classes, family in rules if classes]


def characters_by_family(
    formulas: Iterable[Mapping[str, str]], rules: list[tuple[set[str], str]]
) -> defaultdict[str, set[str]]:
    """The characters that each family must hold, from those of pages by the classes around them; rather too many.

    A character counts for every family that the classes around it ask for, and for the main one where none does.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    asked: dict[str, list[str]] = {}
    for page in formulas:
        for names, shown in page.items():
            if names not in asked:
                own = [family for wanted, family in rules if wanted <= set(names.split())]
                asked[names] = own or ["Main"]
            for family in asked[names]:
                found[family].update(shown)
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
