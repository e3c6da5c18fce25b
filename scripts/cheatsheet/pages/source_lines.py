"""In which line of its source a printed line was written: the one that has most of its words."""

import re
from functools import lru_cache
from html import unescape

from cheatsheet.markdown.marks import CHECKED, NOTED, PASSED, readable
from cheatsheet.markdown.numerals import UNSEEN
from cheatsheet.pages.judged import PrintedLine, Source

MARKUP = re.compile(r"\]\((?:\\.|[^()\\]|\([^()]*\))*\)|[*_\\]|\{[^{}]*\}(?= *$)|</?[a-z][^>]*>")
# A line of signs and links alone, a heading too.
BARE = re.compile(r"\W*(?:\[[^\]]*\]\([^)]*\)[^\w\[]*(?:<\/?\w+>[^\w\[]*)*)+(?:\{[^{}]*\}\s*)?")
# One that holds no other, and what stands around the words of a line.
LINK = re.compile(r"\[[^\[\]]*\]\([^)]*\)")
AROUND = re.compile(r"^(?:[\s#>|]|[*-](?=\s))+|\s*\{[^{}]*\}\s*$")
ATTACHED, TAGS = re.compile(r"…\{[^{}]*\}"), re.compile(r"</?\w+>|[*\\]")
WORD = re.compile(r"[^\W\d_]+|\d[\d.,]*")


def place_of(
    source: Source, words: str, line: PrintedLine, nth: int = 0, again: int = 0
) -> tuple[str, int | None]:
    """File and line in which these words of a printed line were written.

    `nth` counts where the words stand in the line, `again` how often the same line was printed before.
    """
    best: tuple[int, int, str] = (0, 0, source.path)
    for path, text in ((source.path, source.text), source.beside):
        score, number = _find(text, readable(words), line, nth, again)
        if score > best[0]:
            best = score, number, path
    if not best[1] and any(mark in line.text for mark in (CHECKED, PASSED, NOTED)):
        # It has no word of its own.
        best = 1, _bare(source.text, readable(words), line, again), source.path
    return best[2], best[1] or None


def _find(text: str, words: str, line: PrintedLine, nth: int, again: int) -> tuple[int, int]:
    """How much of the printed line the best line of a text has, and its number."""
    printed = readable(line.text)
    start = printed.find(words)
    around = printed[max(start - 40, 0) : start + len(words) + 40] if start >= 0 else printed
    near, all_words = set(WORD.findall(around)), set(WORD.findall(printed))
    above = _heading(text, line.part)
    best, last, alike = 0, "", list[int]()
    for number, (written, plain, held) in enumerate(_lines(text), 1):
        common = held & all_words
        if not common and words not in written:
            continue
        score = sum(1 + min(len(word), 8) for word in common)
        score += sum(10 + len(word) for word in common & near)
        score += 60 * (words in plain or words in written) + 15 * (above <= number)
        if score > best:
            best, last, alike = score, plain, [number]
        elif score == best and plain == last:
            alike.append(number)
    if not alike:
        return 0, 0
    in_each = _each(text, words, all_words, above) if nth else []
    if nth < len(in_each) == printed.count(words):
        return best, in_each[nth]
    return best, _nth(alike, again)


def _nth(alike: list[int], again: int) -> int:
    """The one of equal lines that fits, where the same was printed so often before."""
    return alike[min(again, len(alike) - 1)]


def _each(text: str, words: str, known: set[str], above: int) -> list[int]:
    """Lines of all words like these in the lines below a heading that say little but what is known."""
    found = []
    for number, (_, plain, _) in enumerate(_lines(text), 1):
        own = set(WORD.findall(plain))
        if number >= above and len(own & known) > 0.8 * len(own):
            found += [number] * plain.count(words)
    return found


def _bare(text: str, words: str, line: PrintedLine, again: int) -> int:
    """A line with a link: rather one of the same signs, or with these words among them, or of nothing but links and signs;
    and below the heading of what is printed.
    """
    printed, above = "".join(readable(line.text).split()), _heading(text, line.part)
    near = "".join(words.split())
    linking = [
        ((signs == printed, near in signs, bool(BARE.fullmatch(written)), above <= number), number)
        for number, (written, *_) in enumerate(_lines(text), 1)
        if LINK.search(written) and (signs := _signs(written))
    ]
    best = max((key for key, _ in linking), default=None)
    alike = [number for key, number in linking if key == best]
    return _nth(alike, again) if alike else 0


def _signs(written: str) -> str:
    """What a line of links prints, each of them as a message shows it."""
    shown = UNSEEN.sub("", unescape(written))
    for _ in range(2):  # a link may stand in another one
        shown = ATTACHED.sub("…", LINK.sub("…", shown))
    return "".join(AROUND.sub("", TAGS.sub("", shown)).split())


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
