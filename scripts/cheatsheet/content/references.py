"""The papers, pages and talks that are cited: docs/references.yml."""

import re
from dataclasses import dataclass

from cheatsheet.base.links import is_readable
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.schema import DAY, TEXT, YEAR, Form, faults, matching, one_of
from cheatsheet.base.source import Lost
from cheatsheet.base.yaml_file import read_entries

FILE = "docs/references.yml"
FORM = "keys: authors, year, title, where, arxiv, doi or url, and confirmed: {how: text, day: 2026-11-26}"
# How it was made sure that a source says what it is cited for, the surest first.
UNCONFIRMED = "not confirmed"
HOW = ("text", "abstract", "secondary", UNCONFIRMED)
WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}]+")
REQUIRED = {
    "authors": TEXT,
    "year": YEAR,
    "title": TEXT,
    "confirmed": Form(
        "mapping, {how: text, day: 2026-11-26}", lambda value: isinstance(value, dict)
    ),
}
OPTIONAL = {
    "where": TEXT,
    "arxiv": matching(
        re.compile(r"[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?|[a-z-]+(\.[A-Z]{2})?/[0-9]{7}").fullmatch,
        'number of a paper, in quotes: "1512.03385"',
    ),
    "doi": matching(
        re.compile(r"10\.[0-9]+(\.[0-9]+)*/[^\s\"'<>\\^`{|}]+").fullmatch,
        'text such as "10.1007/978-3"',
    ),
    "url": matching(
        lambda text: WEB.fullmatch(text) and is_readable(text),
        "text, an address of the web: https://…",
    ),
}
CONFIRMED = {"how": one_of(*HOW), "day": DAY}


@dataclass(frozen=True)
class Reference:
    """One source. `how` and `day` say how and when it was confirmed; `link` is empty where only a printed one exists."""

    key: str
    authors: str
    year: int
    title: str
    where: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""
    how: str = ""
    day: str = ""

    @property
    def name(self) -> str:
        return f"{self.authors} {self.year}"

    @property
    def is_confirmed(self) -> bool:
        return self.how != UNCONFIRMED

    @property
    def text(self) -> str:
        where = f", {self.where}" if self.where else ""
        text = f"{self.name}, {self.title}{where}"
        return text if text.endswith("?") else f"{text}."

    @property
    def link(self) -> str:
        if self.arxiv:
            return f"https://arxiv.org/abs/{self.arxiv}"
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def link_text(self) -> str:
        if self.arxiv:
            return f"arXiv {self.arxiv}"
        if self.doi:
            return f"doi {self.doi}"
        return self.url.removeprefix("https://").partition("/")[0]


def read_references(project: Project, problems: Problems) -> dict[str, Reference]:
    """References by key; a faulty entry is left out and named."""
    references: dict[str, Reference] = {}
    for entry in read_entries(project.root / FILE, FILE, dict, FORM, problems):
        found = list(faults(entry.value, REQUIRED, OPTIONAL, ("it has no fields", FORM)))
        if not found:
            confirmed = entry.value["confirmed"]
            found = [(f"confirmed: {what}", cure) for what, cure in faults(confirmed, CONFIRMED)]
        for what, cure in found:
            what = Lost(f"reference {entry.key}: {what}", entry.key)
            problems.add(FILE, entry.line, what, cure)
        if found:
            continue
        if entry.key in references:
            problems.add(FILE, entry.line, f"reference {entry.key} is there twice", "keep one")
            continue
        fields = {name: value for name, value in entry.value.items() if name != "confirmed"}
        day = confirmed["day"].isoformat()
        references[entry.key] = Reference(entry.key, **fields, how=confirmed["how"], day=day)
    return references
