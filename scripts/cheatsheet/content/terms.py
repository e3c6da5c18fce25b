"""The terms of the field: docs/terms.yml, and the headings and table rows that are terms by their own words.

A heading or row belongs to the term whose name or synonym it spells, and to each term whose `at` names its address.
A heading of a section, or a row of its summary, that belongs to none is a term of its own, so that the
index is complete whatever a page adds.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from cheatsheet.base.problems import Problems, did_you_mean
from cheatsheet.base.project import Project
from cheatsheet.base.schema import TEXT, TEXTS, faults
from cheatsheet.base.source import unread
from cheatsheet.base.vocabulary import GENERIC, QUESTIONS, summary_of
from cheatsheet.base.yaml_file import Entry, read_entries
from cheatsheet.content.places import Place, is_unread

FILE = "docs/terms.yml"
FORM = "write `Term:` and its fields below it"
FIELDS = {"means": TEXT, "also": TEXTS, "typed": TEXTS, "see": TEXTS, "at": TEXTS}
LONGEST_MEANING = 140


@dataclass
class Term:
    """One entry of the index. `at` holds addresses, `places` what stands there, the best first.

    `also` are synonyms, `typed` what readers type into the search for it though no page says it.

    `entry` is its place in the file; headings and rows that are terms by their own words have none.
    """

    name: str
    means: str = ""
    also: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    entry: Entry | None = None
    places: list[Place] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"term-{slug(self.name)}"

    def line_of(self, text: str = "") -> int | None:
        """Line of a text of its entry, or of the entry."""
        return self.entry.line_of(text) if self.entry else None


@dataclass
class Terms:
    """All entries, and each by the slug of its name and of its synonyms."""

    entries: list[Term] = field(default_factory=list)
    by_slug: dict[str, Term] = field(default_factory=dict)


@functools.cache
def slug(name: str) -> str:
    """The name as an id: `1×1 convolution` gives `1x1-convolution`."""
    letters = unicodedata.normalize("NFKD", name).casefold().replace("×", "x")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def read_terms(project: Project, places: list[Place], problems: Problems) -> Terms:
    """The terms of docs/terms.yml and of the pages, each with its places; a faulty entry is left out and named."""
    terms = Terms()
    for entry in read_entries(project.root / FILE, FILE, dict, FORM, problems):
        found = list(_problems(entry.key, entry.value, terms))
        for what, cure in found:
            problems.add(FILE, entry.line, f"term {entry.key}: {what}", cure)
        if not found:
            _add(terms, Term(entry.key, entry=entry, **entry.value))
    for term in terms.entries:
        for name in term.see:
            if slug(name) not in terms.by_slug:
                cure = did_you_mean(slug(name), terms.by_slug, "add it, or leave it out")
                what = f"term {term.name}: there is no term {name!r} to see"
                problems.add(FILE, term.line_of(name), what, cure)
            elif terms.by_slug[slug(name)] is term:
                what = f"term {term.name}: it says to see itself"
                problems.add(FILE, term.line_of(name), what, "leave it out, or name another term")
        # The index is made without the others, so that its page is looked at too.
        term.see = [name for name in term.see if slug(name) in terms.by_slug]
    place_terms(terms, places, problems)
    return terms


def _problems(name: str, entry: Any, terms: Terms) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry, and the cure."""
    cure = f"fields: {', '.join(FIELDS)}; a number or yes needs quotes"
    malformed = list(faults(entry, {}, FIELDS, ("it has no fields", cure)))
    yield from malformed
    if malformed:
        return
    means = entry.get("means", "")
    if len(means) > LONGEST_MEANING or not means.endswith(".") or "$" in means:
        yield (
            f"its meaning has {len(means)} characters",
            "write one sentence with its full stop, without formulas, "
            f"of at most {LONGEST_MEANING}",
        )
    seen: dict[str, str] = {}
    for spelled in (name, *entry.get("also", []), *entry.get("typed", [])):
        other = terms.by_slug.get(slug(spelled))
        owner = other.name if other else seen.get(slug(spelled))
        if not slug(spelled):
            yield f"{spelled!r} makes no id", "use letters or digits"
        elif owner:
            what = f"{spelled!r} is a name or a synonym of {owner!r} already"
            yield what, "keep one of them"
        seen[slug(spelled)] = spelled


def _add(terms: Terms, term: Term) -> None:
    terms.entries.append(term)
    terms.by_slug |= {slug(spelled): term for spelled in (term.name, *term.also)}


def place_terms(terms: Terms, places: list[Place], problems: Problems) -> None:
    """Give each term its places, and what names something a term. Note addresses and terms that lead nowhere."""
    known = {place.address: place for place in places}
    own: dict[str, list[Place]] = {}
    for place in places:
        if place.kind in ("heading", "table"):
            own.setdefault(slug(place.words), []).append(place)
    for term in terms.entries:
        for address in term.at:
            if address not in known and not is_unread(address, unread(problems)):
                cure = did_you_mean(address, known, "add it, or leave it out")
                what = f"term {term.name}: there is no {address}"
                problems.add(FILE, term.line_of(address), what, cure)
        spelled = [place for name in (term.name, *term.also) for place in own.get(slug(name), [])]
        headings = [place.address for place in spelled if place.kind == "heading"]
        addresses = [
            *(address for address in headings if address not in term.at),
            *term.at,
            *(place.address for place in spelled),
        ]
        found = [known[name] for name in dict.fromkeys(addresses) if name in known]
        term.places = _by_page(found)
        if not addresses and not any(name.endswith(".md") for name in unread(problems)):
            cure = "add `at: [PAGE/#ID]`, or name it like a heading or row"
            problems.add(FILE, term.line_of(), f"term {term.name}: it leads nowhere", cure)
    placed = {place.address for term in terms.entries for place in term.places}
    generic = {address for address in known if address.partition("#")[2] in GENERIC}
    for name, same in own.items():
        alone = [
            place
            for place in same
            if place.address not in placed | generic
            and not place.address.startswith(QUESTIONS)
            and (place.kind == "heading" or _is_in_summary(place))
        ]
        if alone and name:
            _add(terms, Term(alone[0].words, places=alone))


def _is_in_summary(place: Place) -> bool:
    return place.chapter in summary_of(place.address.partition("/")[0])


def _by_page(places: list[Place]) -> list[Place]:
    """The same places, those of one page together."""
    pages = list(dict.fromkeys(place.page for place in places))
    return sorted(places, key=lambda place: pages.index(place.page))
