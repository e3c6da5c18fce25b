"""Ids for displayed formulas: a line `{ #eq-focal }` right below `$$…$$` names it. A Python-Markdown extension.

arithmatex takes a block for a formula only where the block holds nothing else, so attr_list never sees that line.
"""

import re
import xml.etree.ElementTree as ET

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

NAMED = re.compile(r"(?P<formula>\$\$.+\$\$)[ ]*\n\{[ ]*#(?P<id>[^\s{}]+)[ ]*\}[ ]*", re.S)
BEFORE_ARITHMATEX = 79.95


class NamedFormulas(Extension):
    """Wrap a formula with a name in `<div class="formula" id="eq-…">`."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.parser.blockprocessors.register(_Named(md.parser), "named-formulas", BEFORE_ARITHMATEX)


class _Named(BlockProcessor):
    def test(self, parent: ET.Element, block: str) -> bool:
        return NAMED.fullmatch(block) is not None

    def run(self, parent: ET.Element, blocks: list[str]) -> None:
        match = NAMED.fullmatch(blocks.pop(0))
        assert match, "test() has found one"
        named = ET.SubElement(parent, "div", {"class": "formula", "id": match["id"]})
        self.parser.parseBlocks(named, [match["formula"]])


def makeExtension(**settings: object) -> NamedFormulas:  # noqa: N802
    """The name by which Python-Markdown finds the extension."""
    return NamedFormulas(**settings)
