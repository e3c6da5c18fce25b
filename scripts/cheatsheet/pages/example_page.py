"""Example pages: what mkdocs-jupyter renders, made native to the site.

It brings 595 KB of its own CSS, hides a second copy of the code in the page and leaves formulas to MathJax. Kept are the
words, the highlighted code and the outputs; the theme styles them like any other page.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from html import escape

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class, parse_piece, piece_text
from cheatsheet.base.nodes import find
from cheatsheet.base.vocabulary import ROBUSTNESS
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import GIVEN, MEASURED, QUOTED, Example, Fact, Figure, Result
from cheatsheet.markdown.elements import labelled
from cheatsheet.pages.robustness_rows import measured_of, row_id

# Begins the notebook, behind the style sheets.
WRAPPER = '<div class="jupyter-wrapper">'
MATH = re.compile(r"\$\$([^$<]+)\$\$|\$([^$<]+)\$")
PARTS = etree.XPath(
    ".//*[contains(@class, 'jp-RenderedMarkdown') or contains(@class, 'highlight-ipynb')"
    " or contains(@class, 'jp-OutputArea-output')]"
)


def native(rendered: str, address: str, content: Content) -> str:
    """Body of the page of the example `address` from mkdocs-jupyter's HTML.

    A figure has the text alternative that a section page gives it, or else one made from its axes. Formulas come out
    marked as arithmatex marks them, ready to be rendered with those of all pages.
    """
    result = content.results[address]
    figures = iter(
        (name, replace(figure, alt=content.alternative(address, name) or figure.alt))
        for name, figure in result.figures.items()
    )
    _, _, notebook = rendered.partition(WRAPPER)
    blocks = [_block(part, figures) for part in PARTS(parse_piece(WRAPPER + notebook))]
    missing = len(list(figures))
    if missing:
        raise ValueError(f"{missing} figures of {result.title!r} are not on its page")
    return "\n".join(blocks)


def _block(part: HtmlElement, figures: Iterator[tuple[str, Figure]]) -> str:
    if has_class(part, "jp-RenderedMarkdown"):
        return _prose(part)
    if has_class(part, "highlight-ipynb"):
        code = piece_text(find(part, ".//pre")).strip()
        return f'<div class="language-python highlight"><pre tabindex="0"><code>{code}</code></pre></div>'
    if has_class(part, "jp-RenderedSVG") or part.find(".//img") is not None:
        name, figure = next(figures)
        return f'<figure id="{name}" class="plot">{labelled(figure.svg, figure.alt)}</figure>'
    text = escape(part.text_content().strip("\n"), quote=False)
    return f'<div class="output"><pre tabindex="0">{text}</pre></div>'


def _prose(part: HtmlElement) -> str:
    for anchor in part.findall(".//a[@class='anchor-link']"):
        anchor.drop_tree()
    for heading in part.xpath(".//h1 | .//h2 | .//h3"):
        heading.attrib.pop("id", None)
    return MATH.sub(_mark, piece_text(part))


def _mark(match: re.Match[str]) -> str:
    # Displayed or not, it stands in a paragraph, which a <div> would end.
    tex = f"\\[{match[1]}\\]" if match[1] else f"\\({match[2]}\\)"
    return f'<span class="arithmatex">{tex}</span>'


def foot(example: Example, result: Result, users: Iterable[Section]) -> str:
    """Downloads, the pages that use the example, and its facts, each with its address."""
    own = [("Script", f"{example.name}.py"), ("Notebook", f"{example.name}.ipynb")]
    shared = [("Shared module", path.name) for path in example.shared]
    lines = [
        '<p class="downloads">',
        *(
            f'<a class="md-button" href="{file}" download>{label} ({file})</a>'
            for label, file in [*own, *shared]
        ),
        "</p>",
    ]
    if shared:
        names = ", ".join(f"<code>{name}</code>" for _, name in shared)
        lines.append(f'<p class="used-in">It imports {names}: keep them in one folder.</p>')
    used = ", ".join(
        f'<a href="../../../{section.url}">{escape(section.title)}</a>' for section in users
    )
    if used:
        lines.append(f'<p class="used-in">Used in {used}.</p>')
    if result.facts:
        rows = "".join(_row(example, key, fact) for key, fact in result.facts.items())
        lines.append(
            '<h2 id="numbers-of-this-run">Numbers of this run</h2>'
            "<p>Pages that print one of these are checked against it in every build. "
            "What has no other remark is computed.</p>"
        )
        measured = next(iter(measured_of(result)), None)
        if measured:
            lines.append(
                f'<p class="setup">Measured with {escape(result.setup)}. '
                f'<a href="{_carries(example, measured)}">How far each number carries</a></p>'
            )
        lines.append(
            '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>'
            f"<thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{rows}</tbody></table></div></div>"
        )
    return "\n".join(lines)


def _carries(example: Example, key: str) -> str:
    """The way to the row that says in which runs a measured fact held."""
    return f"../../../{ROBUSTNESS}/#{row_id(example, key)}"


def _row(example: Example, key: str, fact: Fact) -> str:
    notes = {
        MEASURED: f'<a href="{_carries(example, key)}">measured</a>: {escape(fact.means)}',
        QUOTED: escape(f"quoted from {fact.source}: {fact.conditions}"),
        GIVEN: "set in the script",
    }
    note = notes.get(fact.kind, "")
    behind = f" <small>{note}</small>" if note else ""
    return f'<tr><td id="{key}"><code>{key}</code></td><td>{escape(fact.text)}{behind}</td></tr>'
