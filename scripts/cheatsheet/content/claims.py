"""The claims ledger, docs/claims.yml: each statement of the old cheatsheet and what became of it, checked entry by entry."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.schema import TEXT, TEXTS, brief, faults, matching, texts_to
from cheatsheet.base.source import Lost, is_lost, unread
from cheatsheet.base.vocabulary import VERDICTS
from cheatsheet.base.yaml_file import Entry, read_entries
from cheatsheet.content import references as sources
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import GIVEN, Result

FILE = "docs/claims.yml"
FORM = 'a list; write `- id: "7.10"` and the other keys below it'
PLACES = 'mapping of sources to places, {wu-2018: "Table 2"}'
EVIDENCE = re.compile(r"example:[a-z0-9_-]+/[a-z0-9_]+#[a-z0-9_-]+")
AT = re.compile(r"(?:[a-z0-9_-]+/)*#[A-Za-z0-9_.-]+")
REQUIRED = {
    "id": matching(
        re.compile(r"[0-9]{1,2}\.[0-9]{1,3}").fullmatch, 'number of a statement, in quotes: "7.10"'
    ),
    "section": TEXT,
    "says": TEXT,
    "verdict": TEXT,
    "right": TEXT,
    "sources": texts_to(TEXT, PLACES),
    "evidence": TEXTS,
    "at": TEXT,
}
OPTIONAL = {"why_no_run": TEXT}


@dataclass(frozen=True)
class Claim:
    """One statement of the old cheatsheet. `sources` maps keys to places, `line` is its first line in the file, `lines` those of its texts."""

    id: str
    section: str
    says: str
    verdict: str
    right: str
    sources: dict[str, str]
    evidence: list[str]
    at: str
    why_no_run: str = ""
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)


def read_claims(
    project: Project,
    sections: Collection[str],
    references: Mapping[str, Reference],
    problems: Problems,
) -> dict[str, Claim]:
    """All claims by id in the order of the file; a faulty entry is left out and named with its field.

    `sections` are the names of pages that an entry may name, `references` the sources by key. Where these could not be
    read, entries lose their sources without a word.
    """
    claims: dict[str, Claim] = {}
    for number, entry in enumerate(
        read_entries(project.root / FILE, FILE, list, FORM, problems), 1
    ):
        value = entry.value
        given = value.get("id") if isinstance(value, dict) else None
        name = f"number {number}" if given is None else brief(given, str)
        found = [
            (entry.line, *said)
            for said in _problems(value, sections, references, claims, unread(problems))
        ]
        found = found or _dead_ends(entry)
        for line, what, cure in found:
            problems.add(FILE, line, Lost(f"claim {name}: {what}", str(given)), cure)
        if not found:
            named = {key: at for key, at in value["sources"].items() if key in references}
            fields = {**value, "sources": named}
            claims[value["id"]] = Claim(**fields, line=entry.line, lines=entry.lines)
    return claims


def _dead_ends(entry: Entry) -> list[tuple[int, str, str]]:
    """What an entry names that can be neither evidence nor a place: line, what is wrong, and the cure."""
    found = [
        (
            entry.line_of(address),
            f"the evidence {brief(address)} is no fact or plot of an example",
            "write example:FOLDER/NAME#FACT",
        )
        for address in entry.value["evidence"]
        if not EVIDENCE.fullmatch(address)
    ]
    at = entry.value["at"]
    if not AT.fullmatch(at):
        found.append(
            (entry.line_of(at), f"at is {brief(at)}, no place on a page", "write PAGE/#ID")
        )
    return found


def check_evidence(
    claims: Mapping[str, Claim], results: Mapping[str, Result], problems: Problems
) -> None:
    """Note evidence that is none: what an example sets itself."""
    for claim in claims.values():
        for address in claim.evidence:
            example, _, item = address.removeprefix("example:").partition("#")
            fact = results[example].facts.get(item) if example in results else None
            if fact and fact.kind == GIVEN:
                what = f"claim {claim.id}: {address} is set by the example, and shows nothing"
                cure = "name what the example computes, measures or quotes"
                problems.add(FILE, claim.lines.get(address, claim.line), what, cure)


def _problems(
    entry: Any,
    sections: Collection[str],
    references: Mapping[str, Reference],
    ids: Collection[str],
    lost: Collection[str],
) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, and the cure; of what files would hold that are `lost` nothing is missed."""
    malformed = list(faults(entry, REQUIRED, OPTIONAL, ("the entry is not a mapping", FORM)))
    yield from malformed
    if malformed:
        return
    if entry["id"] in ids:
        yield "the id is used twice", "give each entry its own id"
    if entry["verdict"] not in VERDICTS:
        yield f"the verdict is {entry['verdict']!r}", f"one of {', '.join(VERDICTS)}"
    if entry["section"] not in sections and f"docs/{entry['section']}.md" not in lost:
        yield f"the section is {entry['section']!r}", f"one of {', '.join(sections)}"
    for key in entry["sources"]:
        if key not in references and not is_lost(sources.FILE, key, lost):
            yield f"the source {key!r} is not in references.yml", "add it there, or mend the key"
    named = [references[key] for key in entry["sources"] if key in references]
    if not entry["evidence"] and named and not any(source.is_confirmed for source in named):
        cure = "read one of them, or show it by an example"
        yield "it rests on sources alone that nobody confirmed", cure
    if not entry["evidence"] and not entry.get("why_no_run"):
        cure = "name an example: address, or say why no run shows it"
        yield "there is no evidence and no why_no_run", cure
    if not entry["evidence"] and not entry["sources"]:
        yield "there is neither evidence nor source", "add one"
