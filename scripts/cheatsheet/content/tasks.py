"""What is said of the whiteboard tasks, examples/scratch/*.py: docs/tasks.yml, each below the name of its script."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cheatsheet.base.problems import Problems, did_you_mean
from cheatsheet.base.project import Project
from cheatsheet.base.schema import TEXT, TEXTS, faults, one_of
from cheatsheet.base.vocabulary import HOME, LEVELS, SCRATCH
from cheatsheet.base.yaml_file import Entry, read_entries
from cheatsheet.content.sections import Section

FILE = "docs/tasks.yml"
FORM = "a mapping; each name of a script in examples/scratch has section, level, concept, and often typed"


@dataclass(frozen=True)
class Task:
    """A task by the address of its example: the slug of the `section` that asks it, how hard it is, its `concept`.

    `typed` is what readers type into the search for it beside its concept and its title.
    """

    address: str
    section: str
    level: str
    concept: str
    typed: Sequence[str] = ()


def read_tasks(
    project: Project,
    examples: Iterable[str],
    sections: Mapping[str, Section],
    problems: Problems,
) -> list[Task]:
    """The tasks in the order of the sections, then of the file; a faulty entry is left out and named.

    `examples` are the addresses of all scripts: each of a task is listed, and what is listed exists.
    """
    slugs = [slug for slug in sections if slug != HOME]
    fields = {"section": one_of(*slugs), "level": one_of(*LEVELS), "concept": TEXT}
    there = {address for address in examples if address.startswith(SCRATCH)}
    listed: dict[str, Task] = {}
    seen: set[str] = set()
    for entry in read_entries(project.root / FILE, FILE, dict, FORM, problems):
        address = f"{SCRATCH}{entry.key}"
        found = [
            *faults(entry.value, fields, {"typed": TEXTS}),
            *_misplaced(entry, address in seen, there),
        ]
        seen.add(address)
        for what, cure in found:
            problems.add(FILE, entry.line, f"{entry.key}: {what}", cure)
        if not found:
            listed[address] = Task(address, **entry.value)
    for address in sorted(there - seen):
        cure = f"add `{address.removeprefix(SCRATCH)}: {{section: …, level: …, concept: …}}`"
        problems.add(FILE, None, f"examples/{address}.py is not listed", cure)
    return sorted(listed.values(), key=lambda task: slugs.index(task.section))


def _misplaced(entry: Entry, is_double: bool, there: set[str]) -> list[tuple[str, str]]:
    if is_double:
        return [("it stands twice", "keep one")]
    names = {address.removeprefix(SCRATCH) for address in there}
    if entry.key in names:
        return []
    return [(f"there is no examples/{SCRATCH}{entry.key}.py", did_you_mean(entry.key, names))]
