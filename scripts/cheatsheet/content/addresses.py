"""docs/addresses.txt: every address that was ever published, one a line, relative to the site's root.

It only grows at its end, since the number of a line stands for its address in the links of study lists. A build never
writes it; `scripts/build --publish` appends what is new. What is listed has to be found for ever: on its page, or
through docs/redirects.yml.
"""

import re

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project, write_whole
from cheatsheet.base.schema import brief
from cheatsheet.base.source import read_source

FILE = "docs/addresses.txt"
LARGEST = 20_000_000  # bytes: it only grows
ADDRESS = re.compile(r"(\./|([a-z0-9_-]+/)+)(#[A-Za-z0-9][A-Za-z0-9._-]*)?")


def read_addresses(project: Project, problems: Problems) -> list[str]:
    """The published addresses in the order of their lines."""
    path = project.root / FILE
    text = read_source(path, FILE, problems, LARGEST) if path.exists() else ""
    lines = text.split("\n") if text else []
    if lines and not lines[-1]:
        lines.pop()
    cure = "restore the file from git; only scripts/build --publish adds to it"
    first: dict[str, int] = {}
    for number, line in enumerate(lines, 1):
        if not ADDRESS.fullmatch(line):
            problems.add(FILE, number, f"{brief(line)} is not an address", cure)
        elif line in first:
            what = f"the address {line} stands in line {first[line]} already"
            problems.add(FILE, number, what, cure)
        first.setdefault(line, number)
    return lines


def append_addresses(project: Project, new: list[str]) -> None:
    """Publish addresses."""
    if new:
        lines = [*read_addresses(project, Problems()), *new]
        write_whole(project.root / FILE, "".join(f"{line}\n" for line in lines))
