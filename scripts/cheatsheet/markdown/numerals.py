"""What reads as a number: digits of any script, fractions, raised and Roman ones; and the words of numbers."""

import re
import unicodedata

from cheatsheet.base import number_vocabulary as words
from cheatsheet.base.number_vocabulary import any_of

# Characters that are drawn as nothing, or that change the order of those around them.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
    "\U000f0000-\U0010ffff]"
)
UNITS = any_of(word for word, number in words.ONES.items() if 0 < number < 10)
TEENS = any_of(word for word, number in words.ONES.items() if number > 12)
TENS = any_of(words.TENS)
SCALE = any_of(words.SCALES)
SMALL = rf"(?:{TENS})(?:{UNITS})|{any_of(words.ONES, words.TENS, words.SCALES)}"
WORD = rf"(?:{SMALL})"
# A number in words, wherever it stands.
CARDINAL = re.compile(rf"\b(?i:{SMALL}|half|third|quarter|twice|thrice)s?\b")
# Parts of one; `second` and `first` are places, too.
PARTS = rf"(?:(?:{any_of(words.PARTS)})s|halves)"
PART = rf"(?:{PARTS}|{any_of(words.PARTS)})"
MULTIPLE = rf"(?:{any_of(words.MULTIPLES)}|{WORD}-?fold)"
# Of verbs: doubles, halved, tripling.
STEM = rf"(?:halv|{any_of(words.STEMS)})"
# So many that nobody counts: thousands of.
MANY = rf"(?:tens|(?:{SCALE})s)"
PERCENT = r"(?:%|‰|per[\s-]?cents?\b|percentage\b|percents?\b|pct\b|pro[\s-]?mille\b|per[\s-]?mille?\b|permil\b|p\.?p\b|basis points?\b|bps?\b)"
MEASURE = (
    r"(?:seconds?|minutes?|hours?|pixels?|s|ms|µs|px|h|times|images?|[kMG]i?B|[KMGT]B|GHz|FPS|fps)"
)
# Roman numerals of more than one letter: one letter is a symbol, of a channel or a height.
ROMAN = re.compile(r"(?<![A-Za-z])[IVXLCDM]{2,}(?![A-Za-z])")
# What a result is called: a number beside it is no number of the set-up, whatever the code holds.
RESULT = re.compile(
    r"(?i:\b(?:gain|los[et]s?\b|points?\b|accura|right\b|wrong|correct|better|worse|wins?\b|errors?\b|best\b"
    r"|(?:fast|slow|high|low)(?:er|est)?\b|times as|drops?\b|improve|only\b|up to\b|at (?:most|least)\b))|\bm?AP\b"
)
DIGIT = re.compile("[0-9]")
# Dice, Braille, dominoes, cards, rods, letters in circles, emoji; months, hours and days of one character; marks of
# recycling; digits that this Python's Unicode does not know yet.
PICTURE = re.compile(
    "[\u2460-\u24ff\u2672-\u267d\u2680-\u2685\u20d0-\u20ff\u2776-\u2793\u2800-\u28ff\u3200-\u33ff\U00010d40-\U00010d49"
    "\U00016130-\U00016139\U0001ccf0-\U0001ccf9\U0001d2c0-\U0001d37f\U0001f000-\U0001faff]"
)
# A letter of another script that is drawn like a digit, with a point or a unit behind it.
LIKENESS = re.compile(r"[ЗОƷƧƼӠЄбʘθ][.,·ʹ′][ЗОƷƧƼбо\d\w]?|\blO\b|θʹ")


# A word of two scripts, which reads as one of the first: a letter of Cyrillic, Armenian or Cherokee, or a small capital,
# beside a Latin one, or a Greek one between two.
MIXED = re.compile(
    r"\w*(?:[A-Za-z][\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\u1d00-\u1d2b]|[\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\u1d00-\u1d2b][A-Za-z]"
    r"|[A-Za-z][\u0370-\u03ff][A-Za-z])\w*"
)


def has_numeral(text: str) -> bool:
    """Whether a text holds a number in digits of any script, or a picture that may be one."""
    if DIGIT.search(text):
        return True
    if text.isascii():
        return False
    return (
        PICTURE.search(text) is not None
        or LIKENESS.search(text) is not None
        or any(map(str.isnumeric, text))
    )


def is_from_right(text: str) -> bool:
    """Whether a text holds letters that are read from right to left, which turn the order of numbers beside them."""
    return not text.isascii() and any(
        unicodedata.bidirectional(sign) in ("R", "AL", "AN") for sign in text
    )
