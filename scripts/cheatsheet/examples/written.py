"""What the source of an example says of its results, before it is run."""

import ast
import builtins
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from cheatsheet.examples.comparisons import cannot_fail
from cheatsheet.examples.constants import set_by_hand
from cheatsheet.examples.model import COMPUTED, GIVEN, KINDS, MEASURED
from cheatsheet.examples.run import SAID, SETUP, says_results
from cheatsheet.examples.typed import Typed

# What results were called before they had kinds.
WITHOUT_KIND = "facts"


class Entry(NamedTuple):
    """A fact as it is written: its name, the expression that makes it, and the loops that give names in it a value."""

    key: str
    value: ast.expr
    loops: tuple[ast.comprehension, ...] = ()


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
        for key, value, loops in self.facts[COMPUTED]:
            local = self.typed.looped(loops)
            if _is_typed(value):
                what = f"the computed fact {key!r} is typed, not computed"
                yield value.lineno, what, "compute it, or move it to `quoted`"
            elif not isinstance(value, ast.Constant) and self.typed.hands_on(value, local):
                what = f"the computed fact {key!r} is a number that the script sets"
                yield value.lineno, what, "move it to `given`, or compute it"
        for key, value, loops in self.facts[MEASURED]:
            text, holds = parts(value)
            local = self.typed.looped(loops)
            # A word, or a bound, is what its predicate checks.
            bounds = _names(text) & _names(holds) if holds else set()
            if self.typed.hands_on(text, local) and not bounds and _has_digit(namespace, key, text):
                what = f"the measured fact {key!r} is typed, not measured"
                yield value.lineno, what, "print what the run has measured, or move it to `quoted`"
            if holds and (self.typed.hands_on(holds, local) or cannot_fail(holds)):
                what = f"the measured fact {key!r} holds whatever the run shows"
                yield value.lineno, what, "compare what the run has measured"
        for key, value, _ in self.facts[GIVEN]:
            if not _names(value) or not _names(value) <= self.numbers or not _is_plain(value):
                what = f"the given fact {key!r} is no number that the script sets"
                yield value.lineno, what, 'name it once, STEPS = 200, and write f"{STEPS} steps"'


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


def entries(made: ast.expr) -> Iterator[Entry]:
    """Those of a dictionary as it is written, and of dictionaries in it."""
    if isinstance(made, ast.DictComp):
        yield Entry(ast.unparse(made.key), made.value, tuple(made.generators))
    elif isinstance(made, ast.Dict):
        for key, value in zip(made.keys, made.values, strict=True):
            if key is None:
                yield from entries(value)
            else:
                name = str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key)
                yield Entry(name, value)


def parts(value: ast.expr) -> tuple[ast.expr, ast.expr | None]:
    """The text and the predicate of a measured fact."""
    if isinstance(value, ast.Tuple) and len(value.elts) == 3:
        return value.elts[0], value.elts[2]
    return value, None


def _is_display(name: str, made: ast.expr | None) -> bool:
    """Whether a dictionary is written out, with what is put into it too; the set-up is a text."""
    if name == SETUP:
        return made is not None
    if isinstance(made, ast.Dict):
        inside = [value for key, value in zip(made.keys, made.values, strict=True) if key is None]
        return all(_is_display(name, value) for value in inside)
    return isinstance(made, ast.DictComp)


def _is_typed(value: ast.expr) -> bool:
    """Whether an expression is made of constants alone, and of functions that Python brings along."""
    if isinstance(value, ast.Constant) and not isinstance(value.value, str | bool):
        return False  # no text, which is said by itself
    return not _names(value)


def _names(value: ast.expr) -> set[str]:
    """Names in an expression that are not Python's own."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return names - set(dir(builtins))


def _is_plain(value: ast.expr) -> bool:
    """Whether a text prints numbers as they are set, each alone in its braces, or in thousands, millions, …"""
    match value:
        case ast.JoinedStr(values=parts):
            return all(map(_is_plain, parts))
        case ast.FormattedValue(value=ast.BinOp(op=ast.Div() | ast.Mult()) as scaled):
            by = scaled.right
            is_scale = isinstance(by, ast.Constant) and by.value in (1000, 1e6, 1e9, 1e12)
            return is_scale and isinstance(scaled.left, ast.Name)
        case ast.FormattedValue(value=inner):
            return isinstance(inner, ast.Name)
        case ast.Call(func=ast.Name(id="str"), args=[inner]):
            return isinstance(inner, ast.Name)
    return isinstance(value, ast.Constant | ast.Name)


def _has_digit(namespace: Mapping[str, Any], key: str, text: ast.expr) -> bool:
    """Whether the text of a measured fact holds a digit, as it is printed where that is known."""
    said = namespace.get(MEASURED)
    value = said.get(key) if isinstance(said, dict) else None
    printed = value[0] if isinstance(value, tuple) and value else ast.unparse(text)
    return re.search(r"\d", str(printed)) is not None


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
