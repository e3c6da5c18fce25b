"""Old addresses and where they lead now: docs/redirects.yml, one `OLD: NEW` a line, relative to the site's root."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.schema import brief
from cheatsheet.base.yaml_file import read_entries
from cheatsheet.content.addresses import ADDRESS

FILE = "docs/redirects.yml"
FORM = "write OLD: NEW, one a line, each like losses/ or losses/#focal"


@dataclass(frozen=True)
class Redirect:
    """One entry and its line in the file."""

    old: str
    new: str
    line: int


def read_redirects(project: Project, problems: Problems) -> dict[str, Redirect]:
    """Redirects by their old address; a faulty entry is left out and named."""
    redirects: dict[str, Redirect] = {}
    for entry in read_entries(project.root / FILE, FILE, dict, FORM, problems):
        redirect = Redirect(entry.key, brief(entry.value, str), entry.line)
        wrong = [text for text in (redirect.old, redirect.new) if not ADDRESS.fullmatch(text)]
        if wrong:
            problems.add(FILE, entry.line, f"{brief(wrong[0])} is not an address", FORM)
        elif redirect.old in redirects:
            line = redirects[redirect.old].line
            problems.add(
                FILE, entry.line, f"{redirect.old} stands in line {line} already", "keep one"
            )
        else:
            redirects[redirect.old] = redirect
    return redirects


def destination(
    address: str, redirects: Mapping[str, Redirect], offered: Collection[str]
) -> str | None:
    """Where an address leads in the end: to itself where it is offered, else along the redirects; None for nowhere."""
    seen = set()
    while address not in offered:
        page, mark, fragment = address.partition("#")
        if address in seen:
            return None
        seen.add(address)
        if address in redirects:
            address = redirects[address].new
        elif mark and page in redirects:
            # A page that moved as a whole takes its parts along.
            new = redirects[page].new
            address = new if "#" in new else f"{new}#{fragment}"
        else:
            return None
    return address
