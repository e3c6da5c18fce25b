"""Pages that need not be made again: their text, and what the rest of the site wants to know of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cheatsheet.base.cache import Cache
from cheatsheet.content.consulted import Consulted
from cheatsheet.pages.headings import Heading
from cheatsheet.site.facts import PageFacts


@dataclass(frozen=True)
class Record:
    """What is known of a page: the `digest` of its text, its `title`, the `examples` that it shows, what it `consulted`,
    and its part in what stands elsewhere: the `headings` of study lists, the `entries` of the search, the `questions`.
    """

    digest: str = ""
    title: str = ""
    examples: list[str] = field(default_factory=list)
    consulted: list[list[str]] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    facts: PageFacts = field(default_factory=PageFacts)


class KeptPages:
    """A page is found under the key of its own inputs, if what it looked up elsewhere says the same as then."""

    def __init__(self, cache: Cache, consulted: Consulted):
        self.cache, self.consulted = cache, consulted

    def find(self, name: str, key: str) -> Record | None:
        """The record of a page (its path in the site) whose text is there and whole."""
        data, text = self.cache.read(f"{name}.json", key), self.cache.read(name, key)
        if data is None or text is None:
            return None
        known = json.loads(data)
        if any(
            self.consulted.digest(kind, at) != digest for kind, at, digest in known["consulted"]
        ):
            return None
        return _record(known)

    def text(self, name: str, key: str) -> str:
        """The text of a page that was found."""
        text = self.cache.read(name, key)
        assert text is not None, name
        return text.decode()

    def write_text(self, name: str, key: str, text: str) -> None:
        """Keep the text of a page; it is found when its record is there too."""
        self.cache.write(name, key, text.encode())

    def write_records(self, records: Mapping[str, tuple[str, Record]]) -> None:
        """Keep what is known of pages that hold no fault, each with its key."""
        for name, (key, record) in records.items():
            self.cache.write(f"{name}.json", key, json.dumps(asdict(record)).encode())

    def forget_others(self, names: list[str]) -> None:
        """Delete what belongs to no page any more."""
        self.cache.forget_others([file for name in names for file in (name, f"{name}.json")])


def _record(known: dict[str, Any]) -> Record:
    headings = [Heading(**heading) for heading in known["headings"]]
    return Record(**{**known, "facts": PageFacts(**known["facts"]), "headings": headings})
