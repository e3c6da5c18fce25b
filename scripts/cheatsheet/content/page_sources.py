"""The pages as they are written, docs/**/*.md: text, name and front matter, checked before any builder sees them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.schema import FLAG, NUMBER, TEXT, Form, faults, matching
from cheatsheet.base.source import Unread, read_source
from cheatsheet.base.yaml_file import Entry, parse_entries

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n|)---[ \t]*(?:\n|\Z)", re.S)
# What MkDocs would take for front matter without the lines around it.
BARE = re.compile(r"\A {0,3}(?P<key>[A-Za-z0-9_-]+):(?=\s)")
NAME = re.compile(r"([a-z0-9_-]+/)*[a-z0-9_-]+\.md")
# Names by which MkDocs knows a page, too.
OTHER_NAMES = (".markdown", ".mdown", ".mkdn", ".mkd")
FORM = "write KEY: VALUE, one a line, between two lines ---"
HIDES = ("toc", "navigation", "footer")
SEARCH = {"exclude": FLAG, "boost": NUMBER}
FIELDS = {
    "title": TEXT,
    "description": TEXT,
    "plot": matching(
        re.compile(r"[a-z0-9_-]+/[a-z0-9_]+#[a-z0-9_-]+").fullmatch, "figure: FOLDER/NAME#FIGURE"
    ),
    "hide": Form(
        f"list of {', '.join(HIDES)}",
        lambda value: isinstance(value, list) and all(part in HIDES for part in value),
    ),
    "search": Form("mapping: {exclude: true}", lambda value: not list(faults(value, {}, SEARCH))),
}
# Brackets that stand open at once in one paragraph: each makes the next ones slower to read.
DEEPEST = 30


class Unsaid(str):
    """What is wrong with what a page says of itself, so that nobody misses what else it would say."""


def unsaid(problems: Problems) -> frozenset[str]:
    """The pages that are gone on with as if they said nothing of themselves."""
    return frozenset(each.path for each in problems if isinstance(each.what, Unsaid | Unread))


def read_pages(project: Project, problems: Problems) -> dict[str, str]:
    """The text of each page by its path below docs/; of a faulty one what can be used, so that the others are read."""
    pages = {}
    for path in sorted(project.docs.rglob("*.m*")):
        if path.suffix in OTHER_NAMES:
            label = f"docs/{path.relative_to(project.docs).as_posix()}"
            cure = f"rename it to {path.stem}.md"
            problems.add(label, None, "only files *.md become pages", cure)
    for path in sorted(project.docs.rglob("*.md")):
        name = path.relative_to(project.docs).as_posix()
        if any(part.startswith(".") for part in Path(name).parts):
            continue  # left out of every build
        label = f"docs/{name}"
        if not NAME.fullmatch(name):
            what = f"the name {name!a} makes an address that is hard to type"
            problems.add(label, None, what, "name it in small letters, digits, - and _")
        text = read_source(path, label, problems)
        own = Problems()
        pages[name] = _checked(text, label, own) if text is not None else ""
        for each in own:
            what = each.what if isinstance(each.what, Unread) else Unsaid(each.what)
            problems.add(label, each.line, what, each.cure)
    return pages


def _checked(text: str, label: str, problems: Problems) -> str:
    bare = BARE.match(text)
    if bare:
        what = f"the page begins with {bare['key']}:, which is taken for front matter"
        problems.add(label, 1, what, FORM)
    if text.startswith("---") and not FRONT_MATTER.match(text):
        problems.add(label, 1, "its front matter has no end", FORM)
    found = len(problems)
    said = _entries(text, label, problems)
    seen: set[str] = set()
    for entry in said:
        for what, cure in faults({entry.key: entry.value}, {}, FIELDS):
            problems.add(label, entry.line, f"front matter: {what}", cure)
        if entry.key in seen:
            problems.add(label, entry.line, f"front matter: {entry.key} stands twice", "keep one")
        seen.add(entry.key)
    for line, depth in _deep(text):
        what = f"{depth} brackets stand open in one paragraph"
        problems.add(label, line, what, "close them, or put a backslash in front of each")
        return ""
    if len(problems) == found:
        return text
    # Left empty, so that what lies below stays in its line.
    return FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text)


def front_matter(text: str) -> dict[str, Any]:
    """What a page says of itself between the lines `---` on top; what is wrong there is left out."""
    said = {entry.key: entry.value for entry in _entries(text, "", Problems())}
    return {key: value for key, value in said.items() if not list(faults({key: value}, {}, FIELDS))}


def _entries(text: str, label: str, problems: Problems) -> list[Entry]:
    found = FRONT_MATTER.match(text)
    return parse_entries(found[1], label, dict, FORM, problems, 1) if found else []


def _deep(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs in which too many brackets are open at once: line and number."""
    depth = {"[": 0, "(": 0}
    closes = {"]": "[", ")": "("}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            depth = dict.fromkeys(depth, 0)
        for character in line:
            if character in depth:
                depth[character] += 1
                if depth[character] > DEEPEST:
                    yield number, depth[character]
                    return
            elif character in closes:
                depth[closes[character]] = max(0, depth[closes[character]] - 1)
