"""From what MkDocs has made of one page to its last form, but for what depends on the whole site."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cheatsheet.base.problems import Problems
from cheatsheet.base.source import unread
from cheatsheet.base.vocabulary import OLD, section_of
from cheatsheet.markdown.formulas import Formulas
from cheatsheet.material import theme
from cheatsheet.material.search_index import LISTS, example_entry, list_entry, page_entries
from cheatsheet.pages.headings import Heading, headings_of
from cheatsheet.pages.markup_rules import HOLDS
from cheatsheet.pages.model import Pages
from cheatsheet.pages.page_facts import tell_facts
from cheatsheet.pages.question_data import questions_of
from cheatsheet.site.addresses import check_ids, page_address
from cheatsheet.site.facts import PageFacts, facts_of
from cheatsheet.site.formulas import render_formulas
from cheatsheet.site.model import Site, article_of, shows_example, slug_of
from cheatsheet.site.parts import divide
from cheatsheet.site.policy import STANDS, protect
from cheatsheet.site.preloads import preload_fonts
from cheatsheet.site.sheets import name_sheet
from cheatsheet.site.translation import keep_words


@dataclass(frozen=True)
class Finished:
    """A page's part in study lists, in the search and in the questions, and what else the site wants to know of it."""

    headings: list[Heading]
    entries: list[dict[str, Any]]
    questions: list[dict[str, Any]]
    facts: PageFacts


def finish_page(
    name: str,
    site: Site,
    pages: Pages,
    found: Iterable[dict[str, Any]],
    formulas: Formulas,
    late: Problems,
) -> Finished:
    """Bring the page `name` of `site` to its last form; `found` is what MkDocs' search says of it.

    Faults that are no reason to look no further go to `late`.
    """
    root, problems, content = site.pages[name], pages.problems, pages.content
    one, article, address = Site({name: root}), article_of(root), page_address(name)
    headings: list[Heading] = []
    if article is not None and address in pages.listed:
        # Formulas still count by their TeX here.
        headings = headings_of(address, article)
    section = section_of(slug_of(name))
    questions: list[dict[str, Any]] = []
    if article is not None and section != slug_of(name) and section in content.questions:
        questions = questions_of(address, section, article)
    is_section = address in {section.url for section in content.numbered}
    if article is not None and is_section:
        tell_facts(article, content.terms.by_slug.get(OLD))
    source = source_of(name, pages)
    render_formulas(one, formulas, lambda page: source, problems)
    entries = page_entries(found, questions, formulas.words)
    if address in LISTS and article is not None:
        if len(article.findall("h1")) == 1:
            entries = [list_entry(address, article)]
        elif source[0] not in unread(problems):
            what = "it has not one title, `# Title { #name }`, but none or several"
            problems.add(source[0], 1, what, "begin it with one, and write others with ##")
    example = slug_of(name).removeprefix("examples/")
    if shows_example(name):
        task = next((task for task in content.tasks if task.address == example), None)
        entries = [example_entry(example, content.results[example], formulas.words, task)]
    keep_words(one)
    theme.prepare_pages(one)
    theme.drop_indents(one)
    name_sheet(root, is_section)
    if article is not None and is_section:
        divide(article)
    if article is not None:
        preload_fonts(root, article)
    path = f"docs/{slug_of(name)}.md"
    if path in pages.markdown:
        check_ids(one, {path: pages.markdown[path]}, pages.sources, late)
    protect(one, lambda page: source, late)
    written = pages.file_of(slug_of(name)), HOLDS.format("script")
    if written in {(problem.path, problem.what) for problem in problems}:
        late.take_back(source[0], STANDS)
    return Finished(headings, entries, questions, facts_of(root, shows_example(name)))


def source_of(page: str, pages: Pages) -> tuple[str, str]:
    """Path and text of the source of a page of the site."""
    slug = slug_of(page)
    path = f"docs/{slug}.md"
    if path in pages.sources:
        return path, pages.sources[path]
    example = pages.content.examples.get(slug.removeprefix("examples/"))
    return (example.label, example.source) if example else (f"site/{page}", "")
