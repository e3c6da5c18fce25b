"""Where the theme puts things in a finished page: the site's title, its licence, the menu, what the page itself says."""

from lxml.html import HtmlElement

from cheatsheet.base.links import target_of
from cheatsheet.base.markup import has_class, words_of

HOME = "index.html"


def site_title(home: HtmlElement) -> str:
    """The site's title, from its header; from the window's title where there is no header."""
    topics = home.find_class("md-header__topic")
    titles = [name for topic in topics for name in topic.find_class("md-ellipsis")]
    return words_of((titles or home.xpath("//title"))[0])


def site_licence(home: HtmlElement) -> str:
    """The sentence on rights at the foot; empty where there is none."""
    licences = home.find_class("md-copyright__highlight")
    return words_of(licences[0]) if licences else ""


def menu(home: HtmlElement) -> list[str]:
    """Paths of the pages that the navigation names, each once."""
    links = [
        link
        for menu in home.find_class("md-nav--primary")
        for link in menu.iter("a")
        if has_class(link, "md-nav__link") and "href" in link.attrib
    ]
    paths = [target_of(HOME, link.attrib["href"])[0] for link in links]
    return list(dict.fromkeys(path for path in paths if path.endswith(".html")))


def body_of(page: HtmlElement) -> HtmlElement | None:
    """The article with what the page itself says; None where it has none, as a page that only leads on."""
    found = page.find_class("md-content__inner")
    return found[0] if found else None
