"""Questions and whiteboard tasks as data, for drills and cards: `questions.json` beside the pages.

Texts are plain: formulas as TeX between \\( and \\), a paragraph, a row or an item a line. Items keep their numbers, those
of a list within a list are indented, and marks of claims are left out.
"""

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class, words_of
from cheatsheet.base.nodes import parent_of
from cheatsheet.base.vocabulary import BEHIND, FIGURE, MISTAKE, QUESTIONED, THEN
from cheatsheet.content.read import Content
from cheatsheet.pages.example_page import SOLVED
from cheatsheet.pages.script_words import code_of

FILE = "questions.json"
# Between two cells, where the words of a third may have stood.
GAP = re.compile(r"\n{4,}")
LINES = etree.XPath(
    "descendant-or-self::*[self::p or self::li[not(p)] or self::tr or self::pre or self::figcaption"
    " or (self::div[contains(@class, 'arithmatex')])]"
)
# What stands in a line and is none of its words.
ASIDE = etree.XPath(".//ul | .//ol | .//a[contains(@class, 'claim') or contains(@class, 'code')]")
FIGURES = etree.XPath(f".//figure[starts-with(@id, '{FIGURE.prefix}')]/@id", smart_strings=False)

Data = dict[str, Any]


def questions_of(address: str, section: str, article: HtmlElement) -> list[Data]:
    """The questions of a page (its address: `questions/losses/`), whose formulas are still TeX."""
    found, concept = [], ""
    for tag in article.iter("h2", "details"):
        if tag.tag == "h2":
            concept = _heading(tag)
        elif has_class(tag, QUESTIONED) and tag.get("id"):
            found.append(_question(tag, address) | {"section": section, "concept": concept})
    return found


def _question(fold: HtmlElement, address: str) -> Data:
    summary, *parts = list(fold)
    level = "".join(words_of(mark) for mark in summary.find_class("level"))
    asked = words_of(summary).strip().removesuffix(level).strip()
    answer = [
        part for part in parts if not {BEHIND, THEN, MISTAKE} & {*part.get("class", "").split()}
    ]
    return {
        "address": f"{address}#{fold.get('id')}",
        "question": asked,
        "level": level,
        "answer": _text(answer),
        "behind": _text(_inner(fold, BEHIND)),
        "follow_ups": [
            {"question": _title(part), "answer": _text(list(part)[1:])}
            for part in parts
            if has_class(part, THEN)
        ],
        "mistake": _text(_inner(fold, MISTAKE)),
        "figures": FIGURES(fold),
    }


def _inner(fold: HtmlElement, name: str) -> list[HtmlElement]:
    """What stands in a part of a question below its title."""
    return [child for part in fold if has_class(part, name) for child in list(part)[1:]]


def _title(part: HtmlElement) -> str:
    return words_of(part[0])


def _heading(tag: HtmlElement) -> str:
    return words_of(tag).removesuffix("#").strip()


def _text(parts: Iterable[HtmlElement]) -> str:
    return "\n".join(line for part in parts for line in _lines(part))


def _lines(part: HtmlElement) -> Iterator[str]:
    for block in LINES(part):
        if any(
            _is_block(above) for above in block.iterancestors() if above is not part.getparent()
        ):
            continue
        if block.tag == "pre":
            yield block.text_content().strip("\n")
        elif block.tag == "tr":
            yield " | ".join(words_of(cell) for cell in block)
        elif words := _words(block):
            yield f"{_bullet(block)}{words}"


def _words(block: HtmlElement) -> str:
    """Of an item without the list within it, of a caption without its link to the script."""
    told = deepcopy(block)
    told.tail = None
    for part in ASIDE(told):
        part.drop_tree()
    for end in told.iter("br"):
        end.tail = f" {end.tail or ''}"
    return words_of(told)


def _bullet(block: HtmlElement) -> str:
    """How the line of an item or of its first paragraph begins: with its number, where its list counts."""
    item = block if block.tag == "li" else parent_of(block)
    if item.tag != "li" or block not in (item, *item[:1]):
        return ""
    around = parent_of(item)
    depth = sum(above.tag in ("ul", "ol") for above in around.iterancestors())
    number = around.findall("li").index(item) + 1
    return "  " * depth + (f"{number}. " if around.tag == "ol" else "- ")


def _is_block(tag: HtmlElement) -> bool:
    """Whether an element gives a line of its own, so that what stands in it gives none."""
    return tag.tag in ("tr", "pre", "figcaption", "p")


def as_file(questions: Iterable[Data], content: Content) -> bytes:
    """All questions in the order of their pages, and all tasks with their first solution."""
    tasks = [
        {
            "address": f"examples/{task.address}/",
            "question": content.results[task.address].question,
            "level": task.level,
            "section": task.section,
            "concept": task.concept,
            "answer": _solution(content.examples[task.address].source),
            "figures": [*content.results[task.address].figures],
        }
        for task in content.tasks
        if task.address in content.results
    ]
    data = {"questions": list(questions), "tasks": tasks}
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _solution(source: str) -> str:
    """The first solution of a task: all code behind the heading that says so, up to the next part."""
    _, _, behind = source.partition(f"## {SOLVED}\n")
    part, _, _ = behind.partition("\n# ## ")
    return GAP.sub("\n\n\n", code_of(f"# %% [markdown]\n{part}")).strip()
