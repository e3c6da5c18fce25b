"""What the rest of a site wants to know of a page, so that a page that stays need not be parsed for it."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.links import ids_of, links_of
from cheatsheet.base.markup import words_of
from cheatsheet.base.nodes import copy_of

HEADINGS = "self::h1 or self::h2 or self::h3 or self::h4 or self::h5 or self::h6"
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
# Drawings have ids of their own, which are no addresses.
ALL_IDS = etree.XPath(".//@id[not(ancestor::svg)]", smart_strings=False)
# The headings of an example's page are the notebook's, which nobody keeps.
EXAMPLE_IDS = etree.XPath(
    f".//@id[not(ancestor::svg) and not(ancestor::*[{HEADINGS}])]", smart_strings=False
)
_NAMES = etree.XPath("descendant-or-self::*/@*[name()='class' or name()='id']", smart_strings=False)
_READING = etree.XPath(
    "descendant-or-self::*/@*[contains(., 'var(')] | //style/text()", smart_strings=False
)
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_ATTRIBUTES = etree.XPath("descendant-or-self::*/@*", smart_strings=False)


@dataclass(frozen=True)
class PageFacts:
    """`ids` and `links` in their order, `addresses` what it offers to be linked to (None: it has no article).

    `names` are its classes and ids, `variables` what its styles read, `characters` all that it may show, `formulas` the
    characters of formulas by the classes around them, `marks` the texts of its comments, `title` its first heading.
    """

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    addresses: list[str] | None = None
    names: list[str] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    characters: str = ""
    formulas: dict[str, str] = field(default_factory=dict)
    marks: list[str] = field(default_factory=list)
    title: str = ""


def facts_of(root: HtmlElement, is_example: bool = False) -> PageFacts:
    """Of a page as a tree; of an example's page the headings are no addresses."""
    article = root.find(".//article")
    addresses = None if article is None else (EXAMPLE_IDS if is_example else ALL_IDS)(article)
    return PageFacts(
        ids=ids_of(root),
        links=list(dict.fromkeys(links_of(root))),
        addresses=addresses,
        names=sorted({name for names in _NAMES(root) for name in names.split()}),
        variables=sorted({name for text in _READING(root) for name in VARIABLE.findall(text)}),
        characters="".join(sorted(set().union(*_TEXTS(root), *_ATTRIBUTES(root)))),
        formulas=characters_by_classes(root.find_class("katex-html")),
        marks=[(mark.text or "").strip() for mark in root.iter(etree.Comment)],
        title="" if article is None else _title(article),
    )


def characters_by_classes(formulas: Iterable[HtmlElement]) -> dict[str, str]:
    """The characters of formulas by the classes around them, which stand in one text in order."""
    found: defaultdict[frozenset[str], set[str]] = defaultdict(set)

    def visit(root: HtmlElement, around: frozenset[str]) -> None:
        classes = around.union(root.get("class", "").split())
        found[classes].update(*filter(None, [root.text, *(child.tail for child in root)]))
        for child in root:
            visit(child, classes)

    for formula in formulas:
        visit(formula, frozenset())
    by_text = {" ".join(sorted(classes)): "".join(sorted(found[classes])) for classes in found}
    return {classes: by_text[classes] for classes in sorted(by_text) if by_text[classes]}


def _title(article: HtmlElement) -> str:
    heading = article.find(".//h1")
    if heading is None:
        return ""
    made = copy_of(heading)
    for mark in made.find_class("headerlink"):
        mark.drop_tree()
    return words_of(made)
