"""What the search knows: formulas as lines of text, the names of what a part explains, questions and examples of their own."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from typing import Any

from lxml.html import HtmlElement

from cheatsheet.base.nodes import find
from cheatsheet.base.titles import split_number
from cheatsheet.content.tasks import Task
from cheatsheet.content.terms import Terms, slug
from cheatsheet.examples.model import Result
from cheatsheet.markdown.formulas import FormulaError, unmark
from cheatsheet.material.search_names import FORMULA, names_behind, names_of_task

INDEX = "search/search_index.json"
# What an example writes between dollars.
TEX = re.compile(r"\$\$?([^$]+)\$\$?")
HEADING = re.compile(r"^#+ (.*)\n?", re.M)
PARAGRAPH = re.compile(r"\n\s*\n")
CODE = re.compile(r"`([^`]+)`")
CLAIM = re.compile(r"claims/#(\d.*)")
# Lists of titles and authors know every word of the field and explain none.
SOURCES, FAINT = "#sources", 0.1
# A section explains, a question asks for it; the heading of its concept says least.
QUESTION, CONCEPT = 0.7, 0.35
# The line on a section page that counts its questions and tasks answers no search.
COUNTS = "#follow-ups"
# How a whiteboard task is looked for, whatever it asks.
CODED = "A whiteboard task: implement it, write the code from scratch."
# Pages that the search knows by what they are, not by all that they list.
LISTS = {
    "terms/": "glossary, definitions, vocabulary",
    "questions/": "interview questions, questions and answers",
    "scratch/": "whiteboard, coding tasks, implement, from scratch",
    "examples/": "gallery, scripts, notebooks, code",
}
EXAMPLES = "examples/"

Entry = dict[str, Any]


def page_entries(
    found: Iterable[Entry], questions: Iterable[Mapping[str, Any]], words: Callable[[str], str]
) -> list[Entry]:
    """What the search knows of a page, from what MkDocs found there; `words` makes a line of a formula.

    Each of its questions is found by its own words, what is said aloud and what is asked next, and by names behind that.

    Titles lose their numbers: who looks for a batch of 1 does not mean section 10.
    """
    found, asked = list(found), list(questions)
    counted = [entry for entry in found if not entry["location"].endswith(COUNTS)]
    entries = [part for entry in counted for part in _parts(entry, asked)]
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
    if not asked:
        return entries
    # What questions cite is told where they cite it.
    kept = [entry for entry in entries if not entry["location"].endswith(SOURCES)]
    here = {entry["location"] for entry in found}
    return [entry | {"boost": CONCEPT if entry["location"] in here else QUESTION} for entry in kept]


def whole_index(config: Any, entries: list[Entry], terms: Terms) -> bytes:
    """The file of the index, from what is known of all pages in their order. Lists and examples come last."""
    last = len(LISTS) + 1

    def rank(entry: Entry) -> int:
        location = entry["location"]
        return (
            [*LISTS].index(location) + 1
            if location in LISTS
            else last * location.startswith(EXAMPLES)
        )

    ordered = sorted((dict(entry) for entry in entries), key=rank)
    _name([entry for entry in ordered if not rank(entry)], terms)
    index = {"config": config, "docs": ordered}
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


def _parts(entry: Entry, questions: Iterable[Mapping[str, Any]]) -> Iterator[Entry]:
    """The entry without the questions that stand in it, and one for each of those."""
    text, inside = entry["text"], []
    for question in questions:
        title = escape(question["question"], quote=False)
        if f"{title} " in text and question["concept"] == unescape(entry["title"]):
            inside.append(question)
    if inside:
        entry = entry | {"text": text.partition(escape(inside[0]["question"], quote=False))[0]}
    yield entry
    page = entry["location"].partition("#")[0]
    for question in inside:
        said = [question["answer"], *(then["question"] for then in question["follow_ups"])]
        if names := ", ".join(names_behind(question, " ".join([question["question"], *said]))):
            said.append(f"Behind it: {names}.")
        text = "".join(f"<p>{escape(line, quote=False)}</p>" for line in said)
        location = f"{page}#{question['address'].partition('#')[2]}"
        title = escape(question["question"], quote=False)
        yield entry | {"location": location, "title": title, "text": text}


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


def example_entry(
    address: str, result: Result, words: Callable[[str], str], task: Task | None = None
) -> Entry:
    """What the search knows of an example: its title, its question and its prose; no code. Of a `task` not the prose."""
    cells = json.loads(result.notebook.read_text("utf-8"))["cells"]
    prose = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    prose = prose[:1] if task else prose
    lines = [line for cell in prose[1:] for line in PARAGRAPH.split(HEADING.sub(r"\1\n\n", cell))]
    coded = [CODED] if task else []
    said = [" ".join(line.split()) for line in (result.question, *lines, *coded)]
    text = "".join(f"<p>{_html(line, words)}</p>" for line in said if line)
    entry: Entry = {"location": f"examples/{address}/", "title": escape(result.title), "text": text}
    if task:
        entry["names"] = names_of_task(task, result.title)
    return entry


def _html(line: str, words: Callable[[str], str]) -> str:
    """A line of Markdown, as examples write it."""
    said = [
        _line(f"\\({piece}\\)", words) if odd % 2 else CODE.sub(r"<code>\1</code>", escape(piece))
        for odd, piece in enumerate(TEX.split(line))
    ]
    return "".join(said)


def list_entry(location: str, article: HtmlElement) -> Entry:
    """A page that lists everything, by its title and first sentence."""
    [lead] = article.xpath("./p[@class='lead']") or [None]
    title = find(article, "h1").text_content().removesuffix("#")
    text = f"<p>{escape(lead.text_content())}</p>" if lead is not None else ""
    names = LISTS[location].split(", ")
    return {"location": location, "title": escape(title.strip()), "text": text, "names": names}


def _line(marked: str, words: Callable[[str], str]) -> str:
    try:
        return words(unmark(unescape(marked))[0])
    except FormulaError:
        # The page's own problem says it already.
        return ""
