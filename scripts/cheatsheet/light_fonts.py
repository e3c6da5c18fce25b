"""Fonts that hold what the pages show: each of KaTeX's what the formulas set in it, ours what all the text has."""

import hashlib
import re
from collections import defaultdict
from html import unescape
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from cheatsheet.project import write_whole

ENTITY = re.compile(r"&#?\w+;")
FORMULA = re.compile(r'<span class="katex-html".*?(?=<span class="katex"|</p>|</t[dh]>|</li>|</div>)', re.S)  # fmt: skip
PIECE = re.compile(r'<span(?:[^>]*?\sclass="([^"]*))?[^>]*>|(</span>)|<[^>]+>|([^<]+)')
RULE = re.compile(r"([^{}@]+)\{[^{}]*font-family:KaTeX_(\w+)")
CLASS = re.compile(r"\.([\w-]+)")
TYPED = {chr(code) for code in range(0x20, 0x7F)}  # by a reader, or written by a script


def reduce_fonts(site: Path, pages: str, kept: Path) -> None:
    """Reduce all fonts of the finished site in place; the folder `kept` holds them for the next build."""
    rules = families((site / "assets/katex/katex.min.css").read_text("utf-8"))
    needed = characters_by_family(set(FORMULA.findall(pages)), rules)
    for path in (site / "assets/katex/fonts").glob("*.woff2"):
        family = path.stem.removeprefix("KaTeX_").partition("-")[0]
        _reduce(path, needed[family] | {" "}, [], kept)
    scripts = "".join(path.read_text("utf-8") for path in site.glob("assets/javascripts/*.js"))
    shown = set(pages) | set(unescape("".join(set(ENTITY.findall(pages))))) | set(scripts) | TYPED
    for path in (site / "assets/fonts").glob("*.woff2"):
        _reduce(path, shown, ["*"], kept)


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


def _reduce(path: Path, characters: set[str], features: list[str], kept: Path) -> None:
    key = hashlib.sha256("".join(sorted(characters)).encode() + path.read_bytes()).hexdigest()
    subset = kept / f"{path.stem}-{key[:16]}.woff2"
    if not subset.exists():
        for old in kept.glob(f"{path.stem}-*"):
            old.unlink()
        write_whole(subset, _subset(path, characters, features))
    path.write_bytes(subset.read_bytes())


def _subset(path: Path, characters: set[str], features: list[str]) -> bytes:
    font, buffer = TTFont(path, recalcTimestamp=False), BytesIO()
    subsetter = Subsetter(Options(hinting=False, layout_features=features))
    subsetter.populate(unicodes=map(ord, characters))
    subsetter.subset(font)
    font.flavor = "woff2"
    font.save(buffer)
    return buffer.getvalue()
