"""The plans that are shipped, docs/plans.yml: study lists with named parts, e.g. by days."""

from dataclasses import dataclass
from typing import Any

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.yaml_file import Entry, read_entries

FILE = "docs/plans.yml"
FORM = "a list; each entry has id, title, line and parts, and each part a list of addresses"
FIELDS = {"id": str, "title": str, "line": str, "parts": dict}


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
        if not _is_well_formed(entry.value):
            problems.add(FILE, entry.line, "the entry is no plan", FORM)
        elif entry.value["id"] in plans:
            what = f"the id {entry.value['id']} is used twice"
            problems.add(FILE, entry.line, what, "give each plan its own id")
        else:
            plans[entry.value["id"]] = Plan(**entry.value, entry=entry)
    return list(plans.values())


def _is_well_formed(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == FIELDS.keys()
        and all(isinstance(value[key], form) for key, form in FIELDS.items())
        and all(
            isinstance(name, str)
            and isinstance(items, list)
            and all(isinstance(item, str) for item in items)
            for name, items in value["parts"].items()
        )
    )
