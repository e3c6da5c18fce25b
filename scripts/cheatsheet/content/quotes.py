"""Values that examples quote: each was read in a source that docs/references.yml knows."""

from collections.abc import Iterable, Mapping

from cheatsheet.base.problems import Problems
from cheatsheet.base.source import unread
from cheatsheet.content import references as file
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import QUOTED, Example, Result


def check_quotes(
    examples: Iterable[Example],
    results: Mapping[str, Result],
    references: Mapping[str, Reference],
    problems: Problems,
) -> None:
    """Note every quoted fact whose source does not begin with the authors and the year of a reference."""
    if file.FILE in unread(problems):
        return
    known = {reference.name for reference in references.values()}
    for example in examples:
        result = results.get(example.address)
        for name, fact in result.facts.items() if result else ():
            if fact.kind == QUOTED and fact.source.partition(",")[0] not in known:
                what = f"the quoted fact {name!r} names {fact.source!r}, which is no source of references.yml"
                cure = "begin it with authors and year as they stand there, He et al. 2015, and the place"
                problems.add(example.label, None, what, cure)
