"""Questions as blocks: what is asked, the answer to say aloud, what stands behind it, what is asked next, the usual mistake.

    /// question | Why do the losses take logits?
        attrs: {id: q-logits}
        level: core

    Because …

    //// behind
    ////
    //// asked | And when not?
    ////
    //// mistake
    ////
    ///

A Python-Markdown extension. A question is folded; its parts stand in it in the order in which they are written.
"""

import xml.etree.ElementTree as ET
from typing import Any

from markdown import Markdown
from pymdownx.blocks import BlocksExtension
from pymdownx.blocks.block import Block, type_string_in

from cheatsheet.base.vocabulary import BEHIND, LEVELS, MISTAKE, QUESTIONED, THEN


class _Question(Block):  # type: ignore[misc]
    NAME = "question"
    ARGUMENT = True
    OPTIONS = {"level": ["", type_string_in(["", *LEVELS])]}  # noqa: RUF012

    def on_create(self, parent: ET.Element) -> ET.Element:
        """A fold whose summary is the question and its level."""
        fold = ET.SubElement(parent, "details", {"class": QUESTIONED})
        summary = ET.SubElement(fold, "summary")
        summary.text = f"{self.argument} "
        ET.SubElement(summary, "span", {"class": "level"}).text = self.options["level"]
        return fold


class _Part(Block):  # type: ignore[misc]
    """A part of a question below a line that says what it is."""

    ARGUMENT: bool | None = False
    CLASS = ""
    TITLE = ""

    def on_create(self, parent: ET.Element) -> ET.Element:
        part = ET.SubElement(parent, "div", {"class": self.CLASS})
        title = ET.SubElement(part, "p", {"class": "question-title"})
        title.text = self.argument or self.TITLE
        return part


class _Behind(_Part):
    NAME, CLASS, TITLE = "behind", BEHIND, "What stands behind it"


class _Asked(_Part):
    NAME, CLASS, ARGUMENT = "asked", THEN, True


class _Mistake(_Part):
    NAME, CLASS, TITLE = "mistake", MISTAKE, "The usual mistake"


class Questions(BlocksExtension):  # type: ignore[misc]
    """The four blocks."""

    def extendMarkdownBlocks(self, md: Markdown, block_mgr: Any) -> None:  # noqa: N802
        """Take part in conversions."""
        for block in (_Question, _Behind, _Asked, _Mistake):
            block_mgr.register(block, {})


def makeExtension(**settings: object) -> Questions:  # noqa: N802
    """The name by which Python-Markdown finds the extension."""
    return Questions(**settings)
