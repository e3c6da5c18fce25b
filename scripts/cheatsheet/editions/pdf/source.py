"""The finished site as material for print: the navigation's pages and all examples, in their order."""

from dataclasses import replace

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import copy_of
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.clean import clean
from cheatsheet.editions.pdf.pages import ExampleGroup, Imprint, PrintPage, Source
from cheatsheet.material.layout import HOME, body_of, menu, site_licence, site_title
from cheatsheet.site.model import Site


def read_source(site: Site, problems: Problems) -> Source:
    """Copy from the site what is printed. Problems: missing pages and images."""
    source = Source(site, read_imprint(site.pages[HOME]))
    for path in menu(site.pages[HOME]):
        _add(source, path, problems)
    return source


def read_imprint(home: HtmlElement) -> Imprint:
    """What the home page says of the whole site."""
    canonical = home.xpath("//link[@rel='canonical']")
    return Imprint(
        title=site_title(home),
        description=_meta(home, "description"),
        author=_meta(home, "author"),
        licence=site_licence(home),
        language=home.get("lang", "en"),
        address=canonical[0].get("href") if canonical else "",
        styles=[link.get("href") for link in home.xpath("//link[@rel='stylesheet']")],
    )


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
    found = body_of(site.pages[path]) if path in site.pages else None
    return copy_of(found) if found is not None and found.find(".//h1") is not None else None


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
