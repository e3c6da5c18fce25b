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
STYLE = "assets/stylesheets/site.css"
# Of those that few pages show whole: what most show beside what is typed. The rest lies in a file of its own.
COMMON = {"Inter-SemiBold": "\u00a0“”—–·×−√∩αε", "JetBrainsMono-Regular": "\u00a0×…→αβγε"}
FACE = re.compile(r"@font-face \{[^}]*/([\w-]+)\.woff2[^}]*\}\n")
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
    rare: dict[str, str] = {}
    for name in site.matching(OURS):
        stem, font = Path(name).stem, site.files[name]
        common = TYPED.union(COMMON.get(stem, shown))
        if not (rest := shown - common):
            site.files[name] = _reduced(name, font, shown, ["*"], cache)
            continue
        more = name.replace(stem, f"{stem}-more")
        site.files[name] = _reduced(name, font, shown & common, ["*"], cache)
        site.files[more] = _reduced(more, font, rest, ["*"], cache)
        key = key_of("cheatsheet.site.fonts", "".join(sorted(rest)), site.files[more])
        made = site.files[more]
        rare[stem] = cache.keep(f"{stem}.ranges", key, partial(_held, made, rest)).decode()
    if site.holds(STYLE):
        site.files[STYLE] = split_faces(site.text(STYLE), rare).encode()


def split_faces(css: str, rare: dict[str, str]) -> str:
    """The style sheet with a second face behind each: for these characters a browser fetches the rest of the font."""

    def both(face: re.Match[str]) -> str:
        if not rare.get(face[1]):
            return face[0]
        more = face[0].replace(f"/{face[1]}.", f"/{face[1]}-more.")
        return face[0] + more.replace("}", f"  unicode-range: {rare[face[1]]};\n}}")

    return FACE.sub(both, css)


def ranges(characters: Iterable[str]) -> str:
    """Characters as a style sheet names them: `U+b0-b3, U+2026`."""
    runs: list[list[int]] = []
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
                own = [family for wanted, family in rules if wanted <= set(names.split())]
                asked[names] = own or ["Main"]
            for family in asked[names]:
                found[family].update(shown)
    return found


def _held(font: bytes, characters: set[str]) -> bytes:
    """Those of the characters that a font has; for others, such as the ends of lines, it would be fetched in vain."""
    # Few builds need it.
    from fontTools.ttLib import TTFont

    held = TTFont(BytesIO(font)).getBestCmap() or {}
    return ranges({one for one in characters if ord(one) in held}).encode()


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
