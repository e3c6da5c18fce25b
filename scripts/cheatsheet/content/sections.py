"""The section pages: number, name and what each says of itself, read from docs/*.md. The home page is number 0."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.vocabulary import HOME
from cheatsheet.content.page_sources import front_matter, read_pages
from cheatsheet.content.places import plain

TITLE = re.compile(r"^# (?:(?P<number>[0-9]{1,3})\. )?(?P<name>.+?)(?: *\{.*\})? *$", re.M)
LEAD = re.compile(r"^(?P<lead>.+)\n\{ \.lead \}$", re.M)
FIGURE = re.compile(
    r"!\[(?P<alt>[^\]]*)\]\(example:(?P<address>[a-z0-9_/-]+)#(?P<figure>[a-z0-9_-]+)"
)


@dataclass(frozen=True)
class Section:
    """A page of the ten sections, or the home page. `slug` is its name in addresses and files.

    `lead` is the sentence under its title, `description` what a search engine is told, `plot` the address of its most
    telling figure, FOLDER/NAME#FIGURE, and `text` its Markdown.
    """

    number: int
    name: str
    slug: str
    text: str
    lead: str = ""
    description: str = ""
    plot: str = ""

    @property
    def title(self) -> str:
        return f"{self.number}. {self.name}" if self.number else self.name

    @property
    def label(self) -> str:
        return f"docs/{self.slug}.md"

    @property
    def url(self) -> str:
        """Its address below the site's root."""
        return "" if self.slug == HOME else f"{self.slug}/"

    @cached_property
    def alternatives(self) -> dict[tuple[str, str], str]:
        """The text alternatives that the page gives figures: (address of the example, figure) to text."""
        found = FIGURE.finditer(self.text)
        return {(figure["address"], figure["figure"]): figure["alt"] for figure in found}


def read_sections(
    project: Project, problems: Problems, pages: Mapping[str, str] | None = None
) -> list[Section]:
    """The home page and every page whose title begins with a number, in the order of their numbers.

    `pages` are the texts by path below docs/, read here where they are not given.
    """
    found = []
    for name, text in (read_pages(project, problems) if pages is None else pages).items():
        title, slug = TITLE.search(text), name.removesuffix(".md")
        if "/" not in slug and (slug == HOME or (title and title["number"])):
            found.append(_section(slug, text))
    sections = sorted(found, key=lambda section: (section.number, section.slug))
    for before, section in pairwise(sections):
        if section.number and section.number == before.number:
            what = f"it is section {section.number}, as docs/{before.slug}.md is"
            problems.add(section.label, None, what, "give one of them another number")
    return sections


def _section(slug: str, text: str) -> Section:
    title, lead, said = TITLE.search(text), LEAD.search(text), front_matter(text)
    return Section(
        number=int(title["number"] or 0) if title else 0,
        name=title["name"] if title else slug,
        slug=slug,
        text=text,
        lead=plain(lead["lead"]) if lead else "",
        description=said.get("description", ""),
        plot=said.get("plot", ""),
    )
