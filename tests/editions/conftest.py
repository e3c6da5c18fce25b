"""A small site as a value: pages in the frame of the theme, as editions read it."""

from collections.abc import Callable

import pytest
from lxml.html import HtmlElement

from cheatsheet.base.markup import element, parse_page
from cheatsheet.editions.imprint import Imprint
from cheatsheet.site.model import Site

TITLES = {
    "index.html": "Home",
    "cnn/index.html": "1. Networks",
    "losses/index.html": "6. Losses",
    "system-design/index.html": "10. Design",
}


@pytest.fixture
def article() -> Callable[[str], HtmlElement]:
    """`article(body)` is the article of a page, as it stands on the site."""
    return lambda body: element(f'<article class="md-content__inner">{body}</article>')


@pytest.fixture
def make_site() -> Callable[..., Site]:
    """`make_site({path: body})` has these pages below titles, all in the navigation of the home page."""

    def make(bodies: dict[str, str], address: str = "", files: tuple[str, ...] = ()) -> Site:
        canonical = f'<link rel="canonical" href="{address}">' if address else ""
        navigation = "".join(
            f'<a class="md-nav__link" href="{path.removesuffix("index.html") or "."}">{path}</a>'
            for path in bodies
        )
        pages = {
            path: parse_page(
                f'<!doctype html><html lang="en"><head><title>Tiny: a site</title>{canonical}'
                '<meta name="description" content="It is tiny."><meta name="author" content="Nobody">'
                '<link rel="stylesheet" href="assets/site.css"></head>'
                f'<body><nav class="md-nav--primary">{navigation}</nav>'
                f'<article class="md-content__inner"><h1 id="top">{TITLES.get(path, path)}'
                f'<a class="headerlink" href="#top">¶</a></h1>{body}</article>'
                '<div class="md-copyright"><div class="md-copyright__highlight">CC BY</div></div>'
                "</body></html>"
            )
            for path, body in bodies.items()
        }
        return Site(pages, dict.fromkeys(("assets/site.css", *files), b""))

    return make


@pytest.fixture
def imprint() -> Imprint:
    """What a small site says of itself."""
    return Imprint(
        title="Tiny: a site",
        description="It is tiny.",
        author="Nobody",
        licence="CC BY",
        language="en",
        address="https://example.org/cv/",
        styles=["assets/site.css"],
    )
