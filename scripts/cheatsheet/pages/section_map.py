"""The map of the home page: the sections as cards, and the small plots that cards show."""

from collections.abc import Iterable
from html import escape

from cheatsheet.content.sections import Section
from cheatsheet.look.palette import SCHEMES
from cheatsheet.look.thumbnails import thumbnail_file


def section_map(sections: Iterable[Section], prefix: str) -> str:
    """The sections as cards: title, one line, one small plot."""
    cards = []
    for section in sections:
        address, _, figure = section.plot.partition("#")
        images = thumbnail_images(address, figure, prefix) if figure else ""
        cards.append(card(f"{prefix}{section.url}", images, section.title, section.lead))
    return f'<ul class="cards" data-search-exclude="">{"".join(cards)}</ul>'


def card(link: str, picture: str, title: str, line: str) -> str:
    """One entry of an overview; `picture` is HTML."""
    return (
        f'<li><a class="card" href="{link}"><span class="card-plot">{picture}</span>'
        f'<span class="card-title">{escape(title)}</span>'
        f'<span class="card-line">{escape(line)}</span></a></li>'
    )


def thumbnail_images(address: str, figure: str, prefix: str) -> str:
    """The small plot, one image a scheme; the theme shows the one that fits."""
    return "".join(
        f'<img class="thumbnail" src="{prefix}{thumbnail_file(address, figure, scheme)}#only-{scheme}" '
        f'alt="" width="200" height="120" loading="lazy">'
        for scheme in SCHEMES
    )
