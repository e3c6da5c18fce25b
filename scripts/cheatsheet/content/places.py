"""Every place of a page that has an address, as its Markdown says: headings, rows, formulas, plots, blocks."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass

from cheatsheet.base.vocabulary import CORRECTION, FIGURE, HOME, LISTING, QUESTIONS, kind_of

# Three backticks with another one behind them in the line are code in a sentence.
FENCE = re.compile(r"^\s*(`{3,}(?=[^`]*$)|~{3,})")
COMMENT, COMMENT_END = "<!--", "-->"
CODE = re.compile(r"(`+).*?\1")
HEADING = re.compile(r"^(?P<hashes>#{1,6}) +(?P<words>.+?) *\{[^{}]*#(?P<id>[\w.-]+)[^{}]*\} *$")
ROW = re.compile(r"^\|(?P<words>.*?)\{ *#(?P<id>row-[\w.-]+) *\}")
BLOCK = re.compile(r"^ *///+ *(?P<kind>[\w-]+)(?: *\| *(?P<words>.+?))? *$")
ATTRIBUTES = re.compile(r"^ +attrs: *\{.*?\bid: *[\"']?(?P<id>[\w.-]+)")
PLOT = re.compile(
    rf"!\[[^\]]*\]\(example:[a-z0-9_-]+/(?P<name>[a-z0-9_]+)#(?!{LISTING})(?P<item>[a-z0-9_-]+)"
)
GIVEN = re.compile(r"\{[^{}]*#(?P<id>[\w.-]+)[^{}]*\}")
MARKS = re.compile(r"\[[^\]]*\]\(claim:[^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
# Where the slug in sentence case is not the field's word.
TITLES = {"cnn": "CNN"}


@dataclass(frozen=True)
class Place:
    """One address of the site. `words` are its own, `part` and `under` words and address of the heading above it.

    `chapter` is the id of the heading of the second level that it stands under, if any.
    """

    address: str
    kind: str
    words: str
    part: str
    under: str = ""
    chapter: str = ""

    @property
    def page(self) -> str:
        """Name of the page, as short as an index needs it: `System design`."""
        page = self.address.partition("#")[0].strip("/")
        slug = page.removeprefix(QUESTIONS)
        name = TITLES.get(slug, slug.replace("-", " ").capitalize())
        return name if slug == page else f"{name}, questions"


def find_places(slug: str, text: str) -> list[Place]:
    """All places of the page docs/SLUG.md in their order."""
    places: list[Place] = []
    # The heading above, and the one of the second level.
    part = under = chapter = ""
    # Kind and words of the block that was opened last.
    block = "part", ""

    def add(name: str, kind: str, words: str = "") -> None:
        places.append(Place(f"{slug}/#{name}", kind, plain(words), part, under, chapter))

    for _, line in lines_of_markdown(text):
        if match := HEADING.match(line):
            part, top = plain(match["words"]), match["hashes"] == "#"
            under = f"{slug}/" if top else f"{slug}/#{match['id']}"
            if len(match["hashes"]) < 3:
                chapter = "" if top else match["id"]
            if top:
                places.append(Place(f"{slug}/", "page", part, part, under))
            add(match["id"], "page" if top else "heading", part)
        elif match := ROW.match(line):
            add(match["id"], "table", match["words"])
        elif match := BLOCK.match(line):
            block = match["kind"], match["words"] or ""
        elif match := ATTRIBUTES.match(line):
            add(match["id"], place_of(match["id"], block[0]), block[1])
        else:
            for match in PLOT.finditer(line):
                add(f"{FIGURE.prefix}{match['name']}-{match['item']}", FIGURE.place)
            for match in GIVEN.finditer(line):
                add(match["id"], place_of(match["id"]))
    return places


def lines_of_markdown(text: str) -> Iterator[tuple[int, str]]:
    """Number and text of each line that is no line of a code block or of a comment."""
    for number, line, before, behind in _states(text):
        if not before and not behind:
            yield number, line


def without_end(text: str) -> tuple[int, str] | None:
    """The line in which a code block or a comment begins that goes on to the end of the page, and what begins it."""
    begun = None
    for number, _, before, behind in _states(text):
        if behind and not before:
            begun = number, behind
        elif not behind:
            begun = None
    return begun


def _states(text: str) -> Iterator[tuple[int, str, str, str]]:
    """Number and text of each line, and what opened the code block or comment that is open before and behind it."""
    opened = ""
    for number, line in enumerate(text.splitlines(), 1):
        before, opened = opened, _behind(line, opened)
        yield number, line, before, opened


def _behind(line: str, opened: str) -> str:
    """What is open behind a line before which this was."""
    if opened == COMMENT:
        _, ends, rest = line.partition(COMMENT_END)
        return _comment_in(rest) if ends else opened
    mark = FENCE.match(line)
    if not opened:
        return mark[1] if mark else _comment_in(line)
    is_end = mark and line.strip().startswith(opened) and not line.strip().strip(opened[0])
    return "" if is_end else opened


def _comment_in(line: str) -> str:
    """The mark of a comment that begins in a line and does not end there."""
    _, begins, rest = CODE.sub("", line).rpartition(COMMENT)
    return COMMENT if begins and COMMENT_END not in rest else ""


def is_unread(address: str, unread: Set[str]) -> bool:
    """Whether an address lies on a page whose source, its Markdown or its data, is one of these files."""
    page = address.partition("#")[0].strip("./") or HOME
    return not unread.isdisjoint((f"docs/{page}.md", f"docs/{page}.yml"))


def place_of(name: str, otherwise: str = "part") -> str:
    """What an id stands for, by how it begins: `corrected-7-10` is a `correction 7.10`."""
    kind = kind_of(name)
    numbers = re.fullmatch(rf"{CORRECTION.prefix}([0-9]+)-([0-9]+)", name)
    place = kind.place if kind else otherwise
    return f"{place} {numbers[1]}.{numbers[2]}" if numbers else place


def plain(markdown: str) -> str:
    """The words of a heading or a cell, without marks of claims, links, code and emphasis."""
    words = LINK.sub(r"\1", MARKS.sub("", markdown))
    return " ".join(re.sub(r"[`*]|\$[^$]*\$", "", words).split())
