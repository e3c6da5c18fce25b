"""The gallery: all examples, section by section."""

from collections.abc import Iterable, Mapping
from html import escape

from cheatsheet.base.vocabulary import SCRATCH
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Result
from cheatsheet.pages.section_map import card, thumbnail_images


def gallery(results: Mapping[str, Result], sections: Iterable[Section], prefix: str) -> str:
    """A heading a section, below it a card for each of its examples; the whiteboard tasks come last."""
    parts = []
    groups = [(section.slug, section.title) for section in sections]
    for slug, title in [*groups, (SCRATCH.strip("/"), "Code from scratch")]:
        cards = [
            _card(address, result, prefix)
            for address, result in results.items()
            if address.startswith(f"{slug}/")
        ]
        if cards:
            heading = f'<h2 id="{slug}">{escape(title)}</h2>'
            parts.append(f'{heading}<ul class="cards">{"".join(cards)}</ul>')
    return "\n".join(parts)


def _card(address: str, result: Result, prefix: str) -> str:
    """The first figure as a thumbnail, or the first fact of an example without one."""
    if result.figures:
        picture = thumbnail_images(address, next(iter(result.figures)), prefix)
    else:
        picture = f'<span class="card-fact">{escape(next(iter(result.facts.values())).text)}</span>'
    return card(f"{prefix}examples/{address}/", picture, result.title, result.question)
