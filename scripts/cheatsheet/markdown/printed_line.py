"""One line of a page as it is printed: what it says in place of checked links, code and formulas, and what is wrong there."""

import re
import unicodedata
from collections.abc import Callable, Iterator

from cheatsheet.markdown.characters import foreign_in
from cheatsheet.markdown.code_numbers import is_code, is_found
from cheatsheet.markdown.formula_numbers import as_printed, fault_of
from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.listed_phrases import Listed
from cheatsheet.markdown.marks import (
    CHECKED,
    CODE,
    CODE_END,
    LAST,
    NUMBERED,
    PASSED,
    TEX,
    TEX_END,
    readable,
)
from cheatsheet.markdown.number_rules import masked
from cheatsheet.markdown.numerals import MIXED, has_numeral
from cheatsheet.markdown.plain_words import DEVICE, FORMATTED, written_in
from cheatsheet.markdown.units import is_unit
from cheatsheet.markdown.written import IN_WORDS, SCORE

CODES = re.compile(f"{CODE}([^{CODE_END}]*){CODE_END}")
FORMULAS = re.compile(f"{TEX}([^{TEX_END}]*){TEX_END}")
# Arithmetic whose result the sentence calls that of a run.
SUM = rf"{NUMBERED}(?: [−+·×/] {NUMBERED})+ = {NUMBERED}"
SUMMED = re.compile(
    rf"(?i:\b{SCORE}\b[^.;]{{0,30}}){SUM}|{SUM} ?(?i:percent|ms\b|seconds?\b|gigabytes?\b|GB\b|points\b|times (?:faster|slower|as)\b)"
)
# What no fault is without.
SHARE = re.compile("[%‰％﹪٪]")
SUSPECT = re.compile(f"[\\d{CHECKED}-{LAST}]|[^\x00-\x7f]|{IN_WORDS.pattern}")
QUOTED = re.compile("“[^“”]*”")
# A name that ends in a number, or a size, with a unit behind: then the number is a quantity.
QUANTITY = re.compile(
    r"(?:\b[A-Za-z][\w.+/-]*[\s-]?\d[\w.]*(?: (?:px|pixels)\b)|(?:\b(?!A100 [48]0 GB)[A-Za-z][\w.+/-]*[\s-]?|×)\d[\w.]*"
    r"(?: (?:times\b(?! its| the)|points?\b|fps\b|FPS\b|[kMG]B\b|images? (?:a|per)\b)|-fold\b))"
)
CURES = (
    'link the fact of a run, [TEXT](example:FOLDER/NAME#FACT), or the place in a source, [TEXT](cite:KEY "Table 2");'
    " what states no result is listed in docs/numbers.yml"
)


def faults_in(
    line: str, listed: Listed, is_quoted: Callable[[str], bool]
) -> Iterator[tuple[str, str, str]]:
    """Words of the line that are at fault, what is wrong with them, and the cure.

    `is_quoted` says whether words in quotation marks are those of the old cheatsheet.
    """
    line = " ".join(line.split())
    for sign in foreign_in(line):
        what = f"{sign!r}, U+{ord(sign):04X}, is a character that no page needs"
        yield sign, what, "write it in Latin or Greek letters, or with a sign of characters.py"
    line = listed.mask(line)
    for code in CODES.finditer(line):
        is_result = is_found(line, code.start(), code.end())
        if has_numeral(code[1]) and (is_result or not is_code(code[1])):
            what = f"the code `{code[1]}` states a number, and nothing checks it"
            yield f"`{code[1]}`", what, CURES
    for tex in FORMULAS.findall(line):
        fault = fault_of(tex)
        if fault:
            yield f"${tex}$", f"the formula ${tex}$: {fault[0]}", fault[1]
    line = FORMULAS.sub(lambda found: as_printed(found[1], NUMBERED), line)
    for summed in SUMMED.finditer(line):
        what = f"{readable(summed[0])!r} makes a result of a sum, and nothing checks it"
        yield readable(summed[0]), what, CURES
    line = CODES.sub(lambda found: _as_words(found[1]), line)
    line = QUOTED.sub(
        lambda found: PASSED if has_numeral(found[0]) and is_quoted(found[0][1:-1]) else found[0],
        line,
    )
    if has_numeral(line):
        line = FORMATTED.sub(PASSED, DEVICE.sub(PASSED, line))
        for quantity in QUANTITY.finditer(line):
            what = f"{readable(quantity[0])!r} makes a quantity of a name or a size"
            yield readable(quantity[0]), what, CURES
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
    for mixed in MIXED.findall(line):
        yield mixed, f"{mixed!r} mixes letters of two scripts", "write it in the letters of one"
    # Letters of mathematics and full width read as the plain ones.
    plain = line if line.isascii() else unicodedata.normalize("NFKC", line)
    for written in written_in(plain):
        what = f"{readable(written)!r} states a number in words, and nothing checks it"
        yield written, what, CURES
    for glued, around in faults_at(line):
        what = (
            f"{readable(glued)!r} stands at a checked number and changes what it says: {around!r}"
        )
        cure = "write the unit into the fact, or into the link of the citation"
        yield (
            around,
            what,
            cure if is_unit(glued) else "write it into the fact, or leave a word between",
        )


def _as_words(code: str) -> str:
    """Code as it reads in its sentence: names and signs as they are, all else as one that passes."""
    if re.fullmatch(r"[^\W\d][^\W\d ]*(?: \w+)*", code) or not re.search(r"\w", code):
        return code
    if re.fullmatch(r"\w.*[\w)\]}\"'*]", code):
        return PASSED
    return re.sub(r"\d+", PASSED, code)
