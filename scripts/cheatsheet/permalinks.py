"""A plain link to itself in every row, figure, formula and block with an id; headings have theirs from `toc`.

One empty element each: the style sheet draws its sign, and no text gets into the search index or a copied table.
"""

import xml.etree.ElementTree as ET

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

KINDS = {"row-": "row", "fig-": "figure", "eq-": "formula", "q-": "question"}


class PermalinkExtension(Extension):
    """Markdown's side of it: add this to the extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(
            _Permalinks(md), "permalinks", 3
        )  # behind attr_list, evidence, toc


class _Permalinks(Treeprocessor):
    def run(self, root: ET.Element) -> None:
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            kind = kind_of(element)
            if kind:
                holder = (
                    _beside(element, parents[element])
                    if element.tag == "details"
                    else _within(element)
                )
                link = ET.SubElement(holder, "a", {"href": f"#{element.get('id')}"})
                link.set("class", "headerlink")
                link.set("aria-label", f"Link to this {kind}")
                link.set("title", f"Link to this {kind}")
            elif element.tag == "a" and element.get("class") == "headerlink":
                element.set("aria-label", element.get("title", ""))


def kind_of(element: ET.Element) -> str | None:
    """What a reader would call an element that can be linked to; None for all others."""
    name = element.get("id", "")
    if name and "correction" in element.get("class", "").split():
        return "correction"
    return next((kind for start, kind in KINDS.items() if name.startswith(start)), None)


def _within(element: ET.Element) -> ET.Element:
    inner = element.find(
        "figcaption" if element.tag == "figure" else "p[@class='admonition-title']"
    )
    return element if inner is None else inner


def _beside(fold: ET.Element, parent: ET.Element) -> ET.Element:
    """A frame around a fold: a link within its summary would be a control within a control."""
    frame = ET.Element("div", {"class": "fold"})
    parent.insert(list(parent).index(fold), frame)
    parent.remove(fold)
    frame.append(fold)
    return frame
