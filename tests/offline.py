"""Shared by the tests of reading offline: the pages' addresses, and the search as a reader uses it."""

from pathlib import Path

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.sections import read_sections

SECTIONS = read_sections(Project(Path(__file__).parents[1]), Problems())
SLUGS = [section.slug for section in SECTIONS if section.slug != "index"]
ADDRESSES = [
    "",
    *(f"{slug}/" for slug in SLUGS),
    "claims/",
    "examples/",
]


def search(page, words: str):
    """The first answer of the site's search."""
    page.locator("input.md-search__input").focus()
    page.keyboard.type(words, delay=20)
    return page.locator(".md-search-result__item a").first
