"""Lines of code that are longer than the paper is wide: their parts stay on one page."""

from collections.abc import Iterable

from lxml.html import HtmlElement

from cheatsheet.base.nodes import Node, append_nodes, new_element, take_nodes

# Characters of code in one line.
CODE_COLUMNS = 92


def mark_long_lines(code: HtmlElement) -> list[str]:
    """Wrap each line that must be broken, so that its parts stay on one page; says which lines these are."""
    notes: list[str] = []
    ended = True
    for line in split_lines(take_nodes(code)):
        text = "".join(node if isinstance(node, str) else node.text_content() for node in line)
        if max(map(len, text.split("\n"))) > CODE_COLUMNS:
            code.append(new_element("span", {"class": "long-line"}, *line))
            notes.append(f"a line of {len(text)} characters is broken: {text.strip()[:50]}")
            # A block ends its line by itself.
            ended = True
        else:
            append_nodes(code, line if ended else ["\n", *line])
            ended = False
    return notes


def split_lines(nodes: Iterable[Node]) -> list[list[Node]]:
    """Nodes by the line in which they begin; an element is never split, though it may hold several lines."""
    lines: list[list[Node]] = [[]]
    for node in nodes:
        if isinstance(node, str):
            first, *rest = node.split("\n")
            lines[-1].append(first)
            lines += [[part] for part in rest]
        else:
            lines[-1].append(node)
    return lines
