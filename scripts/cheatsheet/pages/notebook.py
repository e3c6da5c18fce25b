"""An executed notebook as the body of a page: its words, its highlighted code, what it printed and drew."""

import json
import re
from collections.abc import Callable, Iterator
from html import escape
from typing import Any

from markdown import Markdown

from cheatsheet.base.seal import enclosed
from cheatsheet.base.vocabulary import QUESTIONED
from cheatsheet.examples.run import FACTS_TAG
from cheatsheet.markdown.listings import listing

HEADING = re.compile(r"<h2>(.*?)</h2>")
SVG, TEXT = "image/svg+xml", "text/plain"
# Formulas come out marked as those of all pages.
EXTENSIONS = ("tables", "sane_lists", "pymdownx.arithmatex")
OPTIONS = {"pymdownx.arithmatex": {"generic": True}}


def body(
    notebook: str,
    draw: Callable[[str], str],
    seal: str = "",
    below_title: str = "",
    fold_from: str = "",
) -> str:
    """HTML of a notebook (its JSON); `draw` makes the markup of a figure of its name. Pages show the facts elsewhere.

    `seal` marks code and what it showed: the run's own, where words are not. `below_title` follows the first cell.
    From the second-level heading called `fold_from` on, each part is folded below its heading.
    """
    cells = json.loads(notebook)["cells"]
    words = Markdown(extensions=EXTENSIONS, extension_configs=OPTIONS)
    blocks = [
        block
        for cell in cells
        if FACTS_TAG not in cell["metadata"].get("tags", [])
        for block in _blocks(cell, words, draw, seal)
    ]
    if below_title:
        blocks.insert(1, below_title)
    return _folded("\n".join(blocks), fold_from) if fold_from else "\n".join(blocks)


def _folded(text: str, first: str) -> str:
    """The parts from this heading on as folds, each under the words of its heading."""
    shown, mark, rest = text.partition(f"<h2>{first}</h2>")
    if not mark:
        return text
    titles, parts = [first, *HEADING.findall(rest)], HEADING.split(rest)[::2]
    folds = [
        f'<div class="fold"><details class="{QUESTIONED}"><summary>{title}</summary>\n{part}\n</details></div>'
        for title, part in zip(titles, parts, strict=True)
    ]
    return "\n".join([shown, *folds])


def _blocks(cell: Any, words: Markdown, draw: Callable[[str], str], seal: str) -> Iterator[str]:
    source = "".join(cell["source"])
    if cell["cell_type"] != "code":
        yield words.reset().convert(source)
        return
    for block in _shown(cell, source, draw):
        yield enclosed(block, seal) if seal else block


def _shown(cell: Any, source: str, draw: Callable[[str], str]) -> Iterator[str]:
    yield listing(source)
    for output in cell["outputs"]:
        name = output.get("metadata", {}).get("figure")
        yield draw(name) if name else _printed(output)


def _printed(output: Any) -> str:
    said = output["text"] if output["output_type"] == "stream" else output["data"][TEXT]
    text = escape("".join(said).strip("\n"), quote=False)
    return f'<div class="output"><pre tabindex="0">{text}</pre></div>'
