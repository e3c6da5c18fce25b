"""Change trees of HTML as what an element holds: text and elements in one order, where lxml hangs text on elements."""

import copy
from collections.abc import Iterable
from typing import TypeAlias

from lxml import html
from lxml.html import HtmlElement

# What stands inside an element. A text is a node of its own here, not the tail of the element before it.
Node: TypeAlias = str | HtmlElement
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def new_element(name: str, attributes: dict[str, str], *nodes: Node) -> HtmlElement:
    """An element with attributes and content; text needs no escapes."""
    made = html.Element(name, attributes)
    append_nodes(made, nodes)
    return made


def element_text(root: HtmlElement) -> str:
    """An element as HTML, without the text behind it."""
    return str(html.tostring(root, encoding="unicode", with_tail=False))


def append_nodes(root: HtmlElement, nodes: Iterable[Node]) -> None:
    """Put nodes behind what already stands inside an element."""
    for node in nodes:
        if not isinstance(node, str):
            root.append(node)
        elif len(root):
            root[-1].tail = (root[-1].tail or "") + node
        else:
            root.text = (root.text or "") + node


def take_nodes(root: HtmlElement) -> list[Node]:
    """Empty an element; what stood inside it, in order."""
    nodes: list[Node] = [root.text or ""]
    root.text = None
    for child in list(root):
        nodes += [child, child.tail or ""]
        child.tail = None
        root.remove(child)
    return [node for node in nodes if not isinstance(node, str) or node]


def prepend_nodes(root: HtmlElement, *nodes: Node) -> None:
    """Put nodes in front of what already stands inside an element."""
    append_nodes(root, [*nodes, *take_nodes(root)])


def copy_of(root: HtmlElement) -> HtmlElement:
    """A copy of an element with all that stands inside it, without the text behind it."""
    made = copy.deepcopy(root)
    made.tail = None
    return made


def parent_of(child: HtmlElement) -> HtmlElement:
    """The element around another; the caller knows that there is one."""
    parent = child.getparent()
    assert parent is not None, child.tag
    return parent


def find(root: HtmlElement, path: str) -> HtmlElement:
    """The first element at a path; the caller knows that there is one."""
    found = root.find(path)
    assert found is not None, path
    return found


def replace_by(old: HtmlElement, *new: HtmlElement) -> None:
    """Put elements in the place of `old`, none too; the text behind it stays."""
    for each in new:
        old.addprevious(each)
    old.drop_tree()
    # It has a copy of its own.
    old.tail = None


def put_after(before: HtmlElement, new: HtmlElement) -> None:
    """Insert an element right behind another, in front of the text there."""
    new.tail, before.tail = before.tail, None
    before.addnext(new)


def wrap_element(root: HtmlElement, wrapper: HtmlElement) -> None:
    """Put `wrapper`, which is empty, in the place of an element and the element into it."""
    replace_by(root, wrapper)
    wrapper.append(root)


def text_before(root: HtmlElement) -> str:
    """The text between an element and what stands in front of it."""
    previous = root.getprevious()
    return (parent_of(root).text if previous is None else previous.tail) or ""


def set_text_before(root: HtmlElement, text: str) -> None:
    """Change the text between an element and what stands in front of it."""
    previous = root.getprevious()
    if previous is None:
        parent_of(root).text = text
    else:
        previous.tail = text


def level_of(heading: HtmlElement) -> int:
    """1 for h1, the title of a page."""
    return HEADINGS.index(str(heading.tag)) + 1
