"""What the search knows: formulas as lines of text, the names of what a part explains, questions and examples of their own."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from typing import Any

from cheatsheet.base.titles import split_number
from cheatsheet.content.terms import Terms, slug
from cheatsheet.examples.model import Result
from cheatsheet.markdown.formulas import FormulaError, unmark
from cheatsheet.site.model import Site, article_of

INDEX = "search/search_index.json"
FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.S)
# What an example writes between dollars.
TEX = re.compile(r"\$\$?([^$]+)\$\$?")
HEADING = re.compile(r"^#+ (.*)\n?", re.M)
PARAGRAPH = re.compile(r"\n\s*\n")
CODE = re.compile(r"`([^`]+)`")
CLAIM = re.compile(r"claims/#(\d.*)")
# Lists of titles and authors know every word of the field and explain none.
SOURCES, FAINT = "#sources", 0.1
QUESTIONS = "#follow-ups"
# Pages that the search knows by what they are, not by all that they list.
LISTS = {
    "terms/": "glossary, definitions, vocabulary",
    "examples/": "gallery, scripts, notebooks, code",
}

Entry = dict[str, Any]


def improve_index(
    site: Site, terms: Terms, results: Mapping[str, Result], words: Callable[[str], str]
) -> None:
    """Rewrite the index; `words` makes a line of a formula. Where there is no search, there is nothing to do.

    Titles lose their numbers: who looks for a batch of 1 does not mean section 10.
    """
    if not site.holds(INDEX):
        return
    index = json.loads(site.files[INDEX])
    entries = [part for entry in index["docs"] for part in _parts(entry, site)]
    for entry in entries:
        entry["text"] = FORMULA.sub(lambda match: _line(match[0], words), entry["text"])
        _, entry["title"] = split_number(entry["title"])
        if re.fullmatch(r"[a-z-]+/", entry["location"]):
            # The page by its address: `system design`, `hardware`.
            entry["names"] = [entry["location"].strip("/").replace("-", " ")]
        if claim := CLAIM.match(entry["location"]):
            entry["names"] = [claim[1], f"claim {claim[1]}"]
            # Evidence and sources, and behind the last claim those of all.
            entry["text"] = entry["text"].partition("<ul>")[0].strip()
        if entry["location"].endswith(SOURCES):
            entry["boost"] = FAINT
    _name(entries, terms)
    entries += _lists(site)
    entries += [example_entry(address, result, words) for address, result in results.items()]
    index["docs"] = entries
    site.files[INDEX] = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _parts(entry: Entry, site: Site) -> Iterator[Entry]:
    """The entry, or one for each question that stands in it, to be found by its own words."""
    text, location = entry["text"], entry["location"]
    page = site.pages.get(f"{location.partition('#')[0]}index.html")
    if not location.endswith(QUESTIONS) or page is None:
        yield entry
        return
    found = []
    for fold in reversed(page.xpath("//details[@id][summary]")):
        question = escape(" ".join(fold.find("summary").text_content().split()), quote=False)
        before, mark, answer = text.rpartition(f"{question} <p>")
        if mark:
            text = before
            address = location.replace(QUESTIONS, f"#{fold.get('id')}")
            part = {"location": address, "title": question, "text": f"<p>{answer.strip()}"}
            found.append(entry | part)
    yield entry | {"text": text.strip()}
    yield from reversed(found)


def _name(entries: list[Entry], terms: Terms) -> None:
    """Tell each part the names of the terms that it explains best: `tags` are shown, `names` are not.

    Not shown is what the title says already, and what readers type though no page says it.
    """
    shown, typed = names_by_part(terms, {entry["location"] for entry in entries})
    for entry in entries:
        title = f"-{slug(entry['title'])}-"
        names = shown.get(entry["location"], [])
        said = [name for name in names if f"-{slug(name)}-" in title]
        tags = [name for name in names if name not in said]
        hidden = [*entry.get("names", []), *said, *typed.get(entry["location"], [])]
        entry |= {"tags": tags} if tags else {}
        entry |= {"names": hidden} if hidden else {}


def names_by_part(
    terms: Terms, parts: set[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Names and synonyms of the terms that each of `parts` explains best, by its address, and how else they are typed."""
    names: dict[str, list[str]] = {}
    typed: dict[str, list[str]] = {}
    for term in terms.entries:
        if term.means and term.places:
            best = term.places[0]
            part = best.address if best.address in parts else best.under
            names.setdefault(part, []).extend((term.name, *term.also))
            typed.setdefault(part, []).extend(term.typed)
    return names, typed


def example_entry(address: str, result: Result, words: Callable[[str], str]) -> Entry:
    """What the search knows of an example: its title, its question and its prose; no code."""
    cells = json.loads(result.notebook.read_text("utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    lines = [line for cell in prose[1:] for line in PARAGRAPH.split(HEADING.sub(r"\1\n\n", cell))]
    said = [" ".join(line.split()) for line in (result.question, *lines)]
    text = "".join(f"<p>{_html(line, words)}</p>" for line in said if line)
    return {"location": f"examples/{address}/", "title": escape(result.title), "text": text}


def _html(line: str, words: Callable[[str], str]) -> str:
    """A line of Markdown, as examples write it."""
    said = [
        _line(f"\\({piece}\\)", words) if odd % 2 else CODE.sub(r"<code>\1</code>", escape(piece))
        for odd, piece in enumerate(TEX.split(line))
    ]
    return "".join(said)


def _lists(site: Site) -> Iterator[Entry]:
    """Pages that list everything, by their title and first sentence."""
    for location, names in LISTS.items():
        page = site.pages.get(f"{location}index.html")
        if page is None or (article := article_of(page)) is None:
            continue
        [lead] = article.xpath("./p[@class='lead']") or [None]
        [title] = article.xpath("./h1/text()[1]")
        text = f"<p>{escape(lead.text_content())}</p>" if lead is not None else ""
        yield {
            "location": location,
            "title": title.strip(),
            "text": text,
            "names": names.split(", "),
        }


def _line(marked: str, words: Callable[[str], str]) -> str:
    try:
        return words(unmark(unescape(marked))[0])
    except FormulaError:
        # The page's own problem says it already.
        return ""
