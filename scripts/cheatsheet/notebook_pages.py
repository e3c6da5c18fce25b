"""Example pages: what mkdocs-jupyter renders, made native to the site.

It brings 595 KB of its own CSS, hides a second copy of the code in the page and leaves formulas to MathJax. Kept are the
words, the highlighted code and the outputs; the theme styles them like any other page.
"""

import html
import re
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring, tostring

from cheatsheet.examples import Result
from cheatsheet.exhibits import labelled

BALLAST = re.compile(r"<(style|script)\b.*?</\1>|<!--.*?-->", re.S)
SVG = re.compile(r"<svg.*?</svg>", re.S)
MATH = re.compile(r"\$\$([^$<]+)\$\$|\$([^$<]+)\$")
PARTS = etree.XPath(
    ".//*[contains(@class, 'jp-RenderedMarkdown') or contains(@class, 'highlight-ipynb')"
    " or contains(@class, 'jp-OutputArea-output')]"
)


def native(rendered: str, result: Result, alts: dict[str, str]) -> str:
    """Body of an example page from mkdocs-jupyter's HTML.

    `alts` maps figure names to the text alternatives that section pages give; others are described by their axes.
    Formulas come out marked as arithmatex marks them, ready to be rendered with those of all pages.
    """
    root = fragment_fromstring(SVG.sub("", BALLAST.sub("", rendered)), create_parent="div")
    figures = list(result.figures.items())
    blocks = [block for part in PARTS(root) for block in _block(part, figures, alts)]
    if figures:
        raise ValueError(f"{len(figures)} figures of {result.title!r} are not on its page")
    return "\n".join(blocks)


def _block(part: HtmlElement, figures: list, alts: dict[str, str]) -> list[str]:
    kind = part.get("class", "")
    if "jp-RenderedMarkdown" in kind:
        return [_prose(part)]
    if "highlight-ipynb" in kind:
        code = part.find(".//pre")
        inner = (code.text or "") + "".join(tostring(child, encoding="unicode") for child in code)
        return [
            f'<div class="language-python highlight"><pre tabindex="0"><code>{inner.strip()}</code></pre></div>'
        ]
    if "jp-RenderedSVG" in kind or part.find(".//img") is not None:
        name, figure = figures.pop(0)
        svg = labelled(figure["svg"], alts.get(name) or figure["alt"])
        return [f'<figure id="{name}" class="plot">{svg}</figure>']
    text = html.escape(part.text_content().strip("\n"), quote=False)
    return [f'<div class="output"><pre tabindex="0">{text}</pre></div>']


def _prose(part: HtmlElement) -> str:
    for anchor in part.findall(".//a[@class='anchor-link']"):
        anchor.drop_tree()
    for level in ("h1", "h2", "h3"):
        for heading in part.findall(f".//{level}"):
            heading.attrib.pop("id", None)
    inner = (part.text or "") + "".join(tostring(child, encoding="unicode") for child in part)
    return MATH.sub(_mark, inner)


def _mark(match: re.Match[str]) -> str:
    if match[1]:
        return f'<div class="arithmatex">\\[{match[1]}\\]</div>'
    return f'<span class="arithmatex">\\({match[2]}\\)</span>'


def foot(address: str, result: Result, users: list[tuple[str, str]]) -> str:
    """Downloads, the pages that use the example, and its facts, each with its address."""
    name = Path(address).name
    used = ", ".join(f'<a href="../../../{url}">{html.escape(title)}</a>' for title, url in users)
    lines = [
        '<p class="downloads">',
        f'<a class="md-button" href="{name}.py" download>Script ({name}.py)</a>',
        f'<a class="md-button" href="{name}.ipynb" download>Notebook ({name}.ipynb)</a>',
        "</p>",
    ]
    if users:
        lines.append(f'<p class="used-in">Used in {used}.</p>')
    if result.facts:
        rows = "".join(
            f'<tr><td id="{key}"><code>{key}</code></td><td>{html.escape(text)}</td></tr>'
            for key, text in result.facts.items()
        )
        lines.append(
            '<h2 id="numbers-of-this-run">Numbers of this run</h2>'
            "<p>Pages that print one of these are checked against it in every build.</p>"
            '<div class="md-typeset__scrollwrap"><div class="md-typeset__table"><table>'
            f"<thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>{rows}</tbody></table></div></div>"
        )
    return "\n".join(lines)
