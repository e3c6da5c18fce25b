"""Questions and tasks on the pages that lead to them: a line at the foot of a section, and lists of all."""

import re
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby

from cheatsheet.base.vocabulary import GENERIC, LEVELS, SCRATCH
from cheatsheet.content.places import HEADING, lines_of_markdown
from cheatsheet.content.questions import Question, QuestionPage
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section


def questions_line(page: QuestionPage, tasks: int, prefix: str) -> str:
    """How many questions a section has, of which level, how many tasks to code, and the way to them."""
    counts = {level: page.count(level) for level in LEVELS}
    levels = ", ".join(f"{count} {level}" for level, count in counts.items() if count)
    link = f'<a href="{prefix}{page.url}">{_count(len(page.questions))}</a>'
    line = f"{link}, each with its answer and what stands behind it: {levels}."
    if tasks:
        count = "1 task" if tasks == 1 else f"{tasks} tasks"
        line += f' <a href="{prefix}{SCRATCH}#{page.slug}">{count} to code from scratch</a>.'
    return f"<p>{line}</p>"


def question_list(pages: Iterable[QuestionPage], sections: dict[str, Section], prefix: str) -> str:
    """Every question as a link, below its section and its concept."""
    return "\n".join(_section(page, sections[page.slug], prefix) for page in pages)


def links_back(markdown: str, section: Section, prefix: str) -> dict[int, str]:
    """What leads from the headings of a page of questions to those of the section, by the number of their lines."""
    there = {match["id"] for _, match in _headings(section.text)}.difference(GENERIC)
    return {
        number: f'<p class="concept"><a href="{prefix}{section.url}#{match["id"]}">On the section page</a></p>'
        for number, match in _headings(markdown)
        if match["hashes"] == "##" and match["id"] in there
    }


def _headings(markdown: str) -> Iterator[tuple[int, re.Match[str]]]:
    for number, line in lines_of_markdown(markdown):
        if match := HEADING.match(line):
            yield number, match


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


def task_list(content: Content, prefix: str) -> str:
    """Every whiteboard task as a link, below its section, with what it asks."""
    parts = []
    for slug, tasks in groupby(content.tasks, lambda each: each.section):
        items = "".join(
            f'<li><a href="{prefix}examples/{task.address}/">{escape(result.title)}</a> '
            f'<span class="level">{task.level}</span> {escape(result.question)}</li>'
            for task in tasks
            if (result := content.results.get(task.address))
        )
        heading = f'<h2 id="{slug}">{escape(content.sections[slug].title)}</h2>'
        parts.append(f'{heading}<ul class="questions">{items}</ul>')
    return "\n".join(parts)


def _count(number: int) -> str:
    return "1 question" if number == 1 else f"{number} questions"
