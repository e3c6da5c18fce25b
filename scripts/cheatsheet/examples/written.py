"""What the source of an example says of its results, before it is run."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from cheatsheet.examples.constants import set_by_hand
from cheatsheet.examples.entries import Entry, entries
from cheatsheet.examples.fact_faults import JUDGED, of_given
from cheatsheet.examples.model import GIVEN, KINDS
from cheatsheet.examples.run import SAID, SETUP, says_results
from cheatsheet.examples.typed import Typed

# What results were called before they had kinds.
WITHOUT_KIND = "facts"


@dataclass(frozen=True)
class Results:
    """The dictionaries of facts as they are written: by kind.

    `numbers` are the names to which the script gives a number or a text that is written there.
    """

    tree: ast.Module
    typed: Typed
    facts: dict[str, list[Entry]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()

    def problems(self, namespace: dict[str, Any]) -> Iterator[tuple[int | None, str, str]]:
        """Line, what is wrong and the cure, of the results of a script that left this namespace behind."""
        if WITHOUT_KIND in namespace:
            cure = "call the dictionary computed, measured or quoted"
            yield None, "facts has no kind", cure
        for name in SAID:
            if name in namespace and not any(map(says_results, self.tree.body)):
                yield None, f"{name} comes from elsewhere", f"write {name} = … in the script"
        changed = list(_hidden_changes(self.tree))
        for line in changed:
            what = "the results are not written as one dictionary"
            yield line, what, "write each of them once, at the end, and nothing else"
        for line in set(_behind(self.tree)).difference(changed):
            what = "something stands behind the results"
            yield line, what, "let the dictionaries of results end the script"
        for kind, judge in JUDGED.items():
            for entry in self.facts[kind]:
                yield from judge(entry, self.typed, namespace)
        for entry in self.facts[GIVEN]:
            yield from of_given(entry, self.numbers)


def results(source: str, modules: Mapping[str, str]) -> Results:
    """What the script writes into its dictionaries of facts; `modules` are the sources of what it may import, by name."""
    tree = ast.parse(source)
    others: dict[str, Typed] = {}
    for name, text in modules.items():
        others[name] = Typed(ast.parse(text), others)
    return Results(
        tree,
        Typed(tree, others),
        {kind: list(_written(tree, kind)) for kind in KINDS},
        frozenset(set_by_hand(tree)),
    )


def _written(tree: ast.AST, name: str) -> Iterator[Entry]:
    """What the script writes into the dictionary of this name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield from entries(node.value)


def _is_display(name: str, made: ast.expr | None) -> bool:
    """Whether a dictionary is written out, with what is put into it too; the set-up is a text."""
    if name == SETUP:
        return made is not None
    if isinstance(made, ast.Dict):
        inside = [value for key, value in zip(made.keys, made.values, strict=True) if key is None]
        return all(_is_display(name, value) for value in inside)
    return isinstance(made, ast.DictComp)


def _behind(tree: ast.Module) -> Iterator[int]:
    """The first statement behind the facts that says no results."""
    begun = [any(ast.unparse(part) in KINDS for part in _targets(each)) for each in tree.body]
    behind = tree.body[begun.index(True) :] if any(begun) else []
    yield from [each.lineno for each in behind if not says_results(each)][:1]


def _targets(statement: ast.stmt) -> list[ast.expr]:
    return statement.targets if isinstance(statement, ast.Assign) else []


def _hidden_changes(tree: ast.Module) -> Iterator[int]:
    """Lines in which the results are made or changed in another way than by one dictionary, written as such."""
    seen: set[str] = set()
    for statement in tree.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in SAID:
                value = getattr(statement, "value", None)
                if (
                    not isinstance(statement, ast.Assign)
                    or statement.targets != [node]
                    or not _is_display(node.id, value)
                    or node.id in seen
                ):
                    yield statement.lineno
                seen.add(node.id)
