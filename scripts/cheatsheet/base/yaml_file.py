"""YAML as a list of entries with their lines, so that whatever is wrong with one can be named with its line."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.base.problems import Problems
from cheatsheet.base.schema import brief
from cheatsheet.base.source import DELETE, HOLDS, UNSEEN, Lost, Unread, read_source

DEEPEST = 20


class Hidden(str):
    """What is wrong with a text that is used without a character that no editor shows."""


LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Entry:
    """One entry of a list or of a mapping. `key` is empty in a list; `lines` maps each text inside to its first line."""

    key: str
    value: Any
    line: int
    lines: dict[str, int]

    def line_of(self, text: str) -> int:
        """Line of a text of this entry; the entry's own where it holds no such text."""
        return self.lines.get(text, self.line)


def read_entries(path: Path, label: str, form: type, cure: str, problems: Problems) -> list[Entry]:
    """The entries of the file at `path`, none where it does not exist. See `parse_entries`."""
    if not path.exists() and not path.is_symlink():
        return []
    text = read_source(path, label, problems)
    return parse_entries(text, label, form, cure, problems) if text else []


def parse_entries(
    text: str, label: str, form: type, cure: str, problems: Problems, above: int = 0
) -> list[Entry]:
    """The entries of a list or a mapping (`form`: list or dict) in their order, those with the same key too.

    `cure` tells how the file is written; `above` counts the lines of the file that stand in front of `text`. Nobody
    changes the values: of a text that was parsed before, as those of a site that is served, they are the same ones.
    """
    entries, faults = _parsed(text, form, above)
    for line, what in faults:
        problems.add(label, line, what, DELETE if isinstance(what, Hidden) else cure)
    return list(entries)


@functools.lru_cache(maxsize=100)
def _parsed(text: str, form: type, above: int) -> tuple[list[Entry], list[tuple[int | None, str]]]:
    """The entries, and what is wrong with which line."""
    faults: list[tuple[int | None, str]] = []
    try:
        tree = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 + above if mark else None
        return [], [(line, Unread(f"not YAML: {error.problem}"))]
    except yaml.YAMLError as error:
        return [], [(None, Unread(f"not YAML: {error}"))]
    if tree is None:
        return [], []
    wanted = yaml.MappingNode if form is dict else yaml.SequenceNode
    if not isinstance(tree, wanted):
        name = "a mapping" if form is dict else "a list"
        return [], [(tree.start_mark.line + 1 + above, Unread(f"not {name}"))]
    constructor = yaml.constructor.SafeConstructor()
    entries = []
    for node in tree.value:
        key, value = node if form is dict else (None, node)
        if key and not isinstance(key, yaml.ScalarNode):
            faults.append((key.start_mark.line + 1 + above, "a key is no text"))
            continue
        first = (key or value).start_mark.line + 1 + above
        lines: dict[str, int] = {}
        try:
            twice = list(repeated(value))
            for scalar in _scalars(value):
                at = scalar.start_mark.line + 1 + above
                if hidden := UNSEEN.search(scalar.value):
                    faults.append((at, Hidden(HOLDS.format(ord(hidden[0])))))
                    scalar.value = UNSEEN.sub("", scalar.value)
                lines.setdefault(scalar.value, at)
                _check_value(scalar)
            made = constructor.construct_object(value, deep=True)
        except (yaml.YAMLError, ValueError, TypeError, KeyError, OverflowError) as error:
            # A tag that is not known, a date that does not exist, a number that is none.
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 + above if mark else first
            what = f"not a value: {getattr(error, 'problem', error)}"
            faults.append((line, Lost(what, key.value if key else _id_of(value))))
            continue
        if twice:
            faults += [
                (name.start_mark.line + 1 + above, f"{name.value} stands twice in one entry")
                for name in twice
            ]
            continue
        entries.append(Entry(str(key.value) if key else "", made, first, lines))
    return entries, faults


def _id_of(entry: yaml.Node) -> str:
    """The id of an entry of a list; empty where it has none."""
    pairs = entry.value if isinstance(entry, yaml.MappingNode) else []
    return next((str(value.value) for key, value in pairs if key.value == "id"), "")


def _check_value(scalar: yaml.ScalarNode) -> None:
    """Raise MarkedYAMLError for a text that is not what it seems or is said to be: a date, a number."""
    try:
        yaml.constructor.SafeConstructor().construct_object(scalar)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        what = f"{brief(scalar.value)}: {error}"
        raise yaml.MarkedYAMLError(problem=what, problem_mark=scalar.start_mark) from None


def compose(text: str) -> yaml.Node | None:
    """The nodes of a text, None of an empty one. Raises YAMLError."""
    # Nodes are made by recursion, so what they would be made of is looked at before.
    _check_shape(text)
    tree: yaml.Node | None = yaml.compose(text, LOADER)
    return tree


def _check_shape(text: str) -> None:
    """Raise MarkedYAMLError for what no file of ours has, and what would take long or have no end."""
    depth = 0
    for event in yaml.parse(text, LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        what = "it is nested too deep" * (depth > DEEPEST)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            what = "it has an anchor (&) or an alias (*); a text that begins so needs quotes"
        if what:
            mark: Any = event.start_mark
            raise yaml.MarkedYAMLError(problem=what, problem_mark=mark)


def repeated(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Names that stand twice in one mapping, of which YAML would keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    yield key
                seen.add(key.value)
            yield from repeated(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from repeated(value)


def _scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
