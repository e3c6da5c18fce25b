"""One line of a page as it is printed: what it says in place of checked links, code and formulas, and what is wrong there."""

import re
from collections.abc import Callable, Iterable, Iterator

from cheatsheet.markdown.code_numbers import is_code
from cheatsheet.markdown.formula_numbers import fault_of
from cheatsheet.markdown.number_rules import BEHIND, masked
from cheatsheet.markdown.numerals import WRITTEN, has_numeral

# Characters of private use, which no source may hold: a checked number, what needs no check, the ends of code and formulas.
CHECKED, PASSED = "\ue001", "\ue002"
CODE, CODE_END, TEX, TEX_END = "\ue003", "\ue004", "\ue005", "\ue006"
CODES = re.compile(f"{CODE}([^{CODE_END}]*){CODE_END}")
FORMULAS = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")
# Around a phrase that is listed.
STARTS, ENDS = re.compile(r"[\s(\[“‘\"'—·→]?"), re.compile(BEHIND)
# What no fault is without.
SHARE = re.compile("[%‰％﹪٪]")
IN_WORDS = re.compile(r"(?i:point|dot|comma|cent|pct|mille|times)|px\b|ms\b|B\b|[%‰×]")
SUSPECT = re.compile(f"[\\d{CHECKED}-{TEX_END}]|[^\x00-\x7f]|{IN_WORDS.pattern}")
QUOTED = re.compile("“[^“”]*”")
# Formulas that are no more than a sign.
SIGNS = {
    "-": "−",
    "+": "+",
    r"\pm": "±",
    r"\mp": "∓",
    "<": "<",
    ">": ">",
    r"\approx": "≈",
    r"\sim": "~",
    r"\%": "%",
}
CURES = (
    'link the fact of a run, [TEXT](example:FOLDER/NAME#FACT), or the place in a source, [TEXT](cite:KEY "Table 2");'
    " what states no result is listed in docs/numbers.yml"
)
# What changes the number that stands behind it.
SIGN = re.compile(
    r"(?:[-−–+±∓~≈<>≤≥≪≫≲≳*^%‰$€£¥¢#№√∛∜∑∏∝∞¬∆⁻]|\b(?:minus|plus|negative|twice|thrice|double|half|(?:ten|hundred|thousand|million) times"
    r"|(?:half|a (?:quarter|third|tenth|hundredth|thousandth)) of))$",
    re.I,
)
# Between two terms they are a sum, a difference or a comparison.
BINARY = re.compile(f"(?:\\b[^\\W\\d_]|[{CHECKED}{PASSED})]) [-−–+±<>≤≥≈]$")
# What changes the number that it stands behind.
FACTOR = re.compile(
    r"(?:in )?(?:[%‰％﹪٪°*^]|[×·] ?(?:ten|hundred|thousand)|per[ -]?cent|pct\b|per[ -]?mille|[kKMGTB]\b(?![-/])|dozen|squared|cubed"
    r"|thousand|lakh|crore|million|billion|trillion|hundred|[Mm](?:n|io|rd)\b|bn\b|basis points?|(?:and )?(?:a|one) half\b|half[.,;!?)]*$|and a (?:quarter|third)|tenths?\b|hundredths?\b"
    r"|thousandths?\b|orders? of magnitude|times ten\b|to the (?:power|minus)|e[-−+])"
)
BETWEEN = " ,-–()]”’"
OPEN, CLOSE = "([“‘→=≈|", ")]”’,.;:!?—→|"


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
    text = re.sub(r"`([^`]*)`", rf"{CODE}\1{CODE_END}", phrase)
    return " ".join(re.sub(r"\$([^$]*)\$", rf"{TEX}\1{TEX_END}", text).split())


def readable(line: str) -> str:
    """A line or a part of it for a message."""
    for mark, shown in {
        CODE: "`",
        CODE_END: "`",
        TEX: "$",
        TEX_END: "$",
        CHECKED: "…",
        PASSED: "…",
    }.items():
        line = line.replace(mark, shown)
    return line.strip()


def faults_in(
    line: str, listed: Listed, is_quoted: Callable[[str], bool]
) -> Iterator[tuple[str, str, str]]:
    """Words of the line that are at fault, what is wrong with them, and the cure.

    `is_quoted` says whether words in quotation marks are those of the old cheatsheet.
    """
    line = " ".join(line.split())
    line = listed.mask(line)
    for code in CODES.findall(line):
        if has_numeral(code) and not is_code(code):
            what = f"the code `{code}` states a number, and nothing checks it"
            yield f"`{code}`", what, CURES
    for tex in FORMULAS.findall(line):
        fault = fault_of(tex)
        if fault:
            yield f"${tex}$", f"the formula ${tex}$: {fault[0]}", fault[1]
    line = FORMULAS.sub(lambda found: SIGNS.get(found[1].strip(), PASSED), line)
    line = CODES.sub(lambda found: PASSED if re.search(r"\w", found[1]) else found[1], line)
    line = QUOTED.sub(
        lambda found: PASSED if has_numeral(found[0]) and is_quoted(found[0][1:-1]) else found[0],
        line,
    )
    if has_numeral(line):
        line = masked(line, PASSED)
        for word in filter(has_numeral, line.split()):
            what = f"the number {readable(word)!r} is printed, and nothing checks it"
            yield readable(word), what, CURES
    for sign in [word for word in line.split() if SHARE.search(word)]:
        if not re.search(
            rf"[{CHECKED}{PASSED}\d]\s?$", line[: line.index(sign)]
        ) and not has_numeral(sign):
            what = f"{readable(sign)!r} holds a sign of percent without a checked number"
            yield readable(sign), what, CURES
    for written in WRITTEN.finditer(line) if IN_WORDS.search(line) else ():
        what = f"{readable(written[0])!r} states a number in words, and nothing checks it"
        yield written[0], what, CURES
    yield from _glued(line)


def _glued(line: str) -> Iterator[tuple[str, str, str]]:
    """What stands at a checked number and changes it."""
    for match in re.finditer(f"[{CHECKED}{PASSED}]", line):
        before, behind = line[: match.start()], line[match.end() :]
        is_checked = match[0] == CHECKED
        glued = ""
        if is_checked and before and not before[-1].isspace() and before[-1] not in OPEN:
            glued = before[-1]
        elif is_checked and SIGN.search(before.rstrip()) and not BINARY.search(before.rstrip()):
            glued = before.split()[-1]
        elif (
            is_checked
            and behind
            and not behind[0].isspace()
            and behind[0] not in CLOSE
            and not re.match(r"-[a-z]{3}", behind)
        ):
            glued = behind[0]
        elif FACTOR.match(behind.lstrip(BETWEEN)):
            glued = behind.split()[0]
        if glued:
            around = readable(f"{before[-12:]}{match[0]}{behind[:12]}")
            what = f"{readable(glued)!r} stands at a checked number and changes what it says: {around!r}"
            yield around, what, "write it into the fact, or leave a word between"
