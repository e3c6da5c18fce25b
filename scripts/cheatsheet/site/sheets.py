"""One style sheet a page: sections, which are read most, get one with their own rules, all other pages the whole.

Rules keep their order, so that they weigh the same.
"""

import json
import re
from collections.abc import Collection
from posixpath import dirname, join, relpath

from lxml.html import HtmlElement

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.base.nodes import parent_of
from cheatsheet.site.facts import VARIABLE
from cheatsheet.site.model import Site
from cheatsheet.site.styles import WORD, drop_variables, reduce_style

FOLDER = "assets/stylesheets"
WHOLE, SECTION = f"{FOLDER}/all.css", f"{FOLDER}/section.css"
# As pages have named them: the theme's, KaTeX's, ours.
SHEETS = (
    f"{FOLDER}/main*.css",
    f"{FOLDER}/palette*.css",
    "assets/katex/*.css",
    f"{FOLDER}/site.css",
)
# What a section loads, at once or when it is wanted.
SCRIPTS = ("page", "copy", "follow", "mark", "renewal", "search")
# What a finished page gets: links to downloads, and names of before.
LATER = ("offers", "alias", "moved")
URL = re.compile(r"url\(([\"']?)(?![\"']?(?:data:|/|https?:))([^)\"']+)\1\)")
OLD_FONT = re.compile(r",\s*url\([^)]*\.(?:woff|ttf)[\"']?\)\s*format\([^)]*\)")
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FAMILY = re.compile(r"\bKaTeX_\w+")
# Where a script gives an element a class or an id.
GIVEN = re.compile(
    r"\b(?:class|id|className)\b[\"']?(?::| =) ?([\"`])(?P<one>.*?)\1|classList\.\w+\((?P<more>[^)]*)\)"
)


def join_sheets(site: Site, sections: Collection[str], cache: Cache) -> None:
    """Join the style sheets of the site in the order of their weight; `sections` are paths of pages."""
    paths = [path for pattern in SHEETS for path in site.matching(pattern)]
    sheet = "".join(rebased(site.text(path), path) for path in paths)
    for path in paths:
        del site.files[path]
    facts = [site.facts(name) for name in sections if site.holds(name)]
    names = sorted(given_names(site).union(*(one.names for one in facts)))
    read = sorted({name for one in facts for name in one.variables})

    def make() -> bytes:
        own = reduce_style(sheet, set(names))
        own = drop_variables(own, {*read, *VARIABLE.findall(own)})
        return json.dumps([without_old_fonts(css) for css in (sheet, own)]).encode()

    key = key_of(__name__, json.dumps([sheet, names, read]))
    whole, own = json.loads(cache.keep("sheets.json", key, make))
    site.files.update({WHOLE: whole.encode(), SECTION: own.encode()})


def given_names(site: Site) -> set[str]:
    """Classes and ids that the scripts of a section give, those in its head among them."""
    paths = [f"assets/javascripts/{name}.js" for name in SCRIPTS]
    scripts = "\n".join(site.text(path) for path in paths if site.holds(path))
    found = {"js", "bare", *LATER}
    for match in GIVEN.finditer(scripts):
        found.update(WORD.findall(f"{match['one'] or ''} {match['more'] or ''}"))
    return found


def name_sheet(root: HtmlElement, is_section: bool) -> None:
    """Let a page name the sheet of its kind in the place of all others."""
    links = root.xpath("//link[@rel='stylesheet']")
    for link in links[1:]:
        # With the end of its line.
        parent_of(link).remove(link)
    if links:
        sheet = SECTION if is_section else WHOLE
        links[0].set("href", re.sub(r"assets/.*", sheet, links[0].get("href")))


def rebased(css: str, path: str) -> str:
    """The style sheet with addresses as they are from the folder of the joined ones."""

    def moved(match: re.Match[str]) -> str:
        return f'url("{relpath(join(dirname(path), match[2]), FOLDER)}")'

    return URL.sub(moved, css)


def without_old_fonts(css: str) -> str:
    """Without KaTeX's fonts for browsers that know no WOFF2, and those that no rule asks for."""
    css = OLD_FONT.sub("", css)
    asked = set(FAMILY.findall(FACE.sub("", css)))

    def kept(face: re.Match[str]) -> str:
        return face[0] if set(FAMILY.findall(face[0].partition("src")[0])) <= asked else ""

    return FACE.sub(kept, css)
