"""Pages as trees that are parsed when somebody asks for them; until then their changes wait."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cheatsheet.base.cache import digest_of
from cheatsheet.base.markup import page_text, parse_page

Change = Callable[[HtmlElement], None]


@dataclass
class _Held:
    """A page as a tree, or as the way to its text with the changes that wait. What it is made of goes into its key."""

    tree: HtmlElement | None
    read: Callable[[], str] = str
    key: str | None = None
    waiting: list[Change] = field(default_factory=list)


class Trees(MutableMapping[str, HtmlElement]):
    """Pages by their path below the site's root."""

    def __init__(self, trees: Mapping[str, HtmlElement] | None = None):
        self._held: dict[str, _Held] = {name: _Held(tree) for name, tree in (trees or {}).items()}

    def __getitem__(self, name: str) -> HtmlElement:
        held = self._held[name]
        if held.tree is None:
            held.tree, held.waiting = _changed(held), []
        return held.tree

    def __setitem__(self, name: str, tree: HtmlElement) -> None:
        self._held[name] = _Held(tree)

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def keep(self, name: str, key: str, read: Callable[[], str]) -> None:
        """Hold the page whose text is `read` when it is needed; `key` stands for that text."""
        self._held[name] = _Held(None, read, key)

    def change(self, name: str, key: str, change: Change) -> None:
        """Change a page now, or when it is parsed. `key` stands for the change and for all that it depends on."""
        held = self._held[name]
        held.key = held.key and digest_of(held.key, key)
        if held.tree is None:
            held.waiting.append(change)
        else:
            change(held.tree)

    def key(self, name: str) -> str | None:
        """What stands for the bytes of a page; None for one that was put here as a tree."""
        return self._held[name].key

    def text(self, name: str) -> str:
        """A page as it is written. A page that nobody asked for is not held as a tree for that."""
        held = self._held[name]
        if held.tree is None and not held.waiting:
            return held.read()
        return page_text(_changed(held) if held.tree is None else held.tree)


def _changed(held: _Held) -> HtmlElement:
    tree = parse_page(held.read())
    for change in held.waiting:
        change(tree)
    return tree
