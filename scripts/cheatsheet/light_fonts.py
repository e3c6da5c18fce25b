"""Fonts that hold what the pages show: each of KaTeX's what the formulas set in it, ours what all the text has."""

import re
from collections import defaultdict
from html import unescape
from io import BytesIO
from pathlib import Path

from cheatsheet.kept import kept

ENTITY = re.compile(r"&#?\w+;")
FORMULA = re.compile(r'<span class="katex-html".*?(?=<span class="katex"|</p>|</t[dh]>|</li>|</div>)', re.S)  # fmt: skip
PIECE = re.compile(r'<span(?:[^>]*?\sclass="([^"]*))?[^>]*>|(</span>)|<[^>]+>|([^<]+)')
RULE = re.compile(r"([^{}@]+)\{[^{}]*font-family:KaTeX_(\w+)")
CLASS = re.compile(r"\.([\w-]+)")
TYPED = {chr(code) for code in range(0x20, 0x7F)}  # by a reader, or written by a script


def reduce_fonts(site: Path, pages: str, folder: Path) -> None:
    """Reduce all fonts of the finished site in place; `folder` holds them for the next build."""
    rules = families((site / "assets/katex/katex.min.css").read_text("utf-8"))
    needed = characters_by_family(set(FORMULA.findall(pages)), rules)
    for path in (site / "assets/katex/fonts").glob("*.woff2"):
        family = path.stem.removeprefix("KaTeX_").partition("-")[0]
        _reduce(path, needed[family] | {" "}, [], folder)
    scripts = "".join(path.read_text("utf-8") for path in site.glob("assets/javascripts/*.js"))
    shown = set(pages) | set(unescape("".join(set(ENTITY.findall(pages))))) | set(scripts) | TYPED
    for path in (site / "assets/fonts").glob("*.woff2"):
        _reduce(path, shown, ["*"], folder)


def families(style: str) -> list[tuple[set[str], str]]:
    """The classes for which KaTeX's style sheet asks for one of its families of fonts, and that family."""
    rules = [
        (set(CLASS.findall(selector)) - {"katex"}, family)
        for selectors, family in RULE.findall(style)
        for selector in selectors.split(",")
    ]
    return [(classes, family) for classes, family in rules if classes]


def characters_by_family(
    formulas: set[str], rules: list[tuple[set[str], str]]
) -> dict[str, set[str]]:
    """The characters that each family must hold; rather too many than too few.

    A character counts for every family that the classes around it ask for, and for the main one where none does.
    """
    found = defaultdict(set)
    asked: dict[frozenset[str], list[str]] = {}
    for formula in formulas:
        around: list[frozenset[str]] = []
        for classes, end, text in PIECE.findall(formula):
            if text:
                for family in asked[around[-1]]:
                    found[family].update(unescape(text))
            elif end:
                around.pop()
                if not around:
                    break  # what follows is the text after the formula
            else:
                around.append((around[-1] if around else frozenset()) | set(classes.split()))
                if around[-1] not in asked:
                    own = [family for wanted, family in rules if wanted <= around[-1]]
                    asked[around[-1]] = own or ["Main"]
    return found


def _reduce(path: Path, characters: set[str], features: list[str], folder: Path) -> None:
    told = f"{sorted(characters)} {features} {Path(__file__).read_text('utf-8')}"
    inputs = told.encode() + path.read_bytes()
    path.write_bytes(kept(folder, path.stem, inputs, lambda: _subset(path, characters, features)))


def _subset(path: Path, characters: set[str], features: list[str]) -> bytes:
    from fontTools.subset import Options, Subsetter  # which few builds need
    from fontTools.ttLib import TTFont

    font, buffer = TTFont(path, recalcTimestamp=False), BytesIO()
    # Of the names a PDF shows one; notes for rasterizers show nowhere. Licences lie beside the fonts.
    bare = Options(hinting=False, layout_features=features, name_IDs=[6])
    bare.drop_tables += ["gasp"]
    subsetter = Subsetter(bare)
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(buffer)
    return buffer.getvalue()
