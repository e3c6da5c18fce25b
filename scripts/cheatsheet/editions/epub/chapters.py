"""The chapters of the e-book: how to read it, the sections, their questions, the ledger, the index of terms, and the runs."""

from itertools import takewhile

from lxml.html import HtmlElement

from cheatsheet.base.links import ids_of, target_of
from cheatsheet.base.markup import has_class, words_of
from cheatsheet.base.nodes import copy_of, find, replace_by
from cheatsheet.base.titles import split_number
from cheatsheet.editions.epub.chapter import PAGE, Chapter
from cheatsheet.editions.epub.fit import fit
from cheatsheet.editions.epub.runs import run_chapters
from cheatsheet.editions.gallery import ALL_QUESTIONS, asks, question_pages
from cheatsheet.material.layout import HOME, body_of, menu
from cheatsheet.site.inline_styles import copy_with_attributes
from cheatsheet.site.model import Site, slug_of
from cheatsheet.site.parts import join_parts

STUDY = "study/index.html"
LEDGER, ON_THE_SITE = "claims/index.html", "On the site:"
# Pages without a number that become chapters, and what they are.
OTHERS = {LEDGER: "appendix", "terms/index.html": "glossary"}


def read_chapters(site: Site) -> list[Chapter]:
    """Copy from the site what the e-book holds, in the order of reading, each fit for it."""
    paths = menu(site.pages[HOME])
    if ALL_QUESTIONS in site.pages and (listed := body_of(site.pages[ALL_QUESTIONS])) is not None:
        paths += question_pages(listed, ALL_QUESTIONS)
    pages = {path: site.pages[path] for path in dict.fromkeys(paths) if path in site.pages}
    bodies = {path: body for path, page in pages.items() if (body := body_of(page)) is not None}
    articles = {
        path: join_parts(copy_with_attributes(pages[path], body)) for path, body in bodies.items()
    }
    chapters = [_chapter(HOME, "introduction", articles.pop(HOME))]
    if STUDY in articles:
        put_plans(chapters[0].article, articles[STUDY])
    numbered = [
        (int(number), path)
        for path, article in articles.items()
        if (number := split_number(_title(article))[0])
    ]
    chapters += [_chapter(path, "chapter", articles[path]) for _, path in sorted(numbered)]
    chapters += [
        _chapter(path, "chapter", article) for path, article in articles.items() if asks(path)
    ]
    chapters += [
        _chapter(path, kind, articles[path]) for path, kind in OTHERS.items() if path in articles
    ]
    name_places(articles)
    chapters += run_chapters(site, articles)
    for chapter in chapters:
        before = set(ids_of(chapter.article))
        fit(chapter.article)
        chapter.dropped = before - set(ids_of(chapter.article))
    return chapters


def put_plans(home: HtmlElement, study: HtmlElement) -> None:
    """On the home page a plan is a link to a list that a script shows: the lists themselves stand in its place.

    What the home page says below them leads to lists of one's own, which need a script.
    """
    shown, lists = (next(iter(page.find_class("plans")), None) for page in (home, study))
    if shown is None or lists is None:
        return
    for beside in list(takewhile(lambda tag: tag.tag != "h2", shown.itersiblings("*"))):
        beside.drop_tree()
    plans = copy_of(lists)
    plans.set(PAGE, STUDY)
    replace_by(shown, plans)


def name_places(articles: dict[str, HtmlElement]) -> None:
    """The ledger names places by their addresses on the site: here by the titles of their chapters."""
    for item in articles[LEDGER].iter("li") if LEDGER in articles else ():
        if (item.text or "").strip() == ON_THE_SITE:
            item.text = "In this book: "
            for link in item.iter("a"):
                page = target_of(LEDGER, link.get("href", ""))[0]
                link.text = _title(articles[page]) if page in articles else link.text


def _chapter(page: str, kind: str, article: HtmlElement) -> Chapter:
    article.set(PAGE, page)
    if page == HOME:
        # The cards of the sections are the contents of the e-book.
        for cards in [tag for tag in article.iter("ul") if has_class(tag, "cards")]:
            cards.drop_tree()
    name = slug_of(page).replace("/", "-")
    return Chapter(f"{name}.xhtml", _title(article), kind, article, page)


def _title(article: HtmlElement) -> str:
    """The words of the heading, without its own link."""
    heading = copy_of(find(article, ".//h1"))
    for mark in heading.find_class("headerlink"):
        mark.drop_tree()
    return words_of(heading)
