"""The finished site as material for print: the navigation's pages, those of questions and all examples, in their order."""

from dataclasses import replace

from lxml.html import HtmlElement

from cheatsheet.base.problems import Problems
from cheatsheet.editions.gallery import example_groups, question_pages
from cheatsheet.editions.imprint import read_imprint
from cheatsheet.editions.pdf.clean import clean
from cheatsheet.editions.pdf.pages import PrintPage, Source
from cheatsheet.material.layout import HOME, body_of, menu
from cheatsheet.site.inline_styles import copy_with_attributes
from cheatsheet.site.model import Site
from cheatsheet.site.parts import join_parts


def read_source(site: Site, problems: Problems) -> Source:
    """Copy from the site what is printed. Problems: missing pages and images."""
    source = Source(site, read_imprint(site.pages[HOME]))
    for path in menu(site.pages[HOME]):
        _add(source, path, problems)
    return source


def _add(source: Source, path: str, problems: Problems) -> None:
    article = _article(source.site, path)
    if article is None:
        what = "the navigation leads to it, but it is no page that can be printed"
        problems.add(f"site/{path}", None, what, "build the site anew")
        return
    groups = example_groups(article, path)
    questions = question_pages(article, path)
    key = path.removesuffix("index.html").strip("/").replace("/", "-").removesuffix(".html")
    page = PrintPage(path, key or "home", article)
    source.pages[path] = page
    clean(page, source.site, problems)
    for member in questions:
        _add(source, member, problems)
    for group in groups:
        for member in group.paths:
            _add(source, member, problems)
        found = [member for member in group.paths if member in source.pages]
        source.groups.append(replace(group, paths=found))


def _article(site: Site, path: str) -> HtmlElement | None:
    """A copy of a page's article; None where there is no page, or one without a title."""
    found = body_of(site.pages[path]) if path in site.pages else None
    if found is None or found.find(".//h1") is None:
        return None
    return join_parts(copy_with_attributes(site.pages[path], found))
