"""The papers, pages and talks that are cited: docs/references.yml."""

import re
from dataclasses import asdict, dataclass

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.yaml_file import read_entries

FILE = "docs/references.yml"
FORM = "keys: authors, year, title, and where, arxiv, doi or url"


@dataclass(frozen=True)
class Reference:
    """One source. `link` is empty where only a printed one exists."""

    key: str
    authors: str
    year: int
    title: str
    where: str = ""
    arxiv: str = ""
    doi: str = ""
    url: str = ""

    @property
    def text(self) -> str:
        where = f", {self.where}" if self.where else ""
        text = f"{self.authors} {self.year}, {self.title}{where}"
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
            reference = Reference(entry.key, **entry.value)
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
