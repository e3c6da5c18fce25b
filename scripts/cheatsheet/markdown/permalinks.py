"""A plain link to itself in every row, figure, formula and block with an id; headings have theirs from `toc`.

One empty element each: the style sheet draws its sign, and no text gets into the search index or a copied table.
"""

import xml.etree.ElementTree as ET

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

from cheatsheet.base.vocabulary import CORRECTION, Kind, kind_of

# Behind attr_list, evidence and toc.
BEHIND_ATTRIBUTES = 3


class Permalinks(Extension):
    """Markdown's side of it: add this to the extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Take part in conversions."""
        md.treeprocessors.register(_Permalinks(md), "permalinks", BEHIND_ATTRIBUTES)


class _Permalinks(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            kind = _kind(element)
            if kind:
                is_fold = element.tag == "details"
                holder = _beside(element, parents[element]) if is_fold else _within(element)
                link = ET.SubElement(holder, "a", {"href": f"#{element.get('id')}"})
                link.set("class", "headerlink")
                link.set("aria-label", f"Link to this {kind.target}")
                link.set("title", f"Link to this {kind.target}")
            elif element.tag == "a" and element.get("class") == "headerlink":
                element.set("aria-label", element.get("title", ""))


def _kind(element: ET.Element) -> Kind | None:
    """What an element with an id is; corrections had other ids once, so that their class says it too."""
    name = element.get("id", "")
    if name and "correction" in element.get("class", "").split():
        return CORRECTION
    return kind_of(name)


def _within(element: ET.Element) -> ET.Element:
    path = "figcaption" if element.tag == "figure" else "p[@class='admonition-title']"
    inner = element.find(path)
    return element if inner is None else inner


def _beside(fold: ET.Element, parent: ET.Element) -> ET.Element:
    """A frame around a fold: a link within its summary would be a control within a control."""
    frame = ET.Element("div", {"class": "fold"})
    parent.insert(list(parent).index(fold), frame)
    parent.remove(fold)
    frame.append(fold)
    return frame
