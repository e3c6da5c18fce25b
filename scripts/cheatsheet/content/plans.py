"""The plans that are shipped, docs/plans.yml: study lists with named parts, e.g. by days."""

import re
from collections import Counter
from dataclasses import dataclass

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.schema import TEXT, TEXTS, faults, matching, texts_to
from cheatsheet.base.yaml_file import Entry, read_entries

FILE = "docs/plans.yml"
FORM = "a list; each entry has id, title, line and parts, and each part a list of addresses"
FIELDS = {
    "id": matching(re.compile(r"[A-Za-z0-9_-]+").fullmatch, "name of letters, digits, - and _"),
    "title": TEXT,
    "line": TEXT,
    "parts": texts_to(TEXTS, "mapping of names to lists of addresses, {Day 1: [cnn/#cnn]}"),
}


@dataclass(frozen=True)
class Plan:
    """One plan. `line` says what it is for, `parts` maps names to addresses of headings, `entry` is its place in the file."""

    id: str
    title: str
    line: str
    parts: dict[str, list[str]]
    entry: Entry

    @property
    def addresses(self) -> list[str]:
        return [address for addresses in self.parts.values() for address in addresses]


def read_plans(project: Project, problems: Problems) -> list[Plan]:
    """All plans in the order of the file; a faulty entry is left out and named."""
    plans: dict[str, Plan] = {}
    for entry in read_entries(project.root / FILE, FILE, list, FORM, problems):
        found = [
            (entry.line, *said)
            for said in faults(entry.value, FIELDS, whole=("the entry is no plan", FORM))
        ] or _faults_of_parts(entry)
        for line, what, cure in found:
            problems.add(FILE, line, what, cure)
        if found:
            continue
        if entry.value["id"] in plans:
            what = f"the id {entry.value['id']} is used twice"
            problems.add(FILE, entry.line, what, "give each plan its own id")
        else:
            plans[entry.value["id"]] = Plan(**entry.value, entry=entry)
    return list(plans.values())


def _faults_of_parts(entry: Entry) -> list[tuple[int, str, str]]:
    """Parts that hold nothing, and headings that stand twice: line, what is wrong, and the cure."""
    parts = entry.value["parts"]
    found = [
        (
            entry.line_of(name),
            f"the part {name!r} holds nothing",
            "give it an address, or delete it",
        )
        for name, addresses in parts.items()
        if not addresses
    ]
    if not parts:
        found = [(entry.line, "the plan has no parts", "give it one, with its addresses")]
    times = Counter(address for addresses in parts.values() for address in addresses)
    return found + [
        (entry.line_of(address), f"the plan holds {address} {count} times", "keep one of them")
        for address, count in times.items()
        if count > 1
    ]
