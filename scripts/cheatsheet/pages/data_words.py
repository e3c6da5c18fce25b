"""What pages print from data files, and what is wrong with the places in sources that claims name."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cheatsheet.base.problems import Problems
from cheatsheet.base.source import text_if_file
from cheatsheet.content import claims, plans, references, tasks, terms
from cheatsheet.content.read import Content
from cheatsheet.markdown.citations import ISSUE, PLACE, fault_of_place, unconfirmed
from cheatsheet.markdown.marks import PASSED
from cheatsheet.pages.judged import PrintedLine, Source

# Where a source stands: volume and issue of a journal, a part of a work, a day or a month. All other numbers in the words
# of a source, those of titles too, are names that docs/numbers.yml lists.
MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
WHERE = re.compile(
    rf"(?<=[A-Za-z.] )\d{{1,3}}\(\d{{1,2}}\)$|{PLACE.pattern}"
    rf"|\b(?:[1-3]?\d )?(?:{MONTH}) (?:19|20)\d\d(?![\w.,]*\d)"
)


def data_of(content: Content) -> Iterator[Source]:
    """What pages print from data files."""
    root = content.project.root
    entries = [term for term in content.terms.entries if term.entry]
    words = [text for term in entries for text in (term.name, term.means, *term.also)]
    yield _file(root, terms.FILE, map(PrintedLine, words))
    words = [text for plan in content.plans for text in (plan.title, plan.line, *plan.parts)]
    yield _file(root, plans.FILE, map(PrintedLine, words))
    concepts = (task.concept for task in content.tasks)
    yield _file(root, tasks.FILE, map(PrintedLine, concepts))
    yield _file(root, references.FILE, _sources(content))


def _sources(content: Content) -> Iterator[PrintedLine]:
    for key, reference in content.references.items():
        yield PrintedLine(ISSUE.sub(PASSED, reference.authors), key)
        yield PrintedLine(reference.title, key)
        yield PrintedLine(WHERE.sub(PASSED, reference.where), key)


def check_places(content: Content, problems: Problems) -> None:
    """Note what the places hold that claims name in their sources."""
    for claim in content.claims.values():
        for key, place in claim.sources.items():
            line = claim.lines.get(place, claim.line)
            conditions = place.partition(";")[2]
            for fault in (fault_of_place(place), unconfirmed(conditions, content.references[key])):
                if fault:
                    problems.add(claims.FILE, line, f"claim {claim.id}: {fault[0]}", fault[1])


def _file(root: Path, name: str, lines: Iterable[PrintedLine]) -> Source:
    """A file as the source of these lines."""
    path = root / name
    return Source(name, text_if_file(path), lines=list(lines))
