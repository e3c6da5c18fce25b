"""The papers, pages and talks that are cited: docs/references.yml."""

import re
from dataclasses import asdict, dataclass

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.yaml_file import read_entries

FILE = "docs/references.yml"
FORM = "keys: authors, year, title, where, arxiv, doi or url, and confirmed: {how: text, day: 2026-11-26}"
# How it was made sure that a source says what it is cited for, the surest first.
UNCONFIRMED = "not confirmed"
HOW = ("text", "abstract", "secondary", UNCONFIRMED)
DAY = re.compile(r"20\d\d-[01]\d-[0-3]\d")


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
        try:
            if not isinstance(entry.value, dict):
                raise TypeError("it has no fields")
            fields = dict(entry.value)
            confirmed = fields.pop("confirmed", None)
            if not isinstance(confirmed, dict) or confirmed.get("how") not in HOW:
                raise TypeError(f"confirmed is {confirmed!r}, how is one of {', '.join(HOW)}")
            day = str(confirmed.get("day", ""))
            if set(confirmed) != {"how", "day"} or not DAY.fullmatch(day):
                raise TypeError(f"confirmed is {confirmed!r}, without its day")
            reference = Reference(entry.key, **fields, how=confirmed["how"], day=day)
            for name, value in asdict(reference).items():
                if type(value) is not (int if name == "year" else str):
                    kind = "number" if name == "year" else "text"
                    raise TypeError(f"{name} is {value!r}, not a {kind}")
            if not reference.link.startswith(("https://", "http://")) and reference.link:
                raise TypeError(f"url is {reference.url!r}, not an address of the web")
        except TypeError as error:
            what = re.sub(r"^\S*__init__\(\) ", "", str(error))
            problems.add(FILE, entry.line, f"reference {entry.key}: {what}", FORM)
            continue
        if entry.key in references:
            problems.add(FILE, entry.line, f"reference {entry.key} is there twice", "keep one")
        references.setdefault(entry.key, reference)
    return references
