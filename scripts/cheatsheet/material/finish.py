"""From what MkDocs has written to the finished site: each step in its order."""

from pathlib import Path

from cheatsheet.base.cache import Cache
from cheatsheet.base.vocabulary import OLD
from cheatsheet.look.palette import SCHEMES
from cheatsheet.look.thumbnails import thumbnail, thumbnail_file
from cheatsheet.markdown.formulas import Formulas
from cheatsheet.material import theme
from cheatsheet.material.search_index import improve_index
from cheatsheet.pages import study_lists
from cheatsheet.pages.example_files import files_of
from cheatsheet.pages.model import Pages
from cheatsheet.pages.page_facts import tell_facts
from cheatsheet.pages.social_card import draw_cards
from cheatsheet.site.addresses import check_ids, offered
from cheatsheet.site.check import check_claims, check_links
from cheatsheet.site.fonts import reduce_fonts
from cheatsheet.site.formulas import render_formulas
from cheatsheet.site.model import Site, article_of, slug_of
from cheatsheet.site.policy import protect
from cheatsheet.site.redirects import apply_redirects, check_redirects
from cheatsheet.site.scripts import join_scripts
from cheatsheet.site.styles import reduce_styles
from cheatsheet.site.translation import keep_words
from cheatsheet.site.unknown import free_unknown


def finish(folder: Path, pages: Pages, site_name: str) -> Site:
    """Read the site in `folder` and bring it to its last form, but for the offers of downloads.

    What is wrong goes to the problems of `pages`; then the site is not whole.
    """
    content, problems = pages.content, pages.problems
    cache = Cache(content.project.cache / "light")
    site = Site.read(folder)
    add_examples(site, pages)
    add_thumbnails(site, pages)
    site.files |= draw_cards(content, site_name, problems)
    tell_reading_time(site, pages)
    with Formulas() as formulas:
        render_formulas(site, formulas, lambda page: source_of(page, pages), problems)
        improve_index(site, content.terms, content.results, formulas.words)
        keep_words(site)
        join_scripts(site, problems)
        theme.drop_unused(site)
        theme.drop_indents(site)
        is_whole = not problems
        check_ids(site, pages.markdown, pages.sources, problems)
        if not is_whole:
            # One missing example would look like dozens of dead links and lost addresses.
            return site
        reduce_fonts(site, formulas.rendered, cache)
    reduce_styles(site, cache)
    theme.patch_scripts(site, problems)
    addresses = set(offered(site, list(content.sections)))
    check_redirects(content.redirects, content.addresses, addresses, problems)
    if not problems:
        apply_redirects(site, content.redirects, addresses)
    free_unknown(site)
    protect(site, lambda page: source_of(page, pages), problems)
    check_links(site, content.project, problems)
    check_claims(site, content.claims.values(), problems)
    return site


def add_examples(site: Site, pages: Pages) -> None:
    """Scripts and notebooks to download."""
    for address, example in pages.content.examples.items():
        if address in pages.content.results:
            site.files |= files_of(example, pages.content.results[address])


def add_thumbnails(site: Site, pages: Pages) -> None:
    """Small copies of all figures."""
    for address, result in pages.content.results.items():
        for name, figure in result.figures.items():
            for scheme in SCHEMES:
                file = thumbnail_file(address, name, scheme)
                site.files[file] = thumbnail(figure.svg, scheme).encode()


def tell_reading_time(site: Site, pages: Pages) -> None:
    """Study lists and the line under each section's title. Formulas still count by their TeX here."""
    listed = [*(section.slug for section in pages.content.numbered), "claims"]
    articles = {
        f"{slug}/": article
        for slug in listed
        if (root := site.pages.get(f"{slug}/index.html")) is not None
        and (article := article_of(root)) is not None
    }
    lists = study_lists.collect(pages.content, articles, pages.problems)
    site.files[study_lists.SCRIPT] = lists.script().encode()
    for page, root in site.pages.items():
        lists.fill(page, root)
    for section in pages.content.numbered:
        if section.url in articles:
            tell_facts(articles[section.url], pages.content.terms.by_slug.get(OLD))


def source_of(page: str, pages: Pages) -> tuple[str, str]:
    """Path and text of the source of a page of the site."""
    slug = slug_of(page)
    path = f"docs/{slug}.md"
    if path in pages.sources:
        return path, pages.sources[path]
    example = pages.content.examples.get(slug.removeprefix("examples/"))
    return (example.label, example.source) if example else (f"site/{page}", "")
