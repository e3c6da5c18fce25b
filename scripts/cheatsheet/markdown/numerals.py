"""What reads as a number: digits of any script, fractions, raised and Roman ones, and results written in words."""

import re

# Characters that are drawn as nothing, or that change the order of those around them.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
SMALL = (
    "zero|naught|nought|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion"
)
WORD = rf"(?:{SMALL})"
PERCENT = r"(?:%|‰|per[\s-]?cent\b|percent(?:age)?\b|pct\b|per[\s-]?mille\b)"
# A decimal, a percentage, and Roman numerals with a unit.
WRITTEN = re.compile(
    rf"(?i:\b{WORD}\b[\s-]+(?:point|dot|comma)[\s-]+{WORD}\b)"
    rf"|(?i:\b(?:{WORD}[\s-]+(?:and[\s-]+)?)*(?:{WORD}|(?:a )?half|a quarter|(?:a )?thirds?|tenths?)(?:\s+(?:of\s+)?(?:an?|one))?[\s-]*{PERCENT})"
    rf"|\b[IVXLCDM]+[\s-]?(?:{PERCENT}|times\b|px\b|ms\b|[MG]i?B\b|×)"
)
DIGIT = re.compile("[0-9]")
# Dice, Braille, dominoes, cards, rods, letters in circles, emoji.
PICTURE = re.compile(
    "[\u2680-\u2685\u20d0-\u20ff\u2800-\u28ff\U0001d2c0-\U0001d37f\U0001f000-\U0001faff]"
)


def has_numeral(text: str) -> bool:
    """Whether a text holds a number in digits of any script, or a picture that may be one."""
    if DIGIT.search(text):
        return True
    return not text.isascii() and (
        PICTURE.search(text) is not None or any(map(str.isnumeric, text))
    )
