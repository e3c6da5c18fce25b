"""The oldest browsers for which pages are right, and what a built site asks of a browser.

`first_versions.tsv` says since when the browsers know what; `bench/first_versions.py` renews it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import tinycss2

# As the README says it. With Chrome go Edge, Opera and Samsung's browser, with Safari all browsers on that iOS.
FLOOR = {"Chrome": 109.0, "Firefox": 115.0, "Safari": 16.0}
TABLE = Path(__file__).parent / "first_versions.tsv"
Feature = tuple[str, str]

# Younger than the floor, and why a page is right without it: what a reader of an older browser sees.
DEGRADES: dict[Feature, str] = {
    ("selector", "has"): "widths, marks on arriving and hidden tags fall back to those without",
    ("function", "color-mix"): "links are underlined in the full colour",
    ("property", "text-wrap"): "headings and paragraphs break where the line is full",
    ("property", "accent-color"): "checkboxes have the colour of the browser",
    ("property", "animation-timeline"): "no line shows how far one has read; inside @supports",
    ("function", "scroll"): "inside @supports (animation-timeline)",
    ("selector", "details-content"): "only without a script: an answer stays folded",
    (
        "property",
        "content-visibility",
    ): "only without a script: an answer stays folded; parts are drawn at once",
    ("property", "contain-intrinsic-size"): "only beside content-visibility",
    ("selector", "marker"): "the theme says the same for -webkit-details-marker",
    ("attribute", "autocapitalize"): "the field for the search begins with a capital",
    ("attribute", "autocorrect"): "the field for the search may correct",
    ("property", "scrollbar-color"): "scrollbars of the browser",
    ("property", "scrollbar-width"): "scrollbars of the browser",
    ("property", "scrollbar-gutter"): "scrollbars of the browser",
    ("property", "outline"): "it has square corners",
    ("property", "color-adjust"): "its twins do it",
    ("at-rule", "page"): "margins of the browser on paper",
    ("value", "break-after: avoid"): "a heading may end a page of paper",
    ("value", "break-before: avoid"): "an entry of the index may be cut",
    ("global", "ClipboardItem"): "share.js copies by an event",
    ("member", "share"): "share.js copies instead",
    ("member", "userActivation"): "the focus is set once more",
}
# Words of the theme's scripts that are a browser's too, but mean things of theirs there.
THEME = (
    "boost",
    "colorScheme",
    "error",
    "keyboard",
    "Observable",
    "pause",
    "read",
    "role",
    "toArray",
    "union",
    "use",
    "viewport",
)
# What an older browser knows under this prefix; the same rule has to say both.
PREFIX = "-webkit-"
BARE = {"skip_comments": True, "skip_whitespace": True}


def first_versions() -> dict[Feature, dict[str, float]]:
    """The first version of each browser; infinite where there is none."""
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line[:1] != "#"]
    return {
        (kind, name): {
            browser: float("inf") if version == "-" else float(version)
            for browser, version in zip(FLOOR, versions, strict=True)
        }
        for kind, name, *versions in rows
    }


def beyond(versions: dict[str, float]) -> bool:
    """Whether a browser at the floor does not know it."""
    return any(versions[browser] > FLOOR[browser] for browser in FLOOR)


def of_style(css: str) -> set[Feature]:
    """Everything that a style sheet uses: properties, keywords, functions, selectors, rules and media."""
    return set(_of_rules(tinycss2.parse_stylesheet(css, **BARE)))


def _of_rules(items: list) -> Iterator[Feature]:
    names = {item.lower_name for item in items if item.type == "declaration"}
    for item in items:
        if item.type == "declaration":
            # Where the twin with a prefix stands beside it, an older browser has that one.
            if PREFIX + item.lower_name not in names:
                yield from _of_declaration(item)
            yield from (("function", name) for name in _functions(item.value))
            continue
        if item.type == "at-rule":
            yield "at-rule", item.lower_at_keyword
            prelude = tinycss2.serialize(item.prelude)
            if item.lower_at_keyword == "media":
                yield from (("media", name) for name in re.findall(r"\(([a-z-]+)", prelude))
        elif item.type == "qualified-rule":
            prelude = re.sub(r"\[[^\]]*\]|\\\\.", "", tinycss2.serialize(item.prelude))
            yield from (("selector", name) for name in re.findall(r"::?(-?[a-z][a-z-]*)", prelude))
        if item.content is not None:
            yield from _of_rules(tinycss2.parse_blocks_contents(item.content, **BARE))


def _of_declaration(item: tinycss2.ast.Declaration) -> Iterator[Feature]:
    if item.name.startswith("--"):
        return
    yield "property", item.lower_name
    for token in item.value:
        if token.type == "ident":
            yield "value", f"{item.lower_name}: {token.lower_value}"


def _functions(tokens: list) -> Iterator[str]:
    for token in tokens:
        if token.type == "function":
            yield token.lower_name
        yield from _functions(
            getattr(token, "arguments", None) or getattr(token, "content", None) or []
        )


def of_script(js: str, own: tuple[str, ...] = ()) -> set[Feature]:
    """Words of a script that stand behind a dot or have a capital and may be the browser's, but for those in `own`."""
    members = re.findall(r"\??\.([a-zA-Z]\w*)", js)
    globals_ = re.findall(r"(?<![\w.$\"'/-])([A-Z]\w+)(?=[\s.,;)(])", js)
    found = {*(("member", name) for name in members), *(("global", name) for name in globals_)}
    return {(kind, name) for kind, name in found if name not in own}


def of_page(html: str) -> set[Feature]:
    """Elements and attributes of a page, and what its own scripts and styles use."""
    found: set[Feature] = set()
    for name, attributes in re.findall(r"<([a-z][a-z0-9]*)([^<>]*)>", html):
        found.add(("element", name))
        bare = re.sub(r"\"[^\"]*\"", "", attributes)
        found |= {("attribute", one) for one in re.findall(r"([a-z][a-z-]*)", bare)}
    for script in re.findall(r"<script>(.*?)</script>", html, re.S):
        found |= of_script(script)
    for style in re.findall(r"<style>(.*?)</style>", html, re.S):
        found |= of_style(style)
    return found
