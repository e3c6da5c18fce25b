"""What a chat shows of a link to a page: title, image and what is on it. The template writes the tags.

A page has the image of its section, drawn from the section's plot; the home page's shows all sections, and stands for
all pages that belong to none.
"""

from collections.abc import Mapping
from functools import partial

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.vocabulary import HOME, PREVIEWS
from cheatsheet.content.page_sources import unsaid
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.look.palette import font_files

MAKER = "cheatsheet.pages.card_image"


def draw_cards(content: Content, site_name: str, problems: Problems) -> dict[str, bytes]:
    """All images by their path in the site, e.g. `previews/losses.png`; drawn anew only where something changed.

    A section page without a plot, or with one that does not exist or cannot be drawn, is a problem; so are words for
    which the site's card has no room.
    """
    cache = Cache(content.project.cache / "previews")
    fonts = [path.read_bytes() for path in font_files()]
    plots = {section.slug: _plot(content, section, problems) for section in content.numbered}
    images: dict[str, bytes] = {}
    for section in content.numbered:
        svg = plots[section.slug]
        if svg:
            key = key_of(MAKER, section.title, site_name, svg, *fonts)
            make = partial(_section, section.title, site_name, svg)
            try:
                images[_name(section.slug)] = cache.keep(f"{section.slug}.png", key, make)
            except ValueError as error:
                plots[section.slug] = None
                _note(section, str(error), "name another figure", problems)
    home = content.sections.get(HOME)
    line = home.description.rpartition(". ")[2] if home else ""
    shown = [svg for svg in plots.values() if svg]
    key = key_of(MAKER, site_name, line, *shown, *fonts)
    try:
        images[_name(HOME)] = cache.keep(f"{HOME}.png", key, lambda: _site(site_name, line, shown))
    except ValueError as error:
        cure = "shorten `site_name` in mkdocs.yml, or the last sentence of the description on top"
        problems.add(
            f"docs/{HOME}.md",
            line_of(home.text, "description:") if home else None,
            str(error),
            cure,
        )
    cache.forget_others([name.removeprefix(PREVIEWS) for name in images])
    return images


def describe_card(content: Content, slug: str, title: str, site_name: str) -> Mapping[str, str]:
    """Title, image and its text alternative for a page that belongs to the section `slug`."""
    section = content.sections.get(slug)
    if section is None or slug == HOME:
        alt = f"{site_name}. Small plots of all sections"
        return {"title": title, "image": _name(HOME), "alt": alt}
    address, _, figure = section.plot.partition("#")
    words = content.alternative(address, figure)
    alt = f"{section.name}. {words}" if words else section.name
    return {"title": title, "image": _name(slug), "alt": alt}


def _name(slug: str) -> str:
    return f"{PREVIEWS}{slug}.png"


def _plot(content: Content, section: Section, problems: Problems) -> str | None:
    """The SVG that a section page names; None, with the problem noted, where there is none."""
    address, _, figure = section.plot.partition("#")
    if address in content.failed:
        return None
    result = content.results.get(address)
    if result and figure in result.figures:
        return result.figures[figure].svg
    if not section.plot and section.label in unsaid(problems):
        return None
    named = f"there is no figure {section.plot!r}"
    cure = "write `plot: FOLDER/NAME#FIGURE`, the most telling one, between the lines `---` on top"
    _note(
        section, named if section.plot else "the page names no plot for its preview", cure, problems
    )
    return None


def _note(section: Section, what: str, cure: str, problems: Problems) -> None:
    problems.add(section.label, line_of(section.text, "plot:") or 1, what, cure)


def _section(title: str, site_name: str, svg: str) -> bytes:
    # Few builds need it.
    from cheatsheet.pages.card_image import section_card

    return section_card(title, site_name, svg)


def _site(site_name: str, line: str, svgs: list[str]) -> bytes:
    from cheatsheet.pages.card_image import site_card

    return site_card(site_name, line, svgs)
