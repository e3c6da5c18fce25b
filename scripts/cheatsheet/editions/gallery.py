"""Which pages stand behind those that list them: examples in their groups, questions by section."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.vocabulary import QUESTIONS


@dataclass(frozen=True)
class ExampleGroup:
    """A heading of the gallery, and the paths of the examples below it."""

    id: str
    title: str
    paths: list[str]


def example_groups(article: HtmlElement, path: str) -> list[ExampleGroup]:
    """The groups of example pages, where the page is the gallery of all examples."""
    if not path.startswith("examples/"):
        return []
    groups = []
    for heading in article.iter("h2"):
        cards = next(heading.itersiblings("*"), None)
        if cards is not None and has_class(cards, "cards"):
            links = [link for link in cards.iter("a") if has_class(link, "card")]
            paths = [target_of(path, link.attrib["href"])[0] for link in links]
            title = "".join(heading.xpath("text()")).strip()
            groups.append(ExampleGroup(heading.attrib["id"], title, paths))
    return groups


def question_pages(article: HtmlElement, path: str) -> list[str]:
    """The paths of the pages of questions, where the page is the list of all questions."""
    if path != f"{QUESTIONS}index.html":
        return []
    targets = (target_of(path, link.get("href", ""))[0] for link in article.iter("a"))
    found = (target for target in targets if target.startswith(QUESTIONS) and target != path)
    return list(dict.fromkeys(found))
