"""The finished site as material for print: the navigation's pages and all examples, in their order."""

from dataclasses import replace

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class, words_of
from cheatsheet.base.nodes import copy_of
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.clean import clean
from cheatsheet.editions.pdf.pages import ExampleGroup, Imprint, PrintPage, Source
from cheatsheet.site.model import Site

HOME = "index.html"


def read_source(site: Site, problems: Problems) -> Source:
    """Copy from the site what is printed. Problems: missing pages and images."""
    source = Source(site, read_imprint(site.pages[HOME]))
    for path in navigation(site.pages[HOME]):
        _add(source, path, problems)
    return source


def read_imprint(home: HtmlElement) -> Imprint:
    """What the home page says of the whole site."""
    canonical = home.xpath("//link[@rel='canonical']")
    titles = [
        name
        for topic in home.find_class("md-header__topic")
        for name in topic.find_class("md-ellipsis")
    ]
    licences = home.find_class("md-copyright__highlight")
    return Imprint(
        title=words_of((titles or home.xpath("//title"))[0]),
        description=_meta(home, "description"),
        author=_meta(home, "author"),
        licence=words_of(licences[0]) if licences else "",
        language=home.get("lang", "en"),
        address=canonical[0].get("href") if canonical else "",
        styles=[link.get("href") for link in home.xpath("//link[@rel='stylesheet']")],
    )


def navigation(home: HtmlElement) -> list[str]:
    """Paths of the pages that the navigation names, each once."""
    links = [
        link
        for menu in home.find_class("md-nav--primary")
        for link in menu.iter("a")
        if has_class(link, "md-nav__link") and "href" in link.attrib
    ]
    paths = [target_of(HOME, link.attrib["href"])[0] for link in links]
    return list(dict.fromkeys(path for path in paths if path.endswith(".html")))


def _add(source: Source, path: str, problems: Problems) -> None:
    article = _article(source.site, path)
    if article is None:
        what = "the navigation leads to it, but it is no page that can be printed"
        problems.add(f"site/{path}", None, what, "build the site anew")
        return
    groups = example_groups(article, path)
    key = path.removesuffix("index.html").strip("/").replace("/", "-").removesuffix(".html")
    page = PrintPage(path, key or "home", article)
    source.pages[path] = page
    clean(page, source.site, problems)
    for group in groups:
        for member in group.paths:
            _add(source, member, problems)
        found = [member for member in group.paths if member in source.pages]
        source.groups.append(replace(group, paths=found))


def _article(site: Site, path: str) -> HtmlElement | None:
    """A copy of a page's article; None where there is no page, or one without a title."""
    found = site.pages[path].find_class("md-content__inner") if path in site.pages else []
    return copy_of(found[0]) if found and found[0].find(".//h1") is not None else None


def example_groups(article: HtmlElement, path: str) -> list[ExampleGroup]:
    """The groups of example pages, where the page is the gallery of all examples."""
    if not path.startswith("examples/"):
        return []
    groups = []
    for heading in article.iter("h2"):
        cards = next(heading.itersiblings("*"), None)
        if cards is not None and has_class(cards, "cards"):
            links = [link for link in cards.iter("a") if has_class(link, "card")]
            paths = [target_of(path, link.attrib["href"])[0] for link in links]
            title = "".join(heading.xpath("text()")).strip()
            groups.append(ExampleGroup(heading.attrib["id"], title, paths))
    return groups


def _meta(page: HtmlElement, name: str) -> str:
    found = page.xpath("//meta[@name=$name]", name=name)
    return found[0].get("content", "") if found else ""
