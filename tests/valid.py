"""Faults of a page's HTML, as the parser of the standard names them, and names that stand twice."""

from collections import Counter
from dataclasses import dataclass

import html5lib


@dataclass(frozen=True)
class Read:
    """A page as a browser reads it: how many elements, and a line for each fault."""

    elements: int
    faults: list[str]


def read(text: str) -> Read:
    """Parse a page."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    elements = [one for one in parser.parse(text).iter() if isinstance(one.tag, str)]
    ids = Counter(one.get("id") for one in elements if one.get("id") is not None)
    faults = [
        f"{line}:{column}: {what.replace('-', ' ')} {' '.join(map(str, more.values()))}".rstrip()
        for (line, column), what, more in parser.errors
    ]
    return Read(len(elements), [*faults, *(f"id {name} twice" for name, n in ids.items() if n > 1)])
