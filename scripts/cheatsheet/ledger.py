"""The claims ledger and the references: read, and checked entry by entry."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.faults import Fault, line_of

VERDICTS = ("correct", "conditions", "imprecise", "wrong")
SECTIONS = (
    "index", "cnn", "optimization", "regularization", "architectures", "detection",
    "losses", "normalization", "hardware", "pitfalls", "system-design",
)  # fmt: skip
REQUIRED = {
    "id": str,
    "section": str,
    "says": str,
    "verdict": str,
    "right": str,
    "sources": list,
    "evidence": list,
    "at": str,
}
OPTIONAL = {"why_no_run": str}


@dataclass(frozen=True)
class Reference:
    """One paper, page or talk that is cited. `link` is empty where only a printed source exists."""

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
        return (
            f"doi {self.doi}" if self.doi else self.url.removeprefix("https://").partition("/")[0]
        )


@dataclass(frozen=True)
class Claim:
    """One statement of the original cheatsheet and what became of it."""

    id: str
    section: str
    says: str
    verdict: str
    right: str
    sources: list[str]
    evidence: list[str]
    at: str
    why_no_run: str = ""


def _load(path: Path, label: str) -> tuple[Any, str, list[Fault]]:
    text = path.read_text("utf-8") if path.exists() else ""
    try:
        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), text, []
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return (
            None,
            text,
            [
                Fault(
                    label, line, f"not YAML: {error.problem}", "mend the indentation or the quotes"
                )
            ],
        )


def load_references(path: Path, label: str) -> tuple[dict[str, Reference], list[Fault]]:
    """References by key; an entry at fault is left out and named."""
    data, text, faults = _load(path, label)
    references = {}
    for key, entry in (data or {}).items():
        try:
            reference = Reference(key, **entry)
            if not isinstance(reference.year, int):
                raise TypeError("year is not a number")
            references[key] = reference
        except TypeError as error:
            told = re.sub(r"^\S*__init__\(\) ", "", str(error))
            faults.append(Fault(label, line_of(text, f"{key}:"), f"reference {key}: {told}",
                                "keys: authors, year, title, and where, arxiv, doi or url"))  # fmt: skip
    return references, faults


def load_claims(
    path: Path, label: str, references: dict[str, Reference]
) -> tuple[list[Claim], list[Fault]]:
    """All claims in the order of the file; an entry at fault is left out and named with its field."""
    data, text, faults = _load(path, label)
    claims: list[Claim] = []
    for number, entry in enumerate(data or [], 1):
        name = (
            entry.get("id", f"number {number}") if isinstance(entry, dict) else f"number {number}"
        )
        told = _entry_faults(entry, references, {claim.id for claim in claims})
        line = line_of(text, f'id: "{name}"') or line_of(text, f"id: {name}")
        faults.extend(Fault(label, line, f"claim {name}: {what}", cure) for what, cure in told)
        if not told:
            claims.append(Claim(**entry))
    return claims, faults


def _entry_faults(
    entry: Any, references: dict[str, Reference], ids: set[str]
) -> list[tuple[str, str]]:
    if not isinstance(entry, dict):
        return [("the entry is not a mapping", 'write `- id: "7.10"` and the other keys below it')]
    told = []
    for key, kind in REQUIRED.items():
        if key not in entry:
            told.append((f"the field {key} is missing", f"add {key}"))
        elif not isinstance(entry[key], kind):
            quote = ", in quotes" if key == "id" else ""
            told.append(
                (
                    f"the field {key} is {entry[key]!r}",
                    f"write a {'list' if kind is list else 'text' + quote}",
                )
            )
    for key in entry.keys() - REQUIRED.keys() - OPTIONAL.keys():
        told.append((f"the field {key} is unknown", f"fields: {', '.join([*REQUIRED, *OPTIONAL])}"))
    if told:
        return told
    if entry["id"] in ids:
        told.append(("the id is used twice", "give each entry its own id"))
    if entry["verdict"] not in VERDICTS:
        told.append((f"the verdict is {entry['verdict']!r}", f"one of {', '.join(VERDICTS)}"))
    if entry["section"] not in SECTIONS:
        told.append((f"the section is {entry['section']!r}", f"one of {', '.join(SECTIONS)}"))
    for key in entry["sources"]:
        if key not in references:
            told.append(
                (f"the source {key!r} is not in references.yml", "add it there, or mend the key")
            )
    if not entry["evidence"] and not entry.get("why_no_run"):
        told.append(
            (
                "there is no evidence and no why_no_run",
                "name an example: address, or say why no run shows it",
            )
        )
    if not entry["evidence"] and not entry["sources"]:
        told.append(("there is neither evidence nor source", "add one"))
    return told
