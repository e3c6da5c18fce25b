"""The questions as the pages docs/questions/*.md ask them: one page for a section, a heading for a concept."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cheatsheet.base.problems import Problems
from cheatsheet.base.vocabulary import LEVELS, QUESTIONED, QUESTIONS
from cheatsheet.content.blocks import options_below
from cheatsheet.content.places import ATTRIBUTES, BLOCK, HEADING, lines_of_markdown, plain
from cheatsheet.content.sections import TITLE, Section

LEVEL = re.compile(r"^ +level: *(?P<level>.*?) *$")


@dataclass(frozen=True)
class Question:
    """A question in the words of an interviewer, what it is about, and how hard it is.

    `concept` are the words of the heading above it, `name` its id on the page.
    """

    name: str
    words: str
    level: str
    concept: str


@dataclass(frozen=True)
class QuestionPage:
    """The page of questions on a section."""

    slug: str
    title: str
    questions: list[Question]

    @property
    def url(self) -> str:
        """Its address below the site's root."""
        return f"{QUESTIONS}{self.slug}/"

    @property
    def label(self) -> str:
        return f"docs/{QUESTIONS}{self.slug}.md"

    def count(self, level: str) -> int:
        return sum(question.level == level for question in self.questions)


def read_questions(
    pages: Mapping[str, str], sections: Mapping[str, Section], problems: Problems
) -> dict[str, QuestionPage]:
    """The pages of questions by the slug of their section, in the order of the sections."""
    found = {}
    for name, text in pages.items():
        slug = name.removeprefix(QUESTIONS).removesuffix(".md")
        if not name.startswith(QUESTIONS):
            for number, _ in _blocks(text):
                what = "a question stands on a page that is none of questions"
                problems.add(f"docs/{name}", number, what, f"move it to docs/{QUESTIONS}")
        elif slug not in sections:
            what = f"there is no section {slug}"
            problems.add(f"docs/{name}", 1, what, "name the page as the section is named")
        else:
            found[slug] = _read(slug, text, problems)
    _check_once(found, problems)
    return {slug: found[slug] for slug in sections if slug in found}


def _read(slug: str, text: str, problems: Problems) -> QuestionPage:
    title = TITLE.search(text)
    page = QuestionPage(slug, title["name"] if title else slug, [])
    lines = text.splitlines()
    for number, question in _blocks(text):
        options = options_below(lines, number)
        name = next((match["id"] for each in options if (match := ATTRIBUTES.match(each))), "")
        level = next((match["level"] for each in options if (match := LEVEL.match(each))), "")
        asked = replace(question, name=name, level=level)
        for what, cure in _faults(asked):
            problems.add(page.label, number, what, cure)
        page.questions.append(asked)
    return page


def _blocks(text: str) -> Iterator[tuple[int, Question]]:
    """The lines in which questions begin, and what is asked there below which heading."""
    concept = ""
    for number, line in lines_of_markdown(text):
        heading, block = HEADING.match(line), BLOCK.match(line)
        if heading and heading["hashes"] == "##":
            concept = plain(heading["words"])
        elif block and block["kind"] == QUESTIONED:
            yield number, Question("", plain(block["words"] or ""), "", concept)


def _faults(question: Question) -> Iterator[tuple[str, str]]:
    """A question has a level and a concept."""
    if question.level not in LEVELS:
        what = f"the question has the level {question.level!r}"
        cure = f"write `    level: LEVEL` below its first line: {', '.join(LEVELS)}"
        yield what if question.level else "it has no level", cure
    if not question.concept:
        yield "the question stands below no concept", "put a heading ## of its concept above it"


def _check_once(pages: Mapping[str, QuestionPage], problems: Problems) -> None:
    """Two questions that say the same are one."""
    asked = Counter(question.words for page in pages.values() for question in page.questions)
    for page in pages.values():
        for question in page.questions:
            if asked[question.words] > 1:
                what = f"the question {question.words!r} stands twice"
                problems.add(page.label, None, what, "ask it once, and link it from the other page")
