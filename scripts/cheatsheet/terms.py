"""The terms of the field: docs/terms.yml, and the headings and table rows that are terms by their own words.

A heading or row belongs to the term whose name or synonym it spells, and to each term whose `at` names its address.
One that belongs to none is a term of its own, so that the index is complete whatever a page adds.
"""

import difflib
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.faults import Fault, line_of
from cheatsheet.places import Place

FIELDS = {"means": str, "also": list, "see": list, "at": list}
LONGEST_MEANING = 140
GENERIC = {  # headings that are no terms, and why
    "at-a-glance": "every section has this part",
    "sources": "every section has this part",
    "follow-ups": "every section has this part",
}


@dataclass
class Term:
    """One entry of the index. `at` holds addresses, `places` what stands there, the best first."""

    name: str
    means: str = ""
    also: list[str] = field(default_factory=list)
    see: list[str] = field(default_factory=list)
    at: list[str] = field(default_factory=list)
    line: int | None = None
    places: list[Place] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"term-{slug(self.name)}"


@dataclass
class Terms:
    """All entries, and each by the slug of its name and of its synonyms."""

    entries: list[Term] = field(default_factory=list)
    by_slug: dict[str, Term] = field(default_factory=dict)


def slug(name: str) -> str:
    """The name as an id: `1×1 convolution` gives `1x1-convolution`."""
    letters = unicodedata.normalize("NFKD", name).casefold().replace("×", "x")
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def read_terms(docs: Path, places: list[Place]) -> tuple[Terms, list[Fault]]:
    """The terms of docs/terms.yml and of the pages, each with its places, and what is wrong with them."""
    path, label = docs / "terms.yml", "docs/terms.yml"
    terms, faults = load_terms(path, label)
    return terms, [*faults, *place_terms(terms, places, path, label)]


def load_terms(path: Path, label: str) -> tuple[Terms, list[Fault]]:
    """The entries of the file; one at fault is left out and named with its line."""
    text = path.read_text("utf-8") if path.exists() else ""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        tree = yaml.compose(text, loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return Terms(), [
            Fault(label, line, f"not YAML: {error.problem}", "mend the indentation or the quotes")
        ]
    if tree and not isinstance(tree, yaml.MappingNode):
        return Terms(), [Fault(label, 1, "not a mapping", "write `Term:` and its fields below it")]
    terms, faults = Terms(), []
    for key, value in (
        tree.value if tree else []
    ):  # not a dictionary, which would hide a name used twice
        line = key.start_mark.line + 1
        entry = yaml.constructor.SafeConstructor().construct_object(value, deep=True)
        told = _entry_faults(key.value, entry, terms)
        faults += [Fault(label, line, f"term {key.value}: {what}", cure) for what, cure in told]
        if not told:
            _add(terms, Term(key.value, line=line, **entry))
    return terms, [*faults, *_unknown_relatives(terms, label)]


def _entry_faults(name: str, entry: Any, terms: Terms) -> list[tuple[str, str]]:
    if not isinstance(entry, dict):
        return [("it has no fields", f"fields: {', '.join(FIELDS)}; a number or yes needs quotes")]
    told = []
    for key, value in entry.items():
        kind = FIELDS.get(key)
        if kind is None:
            told.append((f"the field {key} is unknown", f"fields: {', '.join(FIELDS)}"))
        elif not isinstance(value, kind) or not all(isinstance(item, str) for item in value):
            told.append((f"the field {key} is {value!r}", f"write a {'list of texts' if kind is list else 'text'}"))  # fmt: skip
    if told:
        return told
    means = entry.get("means", "")
    if len(means) > LONGEST_MEANING or not means.endswith(".") or "$" in means:
        told.append((f"its meaning has {len(means)} characters",
                     f"write one sentence with its full stop, without formulas, of at most {LONGEST_MEANING}"))  # fmt: skip
    seen: dict[str, str] = {}
    for spelled in (name, *entry.get("also", [])):
        other = terms.by_slug.get(slug(spelled))
        if not slug(spelled):
            told.append((f"{spelled!r} makes no id", "use letters or digits"))
        elif other or slug(spelled) in seen:
            told.append((f"{spelled!r} is a name or a synonym of {other.name if other else seen[slug(spelled)]!r} already",
                         "keep one of them"))  # fmt: skip
        seen[slug(spelled)] = spelled
    return told


def _add(terms: Terms, term: Term) -> None:
    terms.entries.append(term)
    terms.by_slug |= {slug(spelled): term for spelled in (term.name, *term.also)}


def _unknown_relatives(terms: Terms, label: str) -> list[Fault]:
    return [
        Fault(label, term.line, f"term {term.name}: there is no term {name!r} to see", _near(slug(name), list(terms.by_slug)))
        for term in terms.entries
        for name in term.see
        if slug(name) not in terms.by_slug
    ]  # fmt: skip


def _near(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.4)
    return f"did you mean {' or '.join(near)}?" if near else "add it, or leave it out"


def place_terms(terms: Terms, places: list[Place], path: Path, label: str) -> list[Fault]:
    """Give each term its places, and each heading and row a term. Faults: an address or a term that leads nowhere."""
    text = path.read_text("utf-8") if path.exists() else ""
    known = {place.address: place for place in places}
    own: dict[str, list[Place]] = {}
    faults = []
    for place in places:
        if place.kind in ("heading", "table"):
            own.setdefault(slug(place.words), []).append(place)
    for term in terms.entries:
        for address in term.at:
            if address not in known:
                line = _line_below(text, term.line, address)
                faults.append(Fault(label, line, f"term {term.name}: there is no {address}", _near(address, list(known))))  # fmt: skip
        spelled = [place for name in (term.name, *term.also) for place in own.get(slug(name), [])]
        headings = [place.address for place in spelled if place.kind == "heading"]
        found = [
            *(address for address in headings if address not in term.at),
            *term.at,
            *(place.address for place in spelled),
        ]
        term.places = _by_page([known[name] for name in dict.fromkeys(found) if name in known])
        if not found:
            faults.append(Fault(label, term.line, f"term {term.name}: it leads nowhere",
                                "add `at: [PAGE/#ID]`, or name it like a heading or row"))  # fmt: skip
    placed = {place.address for term in terms.entries for place in term.places}
    generic = {address for address in known if address.partition("#")[2] in GENERIC}
    for name, same in own.items():
        alone = [place for place in same if place.address not in placed | generic]
        if alone and name:
            _add(terms, Term(alone[0].words, places=alone))
    return faults


def _by_page(places: list[Place]) -> list[Place]:
    """The same places, those of one page together."""
    pages = list(dict.fromkeys(place.page for place in places))
    return sorted(places, key=lambda place: pages.index(place.page))


def _line_below(text: str, line: int | None, needle: str) -> int | None:
    """Line of `needle` in the entry that begins in `line`."""
    above = (line or 1) - 1
    found = line_of("\n".join(text.splitlines()[above:]), needle)
    return above + found if found else line
