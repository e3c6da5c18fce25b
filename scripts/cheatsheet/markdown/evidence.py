"""Markdown addresses that are checked: `example:FOLDER/NAME#ITEM`, `claim:ID`, `cite:KEY` and `term:TERM`.

A link to a fact must say what the run says, to the letter. An image whose item is a figure becomes that figure, in
place. A claim becomes the mark that leads to its entry, a citation leads to the list of sources, which is made here,
a term leads to its entry in the index and carries its meaning.
It is a Python-Markdown extension and knows no builder. One that hands it what the project holds sets `page` before
each conversion; by itself, `markdown.markdown(text, extensions=["cheatsheet.evidence"])`, it reads the project of the
working directory and raises BadInput.
"""

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from cheatsheet.base.links import REWRITE, UNREADABLE, is_readable
from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.project import Project
from cheatsheet.base.seal import ATTRIBUTE, MADE, NUMBER
from cheatsheet.content.read import Content, read_content
from cheatsheet.markdown.checked_links import CheckedLinks, Found
from cheatsheet.markdown.elements import sources_list
from cheatsheet.markdown.link_lines import lines_of_links


@dataclass
class Page:
    """The page that is converted: its path in problems, its text, and the way from its address to the site's root.

    `seal` marks what is made here, for whoever looks at the finished page; without one nothing is marked.
    """

    path: str = ""
    text: str = ""
    prefix: str = ""
    seal: str = ""


class EvidenceExtension(Extension):
    """Checks and links what `content` holds; what is wrong goes to `problems`. `users` maps examples to pages."""

    def __init__(self, content: Content | None = None, problems: Problems | None = None):
        super().__init__()
        self.problems = Problems() if problems is None else problems
        self.alone = content is None
        self.content = content or read_content(Project(Path.cwd()), self.problems)
        self.page = Page()
        self.users: dict[str, set[str]] = {}

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take part in conversions."""
        md.treeprocessors.register(_EvidenceProcessor(md, self), "evidence", 6)


class _EvidenceProcessor(Treeprocessor):
    """Goes through the tree of one page after another."""

    def __init__(self, md: Markdown, extension: EvidenceExtension):
        super().__init__(md)
        self.extension, self.content = extension, extension.content
        self.page = extension.page
        self.seen: Counter[str] = Counter()
        self.lines: dict[str, list[int]] = {}

    def run(self, root: ET.Element) -> None:
        self.page = self.extension.page
        self.seen.clear()
        self.lines = lines_of_links(self.page.text)
        links = CheckedLinks(self.content, self.page.prefix, self.page.seal, self.md.htmlStash)
        parents = {child: parent for parent in root.iter() for child in parent}
        # In the order of the page, by which problems find their lines.
        for element in list(root.iter()):
            is_image = element.tag == "img"
            name = "src" if is_image else "href"
            address = element.get(name, "")
            scheme, _, rest = address.partition(":")
            if not is_readable(address):
                self._note(address, [(UNREADABLE.format(address), REWRITE)])
                # A builder that follows links would end at it.
                element.tag = "span"
                del element.attrib[name]
                if element.text == address:
                    element.text = ""  # named already
                continue
            if is_image and scheme == "example":
                self._note(f"{scheme}:{rest}", links.figure(parents[element], element, rest))
            elif element.tag == "a" and scheme in links.schemes:
                self._note(f"{scheme}:{rest}", links.schemes[scheme](element, rest))
            else:
                continue
            if self.page.seal and ATTRIBUTE not in element.attrib:
                # It is named already.
                element.set(ATTRIBUTE, f"{self.page.seal} {NUMBER}")
        for address in links.used:
            self.extension.users.setdefault(address, set()).add(self.page.path)
        if links.cited:
            places = {self.content.references[key]: found for key, found in links.cited.items()}
            sources = sources_list(places)
            if self.page.seal:
                sources.set(ATTRIBUTE, f"{self.page.seal} {MADE}")
            root.append(sources)
        if self.extension.alone:
            self.extension.problems.stop_if_any()

    def _note(self, address: str, found: Found) -> None:
        """Name what is wrong with the link to this address that comes next."""
        number = self.seen[address]
        self.seen[address] += 1
        lines = self.lines.get(address, [])
        # The ledger lists bare addresses.
        line = lines[number] if number < len(lines) else line_of(self.page.text, address)
        for what, cure in found:
            self.extension.problems.add(self.page.path, line, what, cure)
