"""The characters that pages are written in: Latin, Greek, marks, arrows and signs of mathematics, and none beside them.

It goes by ranges, not by what Python knows of a character: Unicode gains digits with each version.
"""

import re

USED = (
    "\t\n\r -~"  # ASCII
    "\u00a0-\u024f\u1e00-\u1eff"  # Latin with its accents, ª to ÿ
    "\u02b0-\u036f\u1d2c-\u1d6a\u2c7c"  # marks that stand behind a letter or over it, raised and lowered letters
    "\u0370-\u03ff"  # Greek
    "\u2000-\u206f\u20a0-\u20bf"  # punctuation and spaces, money
    "\u2070-\u209c\u2100-\u2189"  # raised and lowered, letters as signs, fractions and Roman numerals, which read as numbers
    "\u2190-\u23ff\u2500-\u27ff\u2900-\u2aff"  # arrows, mathematics, boxes and shapes, ticks
    "\U0001d400-\U0001d7ff"  # letters of mathematics, which read as plain ones
)
# Those that are not seen are a fault of their own, and marks of the build are of private use.
FOREIGN = re.compile(
    rf"[^{USED}\u0000-\u001f\u007f-\u009f\ue000-\uf8ff\ufeff\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)


def foreign_in(text: str) -> list[str]:
    """The characters of a text that no page needs, each once, in their order."""
    return [] if text.isascii() else list(dict.fromkeys(FOREIGN.findall(text)))
