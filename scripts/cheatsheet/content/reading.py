"""The one clock of the site: what is read through, how long that takes, and how a reader is told."""

from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import parent_of

WORDS_A_MINUTE = 200


def texts_of(root: HtmlElement) -> Iterator[tuple[HtmlElement, str]]:
    """Each text that is read through, in order, and the element around it: no drawings, no lists of sources.

    Formulas count by their TeX, so this comes before they are rendered.
    """
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, found in walk:
        if event == "start":
            if found.tag == "svg" or has_class(found, "sources"):
                walk.skip_subtree()
            elif found.text:
                yield found, found.text
        elif found is not root and found.tail:
            yield parent_of(found), found.tail


def words_in(root: HtmlElement) -> int:
    """Words of an element that are read through."""
    return sum(len(text.split()) for _, text in texts_of(root))


def minutes(words: int) -> float:
    """Reading time in half minutes, at least one of them."""
    return max(1, round(2 * words / WORDS_A_MINUTE)) / 2


def time(minutes: float) -> str:
    """½ min, 3½ min, 1 h 20 min."""
    if minutes >= 60:
        return f"{int(minutes // 60)} h {int(minutes % 60)} min"
    return f"{number(minutes)} min"


def number(minutes: float) -> str:
    """½, 1, 3½."""
    return f"{int(minutes) or ''}{'½' if minutes % 1 else ''}"
