"""In which line of its source a printed line was written: the one that has most of its words."""

import re
from functools import lru_cache
from html import unescape

from cheatsheet.markdown.marks import CHECKED, PASSED, readable
from cheatsheet.pages.printed import Printed
from cheatsheet.pages.written import Source

MARKUP = re.compile(r"\]\((?:\\.|[^()\\]|\([^()]*\))*\)|[*_\\]|\{[^{}]*\}(?= *$)|</?[a-z][^>]*>")
# A line of signs and links alone.
BARE = re.compile(r"\W*(?:\[[^\]]*\]\([^)]*\)[^\w\[]*(?:<\/?\w+>[^\w\[]*)*)+")
WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")


def place_of(source: Source, words: str, line: Printed) -> tuple[str, int | None]:
    """File and line in which these words of a printed line were written."""
    best: tuple[int, int, str] = (0, 0, source.path)
    for path, text in ((source.path, source.text), source.beside):
        score, number = _find(text, readable(words), line)
        if score > best[0]:
            best = score, number, path
    if not best[1] and (CHECKED in line.text or PASSED in line.text):
        # It has no word of its own: the first line that holds nothing but a link.
        best = 1, _bare(source.text), source.path
    return best[2], best[1] or None


def _find(text: str, words: str, line: Printed) -> tuple[int, int]:
    """How much of the printed line the best line of a text has, and its number."""
    printed = readable(line.text)
    start = printed.find(words)
    near = set(
        WORD.findall(
            printed[max(start - 40, 0) : start + len(words) + 40] if start >= 0 else printed
        )
    )
    all_words = set(WORD.findall(printed))
    above = _heading(text, line.part)
    best = 0, 0
    for number, (written, plain, held) in enumerate(_lines(text), 1):
        common = held & all_words
        if not common and words not in written:
            continue
        score = sum(1 + min(len(word), 8) for word in common)
        score += sum(10 + len(word) for word in common & near)
        score += 60 * (words in plain or words in written) + 15 * (above <= number)
        if score > best[0]:
            best = score, number
    return best


def _bare(text: str) -> int:
    lines = enumerate(_lines(text), 1)
    return next((number for number, (written, *_) in lines if BARE.fullmatch(written)), 0)


@lru_cache(2)
def _lines(text: str) -> list[tuple[str, str, set[str]]]:
    """Each line as it stands, as it reads, and its words."""
    lines = []
    for written in text.splitlines():
        plain = unescape(MARKUP.sub("", written))
        lines.append((written, plain, {*WORD.findall(plain), *WORD.findall(written)}))
    return lines


def _heading(text: str, part: str) -> int:
    """Line of the heading, or the entry of a data file, whose id this is."""
    above = (
        re.search(
            rf"#{re.escape(part)}\b|^- id: \"{re.escape(part)}\"|^{re.escape(part)}:", text, re.M
        )
        if part
        else None
    )
    return text.count("\n", 0, above.start()) + 1 if above else 0
