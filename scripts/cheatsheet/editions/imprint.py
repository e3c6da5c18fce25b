"""What the site says of itself, for the first pages and the metadata of an edition."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from cheatsheet.material.layout import site_licence, site_title


@dataclass(frozen=True)
class Imprint:
    """What the site says of itself, and the style sheets that its pages use."""

    title: str
    description: str
    author: str
    licence: str
    language: str
    # Ends in a slash; empty where SITE_URL was not set.
    address: str
    styles: list[str]


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


def _meta(page: HtmlElement, name: str) -> str:
    found = page.xpath("//meta[@name=$name]", name=name)
    return found[0].get("content", "") if found else ""
