"""The font of the formulas: without one that knows how to stretch, engines leave braces and roots small."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.editions.epub.chapter import Chapter

SOURCE = Path(__file__).parent / "stix-two-math/STIXTwoMath-Regular.woff2"
FILE = "formulas.ttf"
# Copyright, names and licence, which the font carries along.
NAMES = [0, 1, 2, 14]
# Where the slanted letters begin that engines draw for plain ones.
SLANTED = {"A": 0x1D434, "a": 0x1D44E, "Α": 0x1D6E2, "α": 0x1D6FC}
PLANCK = "ℎ"  # the slanted h is older than its alphabet


def math_font(chapters: Iterable[Chapter], cache: Cache) -> bytes:
    """STIX Two Math with the characters of the chapters' formulas and no others."""
    shown = characters(chapters)
    data = SOURCE.read_bytes()
    key = key_of(__name__, "".join(sorted(shown)), data)
    return cache.keep(FILE, key, lambda: _subset(data, shown))


def characters(chapters: Iterable[Chapter]) -> set[str]:
    """Every character of the formulas, slanted too where it is a letter."""
    shown: set[str] = set()
    for chapter in chapters:
        for math in chapter.article.iter("math"):
            shown.update(*math.itertext())
    slanted = {
        chr(start + ord(sign) - ord(first))
        for sign in shown
        for first, start in SLANTED.items()
        if ord(first) <= ord(sign) < ord(first) + 26
    }
    return shown | slanted | {PLANCK}


def _subset(data: bytes, shown: Iterable[str]) -> bytes:
    # Few builds need it.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font, file = TTFont(BytesIO(data), recalcTimestamp=False), BytesIO()
    bare = Options(hinting=False, layout_features=[], name_IDs=NAMES)
    bare.drop_tables += ["gasp", "GPOS", "GDEF", "GSUB"]
    subsetter = Subsetter(bare)
    subsetter.populate(unicodes=map(ord, shown))
    subsetter.subset(font)
    # Not compressed, as e-readers of all ages read it.
    font.flavor = None
    font.save(file)
    return file.getvalue()
