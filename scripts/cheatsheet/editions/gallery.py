"""Which pages stand behind those that list them: examples in their groups, questions by section."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.vocabulary import QUESTIONS

# The page that lists all questions.
ALL_QUESTIONS = f"{QUESTIONS}index.html"


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
    if path != ALL_QUESTIONS:
        return []
    targets = (target_of(path, link.get("href", ""))[0] for link in article.iter("a"))
    return list(dict.fromkeys(filter(asks, targets)))


def asks(path: str) -> bool:
    """Whether this page of the site asks the questions on one section."""
    return path.startswith(QUESTIONS) and path != ALL_QUESTIONS
