"""The questions on the pages that lead to them: in a line at the foot of a section, and all of them on one page."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from cheatsheet.base.vocabulary import LEVELS
from cheatsheet.content.questions import Question, QuestionPage
from cheatsheet.content.sections import Section


def questions_line(page: QuestionPage, prefix: str) -> str:
    """How many questions a section has, of which level, and the way to them."""
    levels = ", ".join(f"{count} {level}" for level in LEVELS if (count := page.count(level)))
    link = f'<a href="{prefix}{page.url}">{_count(len(page.questions))}</a>'
    return f"<p>{link}, each with its answer and what stands behind it: {levels}.</p>"


def question_list(pages: Iterable[QuestionPage], sections: dict[str, Section], prefix: str) -> str:
    """Every question as a link, below its section and its concept."""
    return "\n".join(_section(page, sections[page.slug], prefix) for page in pages)


def _section(page: QuestionPage, section: Section, prefix: str) -> str:
    link = f'<a href="{prefix}{page.url}">{_count(len(page.questions))}</a>'
    parts = [f'<h2 id="{page.slug}">{escape(section.title)}</h2>', f"<p>{link}.</p>"]
    for concept, questions in groupby(page.questions, lambda question: question.concept):
        items = "".join(_item(page, question, prefix) for question in questions)
        parts.append(f'<p class="concept">{escape(concept)}</p><ul class="questions">{items}</ul>')
    return "\n".join(parts)


def _item(page: QuestionPage, question: Question, prefix: str) -> str:
    address = f"{prefix}{page.url}#{question.name}"
    level = f'<span class="level">{question.level}</span>'
    return f'<li><a href="{address}">{escape(question.words)}</a> {level}</li>'


def _count(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"
