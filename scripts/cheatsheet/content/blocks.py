"""The blocks of pages, `/// KIND | WORDS` to `///`: each is one that exists, and has its end. Else its lines are printed."""

import re
from collections.abc import Iterator, Mapping

from cheatsheet.base.problems import Problems, did_you_mean
from cheatsheet.base.vocabulary import BEHIND, MISTAKE, QUESTIONED
from cheatsheet.content.places import lines_of_markdown

INSIDE = (BEHIND, "asked", MISTAKE)
KINDS = ("interview", "correction", "note", QUESTIONED, *INSIDE)
MARK = re.compile(r"^ {0,3}(?P<slashes>/{3,})(?: *(?P<kind>[\w-]+)(?: *\|.*)?)? *$")
Fault = tuple[int, str, str]


def check_blocks(pages: Mapping[str, str], problems: Problems) -> None:
    """Note what would be printed as it stands; `pages` are texts by path below docs/."""
    for name, text in pages.items():
        for line, what, cure in _faults(text):
            problems.add(f"docs/{name}", line, what, cure)


def _faults(text: str) -> Iterator[Fault]:
    # Line, slashes and kind of the blocks that are open.
    opened: list[tuple[int, str, str]] = []
    for number, line in lines_of_markdown(text):
        block = MARK.match(line)
        if block is None:
            continue
        slashes, kind = block["slashes"], block["kind"]
        if kind:
            yield from _faults_of_kind(number, slashes, kind, opened)
            opened.append((number, slashes, kind))
        elif opened and opened[-1][1] == slashes:
            opened.pop()
        else:
            yield number, f"{slashes} ends no block", "give it as many slashes as its beginning"
    for number, slashes, kind in opened:
        yield number, f"the block {kind} has no end", f"end it with a line {slashes}"


def _faults_of_kind(
    number: int, slashes: str, kind: str, opened: list[tuple[int, str, str]]
) -> Iterator[Fault]:
    around = opened[-1] if opened else (0, "", "")
    if kind not in KINDS:
        yield number, f"there is no block {kind}", did_you_mean(kind, KINDS)
    elif kind in INSIDE and around[2] != QUESTIONED:
        yield number, f"{kind} stands in no question", "write it between /// question and its end"
    elif any(slashes == other for _, other, _ in opened):
        what = f"{kind} begins with as many slashes as the block around it"
        yield number, what, f"give it one more: {slashes}/"
