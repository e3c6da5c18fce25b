"""Everything that a build is made of, read and run before any page is made."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project, all_files
from cheatsheet.base.provenance import check_commit, check_source_date
from cheatsheet.base.source import odd_files, unread
from cheatsheet.base.vocabulary import HOME, QUESTIONS
from cheatsheet.content.addresses import read_addresses
from cheatsheet.content.blocks import check_blocks
from cheatsheet.content.claims import Claim, check_evidence, read_claims
from cheatsheet.content.numbers import ListedNumbers, read_numbers
from cheatsheet.content.page_sources import read_pages
from cheatsheet.content.places import Place, find_places
from cheatsheet.content.plans import Plan, read_plans
from cheatsheet.content.questions import QuestionPage, read_questions
from cheatsheet.content.redirects import Redirect, read_redirects
from cheatsheet.content.references import Reference, read_references
from cheatsheet.content.sections import Section, read_sections
from cheatsheet.content.tasks import Task, read_tasks
from cheatsheet.content.terms import Terms, read_terms
from cheatsheet.examples.allowed import check_scripts
from cheatsheet.examples.model import Example, Result
from cheatsheet.examples.renew import Started, start_examples
from cheatsheet.examples.robustness import Record, read_records


@dataclass(frozen=True)
class Content:
    """What one build is made of.

    `examples` and `results` go by address, `failed` are the addresses of examples without a result, `seconds` what the
    cells took of those that ran now. `pages` are the texts by path below docs/, `sections` the home page and the
    section pages by slug, `questions` the pages that ask about each, `tasks` those of the whiteboard, `addresses` those that were ever published, `records` what the last robustness runs found by
    example, `numbers` what a file prints that no run checks, `unread` the files that could not be read.
    """

    project: Project
    examples: dict[str, Example] = field(default_factory=dict)
    results: dict[str, Result] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    pages: dict[str, str] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)
    questions: dict[str, QuestionPage] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    references: dict[str, Reference] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    terms: Terms = field(default_factory=Terms)
    plans: list[Plan] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    redirects: dict[str, Redirect] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    numbers: dict[str, ListedNumbers] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()

    @property
    def failed(self) -> set[str]:
        return self.examples.keys() - self.results.keys()

    @property
    def numbered(self) -> list[Section]:
        """The section pages in their order."""
        return [section for slug, section in self.sections.items() if slug != HOME]

    def alternative(self, address: str, figure: str) -> str:
        """The text alternative that the last page to describe a figure gives it; empty where none does."""
        return self._alternatives.get((address, figure), "")

    @cached_property
    def _alternatives(self) -> dict[tuple[str, str], str]:
        return {
            figure: words
            for section in self.sections.values()
            for figure, words in section.alternatives.items()
            if words
        }


def read_content(project: Project, problems: Problems, started: Started | None = None) -> Content:
    """Read all data files while the examples run that changed: those that were `started`, else all of the project.

    Raises BadInput where something lies among the inputs that nobody can read.
    """
    with started or start_examples(project) as running:
        return _read(project, problems, running)


def _read(project: Project, problems: Problems, started: Started) -> Content:
    check_source_date(problems)
    check_commit(project, problems)
    pages = read_pages(project, problems)
    sections = {section.slug: section for section in read_sections(project, problems, pages)}
    references = read_references(project, problems)
    claims = read_claims(project, sections, references, problems)
    places = [Place(f"claims/#{claim}", "claim", claim, "") for claim in claims]
    for section in sections.values():
        if section.slug != HOME:
            places += find_places(section.slug, section.text)
    check_blocks(pages, problems)
    questions = read_questions(pages, sections, problems)
    for slug in questions:
        places += find_places(f"{QUESTIONS}{slug}", pages[f"{QUESTIONS}{slug}.md"])
    content = Content(
        project=project,
        examples={example.address: example for example in started.examples},
        pages=pages,
        sections=sections,
        questions=questions,
        tasks=read_tasks(project, [each.address for each in started.examples], sections, problems),
        references=references,
        claims=claims,
        terms=read_terms(project, places, problems),
        plans=read_plans(project, problems),
        addresses=read_addresses(project, problems),
        redirects=read_redirects(project, problems),
        records=read_records(project, problems),
        numbers=read_numbers(project, problems),
    )
    results, seconds = started.finish(problems)
    # What has no result is named already.
    check_scripts([each for each in started.examples if each.address in results], problems)
    check_evidence(claims, results, problems)
    _check_files(project, problems)
    return replace(content, results=results, seconds=seconds, unread=unread(problems))


def _check_files(project: Project, problems: Problems) -> None:
    """Stop where something lies among the inputs that nobody can read: MkDocs would wait for it, or end at it."""
    odd = list(odd_files(map(Path, all_files(project.inputs))))
    named = {problem.path for problem in problems}
    for path, what, cure in odd:
        label = path.relative_to(project.root).as_posix()
        if label not in named:
            problems.add(label, None, what, cure)
    if odd:
        problems.stop_if_any()
