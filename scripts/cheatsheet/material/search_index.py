"""What the search knows: formulas as lines of text, and the terms that a part explains, by all their names."""

import json
import re
from collections.abc import Callable
from html import unescape

from cheatsheet.base.titles import split_number
from cheatsheet.content.terms import Terms, slug
from cheatsheet.markdown.formulas import FormulaError, unmark
from cheatsheet.site.model import Site

INDEX = "search/search_index.json"
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.S)


def improve_index(site: Site, terms: Terms, words: Callable[[str], str]) -> None:
    """Rewrite the index; `words` makes a line of a formula. Where there is no search, there is nothing to do.

    Titles lose their numbers: who looks for a batch of 1 does not mean section 10.
    """
    if not site.holds(INDEX):
        return
    index = json.loads(site.files[INDEX])
    names = names_by_part(terms)
    for entry in index["docs"]:
        entry["text"] = FORMULA.sub(lambda match: _line(match[0], words), entry["text"])
        _, entry["title"] = split_number(entry["title"])
        title = f"-{slug(entry['title'])}-"
        tags = [name for name in names.get(entry["location"], ()) if f"-{slug(name)}-" not in title]
        if tags:
            entry["tags"] = tags
    site.files[INDEX] = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def names_by_part(terms: Terms) -> dict[str, list[str]]:
    """Names and synonyms of the terms that each part of a page explains best, by its address."""
    found: dict[str, list[str]] = {}
    for term in terms.entries:
        if term.means and term.places:
            found.setdefault(term.places[0].under, []).extend((term.name, *term.also))
    return found


def _line(marked: str, words: Callable[[str], str]) -> str:
    try:
        return words(unmark(unescape(marked))[0])
    except FormulaError:
        # The page's own problem says it already.
        return ""
