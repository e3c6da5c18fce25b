"""No page prints a number that nothing checks: looks through what every page of the build says, and names what it finds."""

import json
from collections.abc import Iterator
from dataclasses import astuple, replace

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.cache import key_of
from cheatsheet.base.memory import recall
from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems
from cheatsheet.content import claims, plans, references, terms
from cheatsheet.content import numbers as numbers_file
from cheatsheet.content.numbers import ListedNumbers
from cheatsheet.content.read import Content
from cheatsheet.markdown.listed_phrases import Listed, fault_of_phrase
from cheatsheet.pages.data_words import check_places, data_of
from cheatsheet.pages.example_words import typed_words
from cheatsheet.pages.fact_words import results_given, typed_in_facts
from cheatsheet.pages.judged import PrintedLine, Source
from cheatsheet.pages.markup_rules import HOLDS
from cheatsheet.pages.model import UNKNOWN, Pages
from cheatsheet.pages.number_words import numbers_in, numbers_of
from cheatsheet.pages.page_frame import FEET, TEMPLATE, frame_of, said_by_template
from cheatsheet.pages.page_reader import RAW, Reader
from cheatsheet.pages.quoted_facts import check_quoted
from cheatsheet.pages.result_words import states_result
from cheatsheet.pages.script_words import said_in_code, told_in
from cheatsheet.pages.style_words import check_styles

HEAD_WORDS = etree.XPath(
    "head/meta[@name='description' or @name='author']/@content", smart_strings=False
)
ARTICLES = etree.XPath("body//article")
CONTENTS = etree.XPath(
    "body//nav[contains(@class, 'md-nav--secondary')]//a[starts-with(@href, '#')]"
)


def look_through(slug: str, root: HtmlElement, pages: Pages) -> None:
    """Note what is wrong with all that a page says whose source has this name; takes the marks of the build out."""
    source = pages.written_as(slug)
    if source is None:
        what = "it becomes a page of the site, and nothing checks what it says"
        pages.problems.add(f"docs/{slug}", None, what, "write the page in Markdown")
        return
    lines = lines_of(root, source)
    if source.path.startswith("examples/"):
        lines += map(PrintedLine, typed_words(source.text))
        facts = numbers_of(_facts(pages.content, source))
        lines += said_in_code(source.text, facts)
        lines += map(PrintedLine, typed_in_facts(source.text))
        lines += results_given(source.text)
    _judge(replace(source, lines=lines), pages, pages.problems)
    # Most of it is the same on all pages.
    for path, around in ((SETTINGS, frame_of(root)), (TEMPLATE, said_by_template(root))):
        _judge_again(Source(path, pages.beside.get(path, ""), lines=around), pages)


def check_data(pages: Pages) -> None:
    """Note what is wrong with words that pages print from data files and style sheets, and what is listed in vain."""
    content = pages.content
    for source in data_of(content):
        _judge_again(source, pages)
    modules = {
        f"examples/{example.folder}/{name}": text
        for example in content.examples.values()
        for name, text in example.texts.items()
    }
    for path, text in modules.items():
        # They stand on pages and in downloads, too.
        _judge(Source(path, text, lines=list(told_in(text))), pages, pages.problems)
    check_places(content, pages.problems)
    check_quoted(content, pages.problems)
    check_styles(content.project, pages.problems)
    known = {SETTINGS, terms.FILE, plans.FILE, claims.FILE, references.FILE, UNKNOWN}
    known |= {example.label for example in content.examples.values()}
    known |= {f"docs/{name}" for name in content.pages}
    for path in content.numbers:
        if path not in known:
            what = f"{path} prints nothing that is looked at"
            pages.problems.add(numbers_file.FILE, None, what, "delete its entry")


def _judge_again(source: Source, pages: Pages) -> None:
    """What was found in the last build, where nothing has changed by which the source is judged."""

    def find() -> list[str]:
        found = Problems()
        _judge(source, pages, found)
        return [json.dumps(astuple(problem)) for problem in found]

    by = f"{key_of(__name__)} {pages.judge.digest(source.path)}"
    for problem in recall(by, f"{source} {source.path in pages.content.unread}", find):
        pages.problems.add(*json.loads(problem))


def _judge(source: Source, pages: Pages, problems: Problems) -> None:
    listed = pages.content.numbers.get(source.path, ListedNumbers({}))
    phrases = Listed(listed.phrases)
    pages.judge.look(source, phrases, problems)
    if source.path in pages.content.unread:
        return
    for phrase, what, cure in _of_no_use(pages, source, listed, phrases):
        problems.add(numbers_file.FILE, listed.phrases[phrase], what, cure)


def _of_no_use(
    pages: Pages, source: Source, listed: ListedNumbers, phrases: Listed
) -> Iterator[tuple[str, str, str]]:
    """Phrases that fit nothing or too much, what is wrong with each, and the cure."""
    in_code = _run(pages.content, source) if listed.in_code else set()
    for phrase, seen in phrases.seen.items():
        fault = fault_of_phrase(phrase)
        if fault:
            yield phrase, f"{phrase!r} {fault[0]}", fault[1]
        if phrase not in listed.quoted and states_result(phrase):
            what = f"{phrase!r} states a result, and no reason covers that"
            yield phrase, what, "link the fact of a run, or the place in a source"
        if phrase in listed.quoted and not pages.judge.is_said(phrase, source):
            what = f"{phrase!r} stands in no statement of the old cheatsheet"
            yield phrase, what, "write it as docs/claims.yml says it, or give another reason"
        if phrase in listed.in_code and not numbers_of(phrase) <= in_code:
            what = f"{phrase!r} holds a number that code and facts of {source.path} do not"
            yield phrase, what, "mend the number, or give another reason"
        if seen != 1:
            what = f"{phrase!r} stands {seen} times in what {source.path} prints"
            more = "add the words around it, so that it stands there once"
            yield phrase, what, more if seen else "delete it"


def _run(content: Content, source: Source) -> set[float]:
    """The numbers in the code of an example and in its facts."""
    return numbers_in(source.text) | numbers_of(_facts(content, source))


def _facts(content: Content, source: Source) -> str:
    """The facts of an example, as they are printed."""
    result = content.results.get(source.path.removeprefix("examples/").removesuffix(".py"))
    return " ".join(fact.text for fact in result.facts.values()) if result else ""


def lines_of(root: HtmlElement, source: Source) -> list[PrintedLine]:
    """What a page of the site prints: its article, and what its head says of it."""
    head = [PrintedLine(str(text)) for text in HEAD_WORDS(root)]
    for title in root.iterfind("head/title"):
        # The theme puts the site's title behind the page's.
        own, _, site = (title.text or "").rpartition(" - ")
        head.append(PrintedLine(own or site))
    articles, feet = ARTICLES(root), FEET(root)
    last = [next(article.iterchildren("*", reversed=True), None) for article in articles]
    readers = [Reader(source.seal, feet[0] if last == feet else None) for _ in articles]
    pairs = zip(readers, articles, strict=True)
    lines = [line for reader, article in pairs for line in reader.read(article)]
    is_broken = len(articles) != 1 or len(feet) != 1 or last != feet
    if source.seal and is_broken and not any(reader.is_lost for reader in readers):
        what = "HTML on the page opens or closes what the theme has opened around it"
        lines.append(PrintedLine("</", "", what, "close each element that you open, and no other"))
    # What the page shows as an element is named there.
    named = {line.what for line in lines}
    shown = [tag for tag in RAW if HOLDS.format(tag) in named]
    head = [line for line in head if not any(f"<{tag}" in line.text for tag in shown)]
    return [*head, *lines, *renamed_in(root)]


def renamed_in(root: HtmlElement) -> Iterator[PrintedLine]:
    """Headings that the page's own contents call otherwise."""
    for link in CONTENTS(root):
        name = link.get("href", "").partition("#")[2]
        says = " ".join(link.text_content().split())
        headings = root.xpath("body//article//*[@id=$name]", name=name)
        words = [" ".join(heading.text_content().split()) for heading in headings]
        if headings and says not in [text.removesuffix("#").strip() for text in words]:
            what = f"the contents call the heading {says!r}"
            yield PrintedLine(says, name, what, "take data-toc-label out of it")
