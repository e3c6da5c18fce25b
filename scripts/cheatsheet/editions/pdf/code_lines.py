"""Lines of code as elements: each is copied as it was written, and one that must be broken stays on one page."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from cheatsheet.base.nodes import Node, append_nodes, new_element, take_nodes
from cheatsheet.editions.pdf.document import CODE, SPACE

# Characters of code in one line.
CODE_COLUMNS = 92
# Characters of it that a note says.
NOTED = 50


def mark_lines(code: HtmlElement) -> list[str]:
    """Wrap each line that holds something; says which ones are wrapped."""
    notes: list[str] = []
    ended = True
    for line in split_lines(take_nodes(code)):
        text = "".join(node if isinstance(node, str) else node.text_content() for node in line)
        is_long = len(text) > CODE_COLUMNS
        if not ended:
            append_nodes(code, ["\n"])
        if text.strip():
            label = f"{CODE}{text.rstrip().replace(' ', SPACE)}"
            attributes = {"class": "long-line" if is_long else "line", "role": "img"}
            code.append(new_element("span", {**attributes, "aria-label": label}, *line))
        # A block ends its line by itself.
        ended = is_long
        if is_long:
            begin = f"{text.strip()[:NOTED]}…"
            notes.append(f"a line of {len(text)} characters is wrapped: {begin}")
    return notes


def split_lines(nodes: Iterable[Node]) -> list[list[Node]]:
    """Nodes by line; an element that goes over several lines is repeated in each."""
    lines: list[list[Node]] = [[]]
    for node in nodes:
        parts: list[list[Node]]
        if isinstance(node, str):
            parts = [[part] if part else [] for part in node.split("\n")]
        else:
            inner = split_lines(take_nodes(node))
            parts = [[new_element(str(node.tag), dict(node.attrib), *part)] for part in inner]
        lines[-1] += parts[0]
        lines += parts[1:]
    return lines
