"""Fonts that hold what the pages show: each of KaTeX's what the formulas set in it, ours what all the text has."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import partial
from io import BytesIO
from pathlib import Path

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.site.model import Site

KATEX, OURS = "assets/katex/fonts/*.woff2", "assets/fonts/*.woff2"
STYLE, MATH = "assets/stylesheets/site.css", "assets/katex/katex.min.css"
# Of the one that few sections show whole: what most show beside what is typed.
COMMON = {"Inter-SemiBold": "\u00a0“”—–·×−√∩αε"}
FACE = re.compile(r"@font-face ?\{([^}]*?/([\w-]+)\.woff2[^}]*)\}")
RULE = re.compile(r"([^{}@]+)\{[^{}]*font-family:KaTeX_(\w+)")
CLASS = re.compile(r"\.([\w-]+)")
# Places in an em, as in most fonts: finer ones weigh, and nobody sees them.
UNITS = 1000
# A file of its own is worth it for so many characters.
MANY = 10
# By a reader, or written by a script.
TYPED = {chr(code) for code in range(0x20, 0x7F)}


def reduce_fonts(site: Site, cache: Cache, sections: Collection[str] = ()) -> None:
    """Reduce all fonts of the site. What the `sections` (paths of pages) do not show lies in files of its own."""
    read = [site.facts(page) for page in sections if site.holds(page)]
    rules = families(site.text(MATH))
    needed = characters_by_family((site.facts(page).formulas for page in site.pages), rules)
    common = characters_by_family((facts.formulas for facts in read), rules)
    rare = {}
    for name in site.matching(KATEX):
        family = Path(name).stem.removeprefix("KaTeX_").partition("-")[0]
        rare[Path(name).stem] = _split(
            site, name, needed[family] | {" "}, common[family], [], cache
        )
    shown = characters(site)
    in_sections = TYPED.union(*(facts.characters for facts in read))
    for name in site.matching(OURS):
        stem = Path(name).stem
        often = TYPED.union(COMMON.get(stem, in_sections))
        rare[stem] = _split(site, name, shown, often, ["*"], cache)
    for style in (MATH, STYLE):
        if site.holds(style):
            site.files[style] = split_faces(site.text(style), rare).encode()


def _split(
    site: Site, name: str, shown: set[str], often: set[str], features: list[str], cache: Cache
) -> str:
    """Reduce one font to what is shown often, and put the rest beside it; the ranges of that, empty where there is none."""
    font, more = site.files[name], f"{name.removesuffix('.woff2')}-more.woff2"
    key = key_of(__name__, font)
    held = cache.keep(f"{Path(name).stem}.txt", key, partial(_held, font)).decode()
    # Others, such as the ends of lines, would be asked for in vain.
    rest = shown.intersection(held) - often
    if len(rest) < MANY:
        site.files[name] = _reduced(name, font, shown, features, cache)
        return ""
    site.files[name] = _reduced(name, font, shown & often, features, cache)
    site.files[more] = _reduced(more, font, rest, features, cache)
    return ranges(rest)


def split_faces(css: str, rare: Mapping[str, str]) -> str:
    """The style sheet with a second face behind each: for these characters a browser fetches the rest of the font."""

    def both(face: re.Match[str]) -> str:
        if not rare.get(face[2]):
            return face[0]
        more = face[1].replace(f"{face[2]}.woff", f"{face[2]}-more.woff").rstrip("; \n")
        return f"{face[0]}@font-face{{{more};unicode-range:{rare[face[2]]}}}"

    return FACE.sub(both, css)


def ranges(characters: Iterable[str]) -> str:
    """Characters as a style sheet names them: `U+b0-b3, U+2026`."""
    runs: list[list[int]] = []  # the first code of each and, if there are more, the last
    for code in sorted(map(ord, characters)):
        if runs and runs[-1][-1] == code - 1:
            runs[-1][1:] = [code]
        else:
            runs.append([code])
    return ", ".join(f"U+{'-'.join(f'{code:x}' for code in run)}" for run in runs)


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
                around = set(names.split())
                own = [family for wanted, family in rules if wanted <= around]
                asked[names] = own or ["Main"]
            for family in asked[names]:
                found[family].update(shown)
    return found


def _held(font: bytes) -> bytes:
    """All characters that a font has."""
    # Few builds need it.
    from fontTools.ttLib import TTFont

    return "".join(map(chr, TTFont(BytesIO(font)).getBestCmap() or {})).encode()


def _reduced(
    name: str, font: bytes, shown: Collection[str], features: list[str], cache: Cache
) -> bytes:
    key = key_of(__name__, "".join(sorted(shown)), " ".join(features), font)
    return cache.keep(Path(name).name, key, lambda: _subset(font, shown, features))


def _subset(data: bytes, shown: Collection[str], features: list[str]) -> bytes:
    # Few builds need it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.scaleUpem import scale_upem

    font, file = TTFont(BytesIO(data), recalcTimestamp=False), BytesIO()
    if font["head"].unitsPerEm > UNITS:
        scale_upem(font, UNITS)
    # Of the names a PDF shows one; notes for rasterizers show nowhere. Licences lie beside the fonts.
    options = Options(hinting=False, layout_features=features, name_IDs=[6])
    options.drop_tables += ["gasp"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=map(ord, shown))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(file)
    return file.getvalue()
