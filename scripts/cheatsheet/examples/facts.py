"""The facts at the end of an example, each computed or quoted."""

import ast
import builtins
import re
from collections.abc import Iterator
from typing import Any

from cheatsheet.examples.run import FACTS, NAME, QUOTED, Run, Stop, says_results

# Python's own words for what is no number; where that is the right answer a page prints NaN or ∞.
NOT_A_NUMBER = re.compile(r"(?<![A-Za-z])(nan|inf)(?![A-Za-z])")
QUOTED_FORM = '{"name": ("28.4%", "Author year, Table 1")}'


def take_facts(namespace: dict[str, Any], source: str, label: str, run: Run) -> None:
    """Put the example's facts into the run, and note what is wrong with them."""
    facts, quoted = (_dictionary(namespace, name) for name in (FACTS, QUOTED))
    tree = ast.parse(source)
    computed, read = (dict(_written(tree, name)) for name in (FACTS, QUOTED))
    lines = {key: value.lineno for key, value in (computed | read).items()}

    def add(key: object, what: str, cure: str) -> None:
        run.problems.add(label, lines.get(str(key)), what, cure)

    for name in (FACTS, QUOTED):
        if name in namespace and not any(map(says_results, tree.body)):
            what = f"{name} comes from elsewhere"
            run.problems.add(label, None, what, 'write facts = {"name": f"{value}"} in the script')
    for line in _hidden_changes(tree):
        what = "the results are not written as one dictionary"
        run.problems.add(
            label, line, what, 'write facts = {"name": f"{value}"} once, and nothing else'
        )
    for key, value in computed.items():
        if isinstance(facts.get(key, ""), str) and _is_typed(value):
            what = f"the fact {key!r} is typed, not computed"
            add(key, what, f"compute it, or move it to `quoted`: {QUOTED_FORM}")
    for key, pair in quoted.items():
        if (
            isinstance(pair, tuple)
            and len(pair) == 2
            and all(isinstance(part, str) and part.strip() for part in pair)
            and key not in facts
        ):
            run.quoted[str(key)] = pair[1]
            facts = facts | {key: pair[0]}
        else:
            add(
                key,
                f"the quoted fact {key!r} is {pair!r}",
                "write (text, author, year and place in the source), under a name of its own",
            )
    for key, text in facts.items():
        if not isinstance(key, str) or not NAME.fullmatch(key):
            add(key, f"the fact name {key!r} is not of the form [a-z0-9_-]+", "rename it")
        elif not isinstance(text, str) or not text.strip():
            add(key, f"the fact {key!r} is {text!r}, not a text", "format it as a page prints it")
        elif NOT_A_NUMBER.search(text):
            cure = "mend the computation; where that is the right answer write NaN or ∞"
            add(key, f"the fact {key!r} is {text!r}", cure)
        elif key in run.figures:
            add(key, f"a fact and a figure are both called {key!r}", "rename one of them")
    run.facts = {str(key): str(text) for key, text in facts.items()}
    if not run.facts and not run.figures and not run.problems:
        raise Stop(
            None,
            "the example yields neither figure nor fact",
            'name a figure, plt.subplots(num="growth"), or set facts = {"name": f"{value}"}',
        )


def _dictionary(namespace: dict[str, Any], name: str) -> dict[Any, Any]:
    found = namespace.get(name, {})
    if not isinstance(found, dict):
        raise Stop(None, f"{name} is not a dictionary", f'write {name} = {{"name": …}}')
    return found


def _written(tree: ast.AST, name: str) -> Iterator[tuple[str, ast.expr]]:
    """What the script writes into the dictionary of this name, each with the expression that makes it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            yield from _entries(node.value)


def _entries(made: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(made, ast.DictComp):
        yield ast.unparse(made.key), made.value
    elif isinstance(made, ast.Dict):
        for key, value in zip(made.keys, made.values, strict=True):
            if key is None:
                yield from _entries(value)
            else:
                yield str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key), value


def _is_display(made: ast.expr | None) -> bool:
    """Whether a dictionary is written out, with what is put into it too."""
    if isinstance(made, ast.Dict):
        inside = [value for key, value in zip(made.keys, made.values, strict=True) if key is None]
        return all(map(_is_display, inside))
    return isinstance(made, ast.DictComp)


def _is_typed(value: ast.expr) -> bool:
    """Whether an expression is made of constants alone, and of functions that Python brings along."""
    names = {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}
    return names <= set(dir(builtins))


def _hidden_changes(tree: ast.Module) -> Iterator[int]:
    """Lines in which the results are made or changed in another way than by one dictionary, written as such."""
    seen: set[str] = set()
    for statement in tree.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in (FACTS, QUOTED):
                value = getattr(statement, "value", None)
                if (
                    not isinstance(statement, ast.Assign)
                    or statement.targets != [node]
                    or not _is_display(value)
                    or node.id in seen
                ):
                    yield statement.lineno
                seen.add(node.id)
