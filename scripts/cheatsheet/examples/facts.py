"""The facts at the end of an example, each with its kind: computed, measured, quoted or given."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from cheatsheet.examples import written
from cheatsheet.examples.constants import constants
from cheatsheet.examples.model import COMPUTED, GIVEN, KINDS, MEASURED, QUOTED, Fact
from cheatsheet.examples.run import NAME, SETUP, VARIED, Run, Stop, is_plain, shown

# Python's own words for what is no number; where that is the right answer a page prints NaN or ∞.
NOT_A_NUMBER = re.compile(r"(?<![A-Za-z])(nan|inf)(?![A-Za-z])")
FORMS = {
    COMPUTED: '{"name": f"{value}"}',
    MEASURED: '{"name": (f"{low} to {high}", "the sentence that it stands for", low > other)}',
    QUOTED: '{"name": ("28.4%", "Author year, Table 1", "ImageNet, 32 images a GPU")}',
    GIVEN: '{"name": f"{STEPS} steps"}',
}


def take_facts(
    namespace: dict[str, Any], source: str, modules: Mapping[str, str], label: str, run: Run
) -> None:
    """Put the example's facts into the run, and note what is wrong with them.

    `modules` are the sources of those that lie beside it, by name.
    """
    results = written.results(source, modules)
    run.lines = {each.key: each.value.lineno for made in results.facts.values() for each in made}

    def add(key: str | None, what: str, cure: str) -> None:
        run.problems.add(label, run.lines.get(key) if key else None, what, cure)

    for line, what, cure in results.problems(namespace):
        run.problems.add(label, line, what, cure)
    for kind in KINDS:
        said = namespace.get(kind, {})
        if not isinstance(said, dict):
            raise Stop(None, f"{kind} is not a dictionary", f"write {kind} = {FORMS[kind]}")
        for key, value in said.items():
            if type(key) is not str or not NAME.fullmatch(key):
                known = str(key) if type(key) in (str, int) else None
                add(
                    known, f"the fact name {shown(key)} is not of the form [a-z0-9_-]+", "rename it"
                )
            elif key in run.facts or key in run.figures:
                add(key, f"two facts or figures are called {key!r}", "rename one of them")
            else:
                fact = _fact(kind, value)
                what, cure = (
                    _fault(fact) if fact else (f"is {shown(value)}", f"write {FORMS[kind]}")
                )
                if what:
                    add(key, f"the {kind} fact {key!r} {what}", cure)
                if fact:
                    run.facts[key] = fact
    for what, cure in _take_choices(namespace, source, run):
        run.problems.add(label, None, what, cure)
    if not run.facts and not run.figures and not run.problems:
        cure = f'name a figure, plt.subplots(num="growth"), or write computed = {FORMS[COMPUTED]}'
        raise Stop(None, "the example yields neither figure nor fact", cure)


def _fact(kind: str, value: object) -> Fact | None:
    """The fact that a dictionary of this kind says; None where the value is not of the kind's form."""
    if kind in (COMPUTED, GIVEN):
        return Fact(value, kind) if type(value) is str else None
    if not isinstance(value, tuple) or len(value) != 3:
        return None
    text, words, last = value
    # NumPy's and torch's comparisons are no bool, and say the same.
    holds = bool(last) if type(last).__name__ in ("bool", "bool_") else None
    if type(text) is not str or type(words) is not str:
        return None
    if kind == MEASURED:
        return None if holds is None else Fact(text, kind, means=words, holds=holds)
    return Fact(text, kind, source=words, conditions=last) if type(last) is str else None


def _fault(fact: Fact) -> tuple[str, str]:
    """What is wrong with a fact of the right form, and the cure; two empty texts where nothing is."""
    behind = {MEASURED: [fact.means], QUOTED: [fact.source, fact.conditions]}.get(fact.kind, [])
    if not all(text.strip() for text in [fact.text, *behind]):
        return "has an empty text", f"write {FORMS[fact.kind]}"
    if not all(map(is_plain, [fact.text, *behind])):
        return f"is {fact.text!a}", "write it without control characters"
    if NOT_A_NUMBER.search(fact.text):
        return f"is {fact.text!r}", "mend it; where that is the right answer write NaN or ∞"
    return "", ""


def _take_choices(namespace: dict[str, Any], source: str, run: Run) -> Iterator[tuple[str, str]]:
    """Put into the run by which choices it measured and which others to try; what is wrong with them."""
    setup, varied = namespace.get(SETUP, ""), namespace.get(VARIED, {})
    measured = bool(namespace.get(MEASURED))
    if type(setup) is not str or not is_plain(setup) or not isinstance(varied, dict):
        yield "setup is no text, or varied no dictionary", 'varied = {"STEPS": (400,)}'
        return
    if measured != bool(setup.strip()) or measured != bool(varied):
        cure = 'write setup = f"{STEPS} steps, {len(SEEDS)} seeds" and varied = {"STEPS": (400,)}'
        yield "measured facts, setup and varied go together", cure
        return
    known = constants(source)
    for name, values in varied.items():
        if name not in known:
            cure = "name a constant that the script assigns once, above all functions"
            yield f"varied names {shown(name)}, which is no constant of the script", cure
        elif not isinstance(values, tuple) or not values or not _is_literal(values):
            yield f"varied gives {name} {shown(values)}", "write a tuple of other values: (400,)"
    run.setup, run.varied = setup, varied


def _is_literal(value: object) -> bool:
    """Whether a value can be written in a script as it is: a robustness run does so."""
    try:
        return bool(ast.literal_eval(repr(value)) == value)
    except Exception:
        return False
