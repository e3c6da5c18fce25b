"""Where examples say that they read what they quote: a confirmed source of docs/references.yml, a place in it, conditions."""

from collections.abc import Iterator, Mapping

from cheatsheet.base.problems import Problems, line_of
from cheatsheet.content import references
from cheatsheet.content.read import Content
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import QUOTED, Fact
from cheatsheet.markdown.citations import fault_of_place, unconfirmed


def check_quoted(content: Content, problems: Problems) -> None:
    """Note every quoted fact without a known source, a place in it, or conditions that state no result."""
    if references.FILE in content.unread:
        return
    by_name = {reference.name: reference for reference in content.references.values()}
    for address, example in content.examples.items():
        result = content.results.get(address)
        for key, fact in result.facts.items() if result else ():
            if fact.kind == QUOTED:
                # A key that the script makes stands nowhere as it is.
                line = line_of(example.source, f'"{key}"')
                for what, cure in _faults(fact, by_name):
                    problems.add(example.label, line, f"the quoted fact {key!r}{what}", cure)


def _faults(fact: Fact, by_name: Mapping[str, Reference]) -> Iterator[tuple[str, str]]:
    name, _, place = fact.source.partition(",")
    if name not in by_name:
        what = f" names {fact.source!r}, which is no source of references.yml"
        yield (
            what,
            "begin it with authors and year as they stand there, He et al. 2015, and the place",
        )
        return
    for fault in (
        fault_of_place(f"{place};{fact.conditions}"),
        unconfirmed(fact.text, by_name[name]),
    ):
        if fault:
            yield f": {fault[0]}", fault[1]
