"""The blocks of pages, `/// KIND | WORDS` to `///`: each is one that exists, and has its end. Else its lines are printed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import yaml

from cheatsheet.base.problems import Problems, did_you_mean
from cheatsheet.base.vocabulary import BEHIND, MISTAKE, QUESTIONED
from cheatsheet.content.places import (
    ATTRIBUTES,
    CODE,
    COMMENT,
    HEADING,
    lines_of_markdown,
    without_end,
)

INSIDE = (BEHIND, "asked", MISTAKE)
KINDS = ("interview", "correction", "note", QUESTIONED, *INSIDE)
# Those that say something of their own above what stands in them, and those whose title is made.
TITLED, MADE = (QUESTIONED, "asked", "interview", "correction"), (BEHIND, MISTAKE)
MARK = re.compile(r"^ {0,3}(?P<slashes>/{3,})(?: *(?P<kind>[\w-]+)(?: *\|(?P<words>.*))?)? *$")
# Options stand right below, indented; a line that is none ends them.
OPTION = re.compile(r"^ {4,}(?P<key>[\w-]+):")
INDENTED = re.compile(r"^ {4,}\S")
# What would be HTML, TeX or nothing in a line that lists and data repeat as plain words.
NOT_PLAIN = re.compile(r"[<&\\$]")
TAG = re.compile(r"<[a-z!/][^>]*>?", re.I)
Fault = tuple[int, str, str]


def check_blocks(pages: Mapping[str, str], problems: Problems) -> None:
    """Note what would be printed as it stands; `pages` are texts by path below docs/."""
    for name, text in pages.items():
        for line, what, cure in _faults(text):
            problems.add(f"docs/{name}", line, what, cure)


def options_below(lines: Sequence[str], number: int) -> list[str]:
    """The indented lines right below the line with this number, from 1: the options of the block that it begins."""
    below = lines[number:]
    end = next((at for at, line in enumerate(below) if not INDENTED.match(line)), len(below))
    return list(below[:end])


def _faults(text: str) -> Iterator[Fault]:
    # Line, slashes and kind of the blocks that are open.
    opened: list[tuple[int, str, str]] = []
    lines = text.splitlines()
    for number, line in lines_of_markdown(text):
        block = MARK.match(line)
        if block is None:
            yield from _faults_of_heading(number, line)
            continue
        slashes, kind = block["slashes"], block["kind"]
        if kind:
            yield from _faults_of_kind(number, slashes, kind, opened)
            yield from _faults_of_words(number, kind, (block["words"] or "").strip())
            yield from _faults_of_options(number, kind, options_below(lines, number))
            opened.append((number, slashes, kind))
        elif opened and opened[-1][1] == slashes:
            opened.pop()
        else:
            yield number, f"{slashes} ends no block", "give it as many slashes as its beginning"
    for number, slashes, kind in opened:
        yield number, f"the block {kind} has no end", f"end it with a line {slashes}"
    if begun := without_end(text):
        number, mark = begun
        what = "comment" if mark == COMMENT else "code block"
        cure = "end it with -->" if mark == COMMENT else f"end it with a line {mark}"
        yield number, f"the {what} has no end", cure


def _faults_of_heading(number: int, line: str) -> Iterator[Fault]:
    """Lists and data take the words of a heading from its line."""
    heading = HEADING.match(line)
    if heading and (tag := TAG.search(CODE.sub("", heading["words"]))):
        yield number, f"the heading holds {tag[0]}", "write it in plain words"


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
    elif kind == QUESTIONED and opened:
        yield number, f"a question stands in the block {around[2]}", "end that block above it"


def _faults_of_words(number: int, kind: str, words: str) -> Iterator[Fault]:
    if kind in TITLED and not words:
        yield number, f"the block {kind} has no words", f"write /// {kind} | WORDS"
    elif kind in MADE and words:
        yield number, f"the block {kind} takes no words", f"write /// {kind} and put them below"
    elif kind == QUESTIONED and (mark := NOT_PLAIN.search(words)):
        what = f"the question holds {mark[0]}, and lists show its words as they are"
        yield number, what, "ask it in plain words"


def _faults_of_options(number: int, kind: str, lines: Sequence[str]) -> Iterator[Fault]:
    """One option that it does not know, and a block is printed as text."""
    known = ("attrs", "level") if kind == QUESTIONED else ("attrs",)
    keys = [match["key"] if (match := OPTION.match(line)) else "" for line in lines]
    for at, (key, line) in enumerate(zip(keys, lines, strict=True), number + 1):
        if key not in known:
            what = f"the block {kind} has no option {key or line.strip()!r}"
            yield at, what, f"below its first line stand {', '.join(known)}, then an empty line"
        elif key == "attrs" and not ATTRIBUTES.match(line):
            yield at, "attrs gives no id", "write it in one line: attrs: {id: NAME}"
        elif not _is_read(line):
            yield at, f"the option {line.strip()!r} is no YAML", f"write {key}: VALUE"
    for key, count in Counter(filter(None, keys)).items():
        if count > 1:
            yield number, f"the block {kind} has {key} twice", "keep one"


def _is_read(line: str) -> bool:
    try:
        return isinstance(yaml.safe_load(line), dict)
    except yaml.YAMLError:
        return False
