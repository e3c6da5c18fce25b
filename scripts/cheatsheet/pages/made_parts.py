"""The parts of pages that the build makes where a comment names them: maps, lists, tables, lines that count."""

import re

from cheatsheet.content.read import Content
from cheatsheet.pages.gallery import gallery
from cheatsheet.pages.ledger_page import ledger_entries, ledger_summary
from cheatsheet.pages.question_lists import question_list, questions_line, task_list
from cheatsheet.pages.robustness_page import robustness_parts, robustness_tables
from cheatsheet.pages.section_map import section_map
from cheatsheet.pages.term_index import term_index

PARTS = re.compile(
    r"<!-- (map|gallery|summary|ledger|terms|robustness|robustness-parts|questions|all-questions|tasks) -->"
)


def made_part(name: str, content: Content, prefix: str, slug: str, ledger_seal: str) -> str:
    """The part of this name on the page docs/SLUG.md, as HTML or Markdown; `prefix` is the way to the site's root.

    The ledger's entries bear its seal where they quote.
    """
    makers = {
        "map": lambda: section_map(content.numbered, prefix),
        "gallery": lambda: gallery(content.results, content.numbered, prefix),
        "summary": lambda: ledger_summary(list(content.claims.values())),
        "ledger": lambda: ledger_entries(content, ledger_seal),
        "robustness-parts": lambda: robustness_parts(content),
        "robustness": lambda: robustness_tables(content, prefix),
        "questions": lambda: _questions(content, prefix, slug),
        "all-questions": lambda: question_list(
            content.questions.values(), content.sections, prefix
        ),
        "tasks": lambda: task_list(content, prefix),
        "terms": lambda: term_index(content.terms, prefix),
    }
    return makers[name]()


def _questions(content: Content, prefix: str, slug: str) -> str:
    """What leads from a section to its questions and tasks."""
    page = content.questions.get(slug)
    tasks = sum(task.section == slug for task in content.tasks)
    return questions_line(page, tasks, prefix) if page else ""
