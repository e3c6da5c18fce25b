"""From what MkDocs has written to the finished site: each step in its order."""

import json
from collections.abc import Iterable
from functools import partial
from itertools import groupby
from posixpath import normpath
from typing import Any

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.base.crash import going_on
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.content import plans
from cheatsheet.examples.model import Result
from cheatsheet.look.palette import SCHEMES
from cheatsheet.look.thumbnails import thumbnail, thumbnail_file
from cheatsheet.markdown.formulas import Formulas
from cheatsheet.material import theme
from cheatsheet.material.page import finish_page, source_of
from cheatsheet.material.progress import finishing
from cheatsheet.material.render import Rendered
from cheatsheet.material.search_index import INDEX, Entry, whole_index
from cheatsheet.pages import question_data, study_lists
from cheatsheet.pages.example_files import files_of
from cheatsheet.pages.example_page import tell_users
from cheatsheet.pages.model import Pages
from cheatsheet.pages.number_guard import check_data, look_through
from cheatsheet.pages.page_frame import TEMPLATE, has_frame
from cheatsheet.pages.social_card import draw_cards
from cheatsheet.site.addresses import offered
from cheatsheet.site.check import check_claims, check_links
from cheatsheet.site.fonts import reduce_fonts
from cheatsheet.site.model import Site, slug_of
from cheatsheet.site.output import NOTHING, Output
from cheatsheet.site.policy import write_policy
from cheatsheet.site.redirects import apply_redirects, check_redirects
from cheatsheet.site.scripts import join_scripts
from cheatsheet.site.sheets import join_sheets
from cheatsheet.site.styles import reduce_styles
from cheatsheet.site.unknown import free_unknown
from cheatsheet.site.version import tell_version


def finish(
    made: Site, rendered: Rendered, built: Provenance, site_name: str, before: Output = NOTHING
) -> Site:
    """Bring what MkDocs has made to its last form, but for the offers of downloads.

    What is wrong goes to the problems of its pages; then the site is not whole.
    """
    pages = rendered.pages
    content, problems = pages.content, pages.problems
    cache = Cache(content.project.cache / "light")
    late = Problems()
    check_data(pages)
    config = _finish_pages(made, rendered, late)
    site = _joined(made, rendered, before)
    add_examples(site, pages)
    add_thumbnails(site, pages)
    site.files.update(draw_cards(content, site_name, problems))
    add_study_lists(site, rendered)
    add_questions(site, rendered)
    theme.drop_unused(site)
    join_scripts(site, problems)
    theme.show_focus(site)
    is_whole = not problems
    problems.extend(late)
    if not is_whole:
        # One missing example would look like dozens of dead links and lost addresses.
        return site
    if config is not None:
        entries = [entry for record in rendered.records() for entry in record.entries]
        site.files[INDEX] = whole_index(config, entries, content.terms)
    sections = [f"{section.url}index.html" for section in content.numbered]
    reduce_fonts(site, cache, sections)
    reduce_styles(site, cache)
    join_sheets(site, sections, cache)
    theme.patch_search(site, problems)
    addresses = set(offered(site, list(content.sections)))
    check_redirects(content.redirects, content.addresses, addresses, problems)
    if not problems:
        apply_redirects(site, content.redirects, addresses)
    free_unknown(site)
    check_links(site, content.project, problems)
    check_claims(site, content.claims.values(), problems)
    add_users(site, pages)
    tell_version(site, built)
    policy = key_of("cheatsheet.site.policy")
    for page in site.pages:
        # What was changed may have brought a script of its own.
        site.change(page, policy, write_policy)
    if not problems:
        rendered.keep()
    return site


def _finish_pages(made: Site, rendered: Rendered, late: Problems) -> Any:
    """Finish what MkDocs has rendered, a page at a time, and settle it; the configuration of the search, if there is one."""
    index = json.loads(made.files.get(INDEX, b"null"))
    entries = _by_page(index["docs"] if index else [])
    pages = rendered.pages
    problems, project = pages.problems, pages.content.project
    whole = _check_frames(made, rendered)
    for name, root in made.pages.items():
        with going_on(project, source_of(name, pages)[0], problems):
            look_through(slug_of(name), root, pages)
    with Formulas(Cache(project.cache / "formulas")) as formulas:
        fresh = set(rendered.fresh)
        ours = [name for name in made.pages if name in fresh]
        with finishing(ours) as listed:
            for name in listed:
                with going_on(project, source_of(name, pages)[0], problems):
                    formulas.open_page(name)
                    finished = finish_page(name, made, pages, entries.get(name, []), formulas, late)
                    rendered.settle(name, made.pages[name], finished)
                    del made.pages[name]
        if not whole or any(name in made.pages for name in ours):
            # The program stumbled over the others.
            problems.extend(late)
            problems.stop_if_any()
        for name in made.pages:
            formulas.open_page(name)
            # Templates of the theme that are no page of ours.
            finish_page(name, made, pages, [], formulas, late)
    return index and index["config"]


def _check_frames(made: Site, rendered: Rendered) -> bool:
    """Whether all pages that were made anew have a head and an article; those that have not are taken out."""
    bare = [name for name in rendered.fresh if not has_frame(made.pages.get(name))]
    for name in bare:
        made.pages.pop(name, None)
    if bare:
        what = f"it makes pages without a head or an article, such as {source_of(bare[0], rendered.pages)[0]}"
        cure = (
            'begin it with {% extends "base.html" %}, and keep what the blocks of base.html print'
        )
        rendered.pages.problems.add(TEMPLATE, None, what, cure)
    return not bare


def _by_page(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    def page(entry: Entry) -> str:
        return normpath(f"{entry['location'].partition('#')[0]}index.html")

    return {name: list(group) for name, group in groupby(entries, page)}


def _joined(made: Site, rendered: Rendered, before: Output) -> Site:
    """The files that MkDocs wrote with all pages, in the order of their paths."""
    site = Site(files=dict(sorted(made.files.items())), before=before)
    for name in sorted([*made.pages, *rendered.names]):
        if name in made.pages:
            site.pages[name] = made.pages[name]
        else:
            digest, text = rendered.digest(name), partial(rendered.text, name)
            site.keep(name, digest, text, rendered.facts(name))
    return site


def add_examples(site: Site, pages: Pages) -> None:
    """Scripts and notebooks to download."""
    for address, example in pages.content.examples.items():
        if address in pages.content.results:
            result = pages.content.results[address]
            run = pages.consulted.digest("example", address)
            key = key_of("cheatsheet.pages.example_files", example.digest, run)
            for name, make in files_of(example, result).items():
                site.files.later(name, key, make)


def add_thumbnails(site: Site, pages: Pages) -> None:
    """Small copies of all figures."""
    for address, result in pages.content.results.items():
        run = pages.consulted.digest("example", address)
        for name in result.figures:
            for scheme in SCHEMES:
                key = key_of("cheatsheet.look.thumbnails", run, name, scheme)
                file = thumbnail_file(address, name, scheme)
                site.files.later(file, key, partial(_thumbnail, result, name, scheme))


def _thumbnail(result: Result, name: str, scheme: str) -> bytes:
    return thumbnail(result.figures[name].svg, scheme).encode()


def add_study_lists(site: Site, rendered: Rendered) -> None:
    """The headings and plans of study lists, where pages show them and where a script reads them."""
    pages = rendered.pages
    found = [heading for record in rendered.records() for heading in record.headings]
    places = {address: place for place, address in enumerate(pages.listed)}
    found.sort(key=lambda heading: places[heading.page])
    # A plan that is faulty is left out, and no mark for it is wrong.
    are_known = all(problem.path != plans.FILE for problem in pages.problems)
    lists = study_lists.collect(pages.content, found, pages.problems)
    site.files[study_lists.SCRIPT] = lists.script().encode()
    for page in site.pages:
        marks = site.facts(page).marks
        if are_known:
            study_lists.check_marks(pages.content, f"{slug_of(page)}.md", marks, pages.problems)
        shown = lists.shown(page, marks)
        if shown:
            key = key_of("cheatsheet.pages.study_lists", json.dumps(shown))
            site.change(page, key, partial(study_lists.fill, shown=shown))


def add_questions(site: Site, rendered: Rendered) -> None:
    """All questions and tasks as data."""
    content = rendered.pages.content
    found = [question for record in rendered.records() for question in record.questions]
    order = list(content.questions)
    found.sort(key=lambda question: order.index(question["section"]))
    site.files[question_data.FILE] = question_data.as_file(found, content)


def add_users(site: Site, pages: Pages) -> None:
    """Name on the page of each example the pages that use it."""
    for address in pages.content.results:
        users = pages.users(address)
        key = key_of("cheatsheet.pages.example_page", json.dumps(users))
        site.change(f"examples/{address}/index.html", key, partial(tell_users, users=users))
