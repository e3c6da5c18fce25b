"""What of the content a page looked up, so that a page that stays knows when it is stale."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cheatsheet.base.cache import digest_of
from cheatsheet.base.provenance import day_of_run
from cheatsheet.content.read import Content
from cheatsheet.content.terms import Terms
from cheatsheet.examples.model import Example, Result

# Where an entry stands in its file moves with every edit above it, and no page shows it.
PLACES = ("line", "lines", "entry", "notebook", "ran", "shown", "cells")
T = TypeVar("T")


class _Watched(dict[str, T]):
    """Entries of one kind; notes which are asked for, those too that do not exist."""

    def __init__(self, entries: Mapping[str, T], kind: str, asked: set[tuple[str, str]]):
        super().__init__(entries)
        self._kind, self._asked = kind, asked

    def __getitem__(self, name: str) -> T:
        self._asked.add((self._kind, name))
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self._asked.add((self._kind, name))
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self._asked.add((self._kind, str(name)))
        return super().__contains__(name)


@dataclass
class Consulted:
    """What is looked up in `watched`, the content as a page sees it; `take` tells it apart for each page."""

    content: Content
    asked: set[tuple[str, str]] = field(default_factory=set)
    known: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def watched(self) -> Content:
        kinds = self._kinds()
        results, claims, references, terms, scripts = (
            _Watched(entries, kind, self.asked) for kind, entries in kinds.items()
        )
        return dataclasses.replace(
            self.content,
            results=results,
            examples=scripts,
            claims=claims,
            references=references,
            terms=Terms(self.content.terms.entries, terms),
        )

    def take(self) -> list[list[str]]:
        """Kind, name and digest of what was looked up since the last call."""
        found = [[kind, name, self.digest(kind, name)] for kind, name in sorted(self.asked)]
        self.asked.clear()
        return found

    def digest(self, kind: str, name: str) -> str:
        """Of all that an entry can show; one that does not exist has one too."""
        if (kind, name) not in self.known:
            self.known[kind, name] = _digest(self._kinds()[kind].get(name))
        return self.known[kind, name]

    def _kinds(self) -> dict[str, Mapping[str, Any]]:
        content = self.content
        return {
            "example": content.results,
            "claim": content.claims,
            "cite": content.references,
            "term": content.terms.by_slug,
            "script": content.examples,
        }


def _digest(entry: Any) -> str:
    if entry is None:
        return ""
    if isinstance(entry, Example):
        return entry.digest
    if isinstance(entry, Result) and entry.shown:
        return digest_of(entry.shown, day_of_run(entry.ran))
    fields = {
        each.name: getattr(entry, each.name)
        for each in dataclasses.fields(entry)
        if each.name not in PLACES
    }
    ran = day_of_run(entry.ran) if isinstance(entry, Result) else ""
    return digest_of(repr(fields), ran)
