"""What the search knows: formulas as lines of text, and the terms that a part explains, by all their names."""

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from cheatsheet.formulas import FormulaError, unmark
from cheatsheet.terms import Terms, slug

NUMBER = re.compile(r"^\d+\. ")  # of a section: who looks for a batch of 1 does not mean section 10
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.S)


def improve_index(path: Path, terms: Terms, words: Callable[[str], str]) -> None:
    """Rewrite the index at `path`; `words` makes a line of a formula. Where there is no search, there is nothing to do."""
    if not path.exists():
        return
    index = json.loads(path.read_text("utf-8"))
    names = names_by_part(terms)
    for entry in index["docs"]:
        entry["text"] = FORMULA.sub(lambda match: _line(match[0], words), entry["text"])
        entry["title"] = NUMBER.sub("", entry["title"])
        title = f"-{slug(entry['title'])}-"
        tags = [name for name in names.get(entry["location"], ()) if f"-{slug(name)}-" not in title]
        if tags:
            entry["tags"] = tags
    path.write_text(json.dumps(index, ensure_ascii=False, separators=(",", ":")), "utf-8")


def names_by_part(terms: Terms) -> dict[str, list[str]]:
    """Names and synonyms of the terms that each part of a page explains best, by its address."""
    found: dict[str, list[str]] = {}
    for term in terms.entries:
        if term.means:
            found.setdefault(term.places[0].under, []).extend((term.name, *term.also))
    return found


def _line(marked: str, words: Callable[[str], str]) -> str:
    try:
        return words(unmark(unescape(marked))[0])
    except FormulaError:  # told already, by the page
        return ""
