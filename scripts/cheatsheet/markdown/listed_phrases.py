"""Phrases of docs/numbers.yml: where they stand in a line, and how little and how much one may say."""

import re
from collections.abc import Iterable

from cheatsheet.markdown.formula_numbers import as_printed
from cheatsheet.markdown.marks import CODE, CODE_END, PASSED, TEX, TEX_END
from cheatsheet.markdown.number_rules import BEHIND
from cheatsheet.markdown.numerals import MEASURE, PERCENT, SMALL

# Around a phrase that is listed.
STARTS, ENDS = re.compile(r"[\s(\[“‘\"'—·→]?"), re.compile(BEHIND)
CODED, FORMULA = re.compile(r"`([^`]*)`"), re.compile(r"\$([^$]*)\$")
# One number, or a few of one kind, with the words around.
MOST_WORDS = 15
WORD = re.compile(r"[^\W\d_]{2,}")
# Words that say how much, and not of what.
OF_A_NUMBER = re.compile(rf"(?!image)(?:{MEASURE}|{PERCENT}|{SMALL}|per|cent)", re.I)
LETTER = re.compile("[A-Za-z]")
AROUND = "list each number in the words around it"


class Listed:
    """Phrases that a file lists for one page, each of which must stand there once."""

    def __init__(self, phrases: Iterable[str]):
        self.forms = {phrase: _form(phrase) for phrase in phrases}
        self.seen = dict.fromkeys(phrases, 0)

    def mask(self, line: str) -> str:
        """The line with `PASSED` in place of each phrase."""
        for phrase, form in self.forms.items():
            start = line.find(form)
            while start >= 0:
                end = start + len(form)
                if STARTS.fullmatch(line[max(start - 1, 0) : start]) and ENDS.match(line, end):
                    line = f"{line[:start]}{PASSED}{line[end:]}"
                    self.seen[phrase] += 1
                    end = start
                start = line.find(form, end)
        return line


def _form(phrase: str) -> str:
    """A phrase as it stands in a line."""
    text = CODED.sub(rf"{CODE}\1{CODE_END}", phrase)
    return " ".join(FORMULA.sub(rf"{TEX}\1{TEX_END}", text).split())


def fault_of_phrase(phrase: str) -> tuple[str, str] | None:
    """What is wrong with a phrase by itself, and the cure: it holds a word of its own, and not many."""
    words = WORD.findall(FORMULA.sub(" ", phrase))
    symbols = "".join(as_printed(tex, "") for tex in FORMULA.findall(phrase))
    if not LETTER.search(symbols) and all(map(OF_A_NUMBER.fullmatch, words)):
        return "has no word that says of what the number is", AROUND
    if len(FORMULA.sub("x", phrase).split()) > MOST_WORDS:
        return f"has more than {MOST_WORDS} words", AROUND
    return None
