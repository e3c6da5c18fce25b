"""Make a page's article fit for print: what only a screen can use goes, formulas and drawings are described."""

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL, ids_of, target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import parent_of
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.code_lines import mark_lines
from cheatsheet.editions.pdf.document import FORMULA
from cheatsheet.editions.pdf.hatches import draw_hatches
from cheatsheet.editions.pdf.pages import PrintPage
from cheatsheet.editions.screen import drop_empty_headings, drop_screen_parts, keep_marks_with_words
from cheatsheet.site.model import Site

# Classes of keywords, comments and strings; the rest of the code needs no element of its own.
COLOURED = {"k", "kc", "kn", "c1", "s1", "s2", "sd"}
TOKEN = re.compile(r"[a-z][a-z0-9]?")
REFERENCES = {"id", "name", "for", "aria-labelledby", "aria-describedby"}


def clean(page: PrintPage, site: Site, problems: Problems) -> None:
    """Make the page's article fit for print in place. Problems: missing images."""
    before = set(ids_of(page.article))
    for step in DROPPING:
        step(page.article)
    page.unprinted = before - set(ids_of(page.article))
    for step in CHANGING:
        step(page.article)
    page.notes += _mark_code(page.article)
    prefix_ids(page.article, page.key)
    find_images(page, site, problems)


def unwrap_plain_code(article: HtmlElement) -> None:
    """Take the elements of highlighting away where they change no colour: a book has half as many then."""
    for span in article.xpath(".//code//span[@class][not(*)]"):
        name = span.get("class", "")
        if TOKEN.fullmatch(name) and name not in COLOURED:
            span.drop_tag()


def open_details(article: HtmlElement) -> None:
    """Show folded answers."""
    for details in article.iter("details"):
        details.set("open", "")


def describe_formulas(article: HtmlElement) -> None:
    """KaTeX hides the half that is seen from the tag tree: show it there as one image, described by its TeX."""
    for formula in article.find_class("katex"):
        math = formula.find(".//math")
        tex = formula.text_content() if math is None else math.get("alttext", "")
        for half in formula.find_class("katex-mathml"):
            half.drop_tree()
        for half in formula.iter("*"):
            half.attrib.pop("aria-hidden", None)
        # The line of a root is no figure of its own.
        for sign in formula.iter("svg"):
            sign.set("aria-hidden", "true")
        formula.set("role", "img")
        formula.set("aria-label", f"{FORMULA}{' '.join(tex.split())}")


def replace_hatches(article: HtmlElement) -> None:
    """Draw the hatches of all drawings as lines."""
    for drawing in article.iter("svg"):
        draw_hatches(drawing)


DROPPING: tuple[Callable[[HtmlElement], None], ...] = (drop_screen_parts, drop_empty_headings)
CHANGING: tuple[Callable[[HtmlElement], None], ...] = (
    unwrap_plain_code,
    keep_marks_with_words,
    open_details,
    describe_formulas,
    replace_hatches,
)


def _mark_code(article: HtmlElement) -> list[str]:
    """Mark the lines of code and of what it prints; says which ones are broken."""
    blocks = [
        tag
        for tag in article.iter("pre", "code")
        if (
            parent_of(tag).tag == "pre"
            if tag.tag == "code"
            else has_class(parent_of(tag), "output")
        )
    ]
    return [note for block in blocks for note in mark_lines(block)]


def prefix_ids(article: HtmlElement, key: str) -> None:
    """Ids are unique in a page only. References to them inside drawings change with them."""
    for tag in article.iter("*"):
        for name, value in tag.attrib.items():
            if name in REFERENCES:
                tag.set(name, " ".join(f"{key}--{part}" for part in value.split()))
            elif "url(#" in value:
                tag.set(name, value.replace("url(#", f"url(#{key}--"))
            elif name in ("href", "xlink:href") and value.startswith("#") and tag.tag != "a":
                tag.set(name, f"#{key}--{value[1:]}")


def find_images(page: PrintPage, site: Site, problems: Problems) -> None:
    """Name images by their path in the site. Problems: those that it does not hold."""
    for image in page.article.iter("img"):
        image.attrib.pop("loading", None)
        address = image.get("src", "")
        if address.startswith("data:"):
            continue
        if EXTERNAL.match(address):
            what, cure = f"the image {address} is on another host", "keep a copy on the site"
            problems.add(f"site/{page.path}", None, what, cure)
            continue
        path = target_of(page.path, address)[0]
        image.set("src", path)
        if not site.holds(path):
            what, cure = f"the image {path} is missing", "mend its address, or build the site anew"
            problems.add(f"site/{page.path}", None, what, cure)
