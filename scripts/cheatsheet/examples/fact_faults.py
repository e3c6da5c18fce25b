"""What is wrong with a fact by the expression that makes it: its line, what it is, and the cure."""

import ast
import builtins
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from cheatsheet.examples import scaled
from cheatsheet.examples.arithmetic import is_conversion, number_of
from cheatsheet.examples.compared import compared
from cheatsheet.examples.comparisons import cannot_fail
from cheatsheet.examples.entries import Entry, parts
from cheatsheet.examples.fallbacks import Fallbacks
from cheatsheet.examples.model import COMPUTED, MEASURED
from cheatsheet.examples.said import said
from cheatsheet.examples.spelled import FACTORS, SPELLED, claims
from cheatsheet.examples.typed import Local, Typed

Fault = tuple[int | None, str, str]


def of_computed(entry: Entry, typed: Typed, _: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a computed fact."""
    key, value, loops = entry
    local = typed.looped(loops)
    if _is_typed(value):
        what = f"the computed fact {key!r} is typed, not computed"
        yield value.lineno, what, "compute it, or move it to `quoted`"
    elif not isinstance(value, ast.Constant) and typed.hands_on(value, local):
        what = f"the computed fact {key!r} is a number that the script sets"
        yield value.lineno, what, "move it to `given`, or compute it"
    else:
        yield from _of_text(COMPUTED, key, value, typed, local)
        for word in SPELLED.findall(FACTORS.sub("", said(value, typed)).lower()):
            what = f"the computed fact {key!r} says {word!r}, which nothing computes"
            yield value.lineno, what, "print the number that the script computes"


def of_measured(entry: Entry, typed: Typed, namespace: Mapping[str, Any]) -> Iterator[Fault]:
    """Of a measured fact of a script that left this namespace behind."""
    key, value, loops = entry
    text, holds = parts(value)
    local = typed.looped(loops)
    # A word, or a bound, is what its predicate checks.
    bounds = _names(text) & _names(holds) if holds else set()
    if typed.hands_on(text, local) and not bounds and _has_digit(namespace, key, text):
        what = f"the measured fact {key!r} is typed, not measured"
        yield value.lineno, what, "print what the run has measured, or move it to `quoted`"
    elif not typed.hands_on(text, local):
        yield from _of_text(MEASURED, key, text, typed, local)
    if holds and (typed.hands_on(holds, local) or cannot_fail(holds)):
        what = f"the measured fact {key!r} holds whatever the run shows"
        yield value.lineno, what, "compare what the run has measured"
    elif holds and isinstance(value, ast.Tuple):
        yield from _of_words(key, said(text, typed), said(value.elts[1], typed), holds, typed)


def of_given(entry: Entry, numbers: Collection[str]) -> Iterator[Fault]:
    """Of a given fact of a script that sets these names."""
    key, value, _ = entry
    if not _names(value) or not _names(value) <= set(numbers) or not _is_plain(value):
        what = f"the given fact {key!r} is no number that the script sets"
        yield value.lineno, what, 'name it once, STEPS = 200, and write f"{STEPS} steps"'


JUDGED: dict[str, Callable[[Entry, Typed, Mapping[str, Any]], Iterator[Fault]]] = {
    COMPUTED: of_computed,
    MEASURED: of_measured,
}


def _of_text(kind: str, key: str, text: ast.expr, typed: Typed, local: Local) -> Iterator[Fault]:
    """Of what a fact prints where something computes it."""
    for number in Fallbacks(typed).of(text, local):
        what = f"the {kind} fact {key!r} may print {ast.unparse(number)}, which is typed"
        line = getattr(number, "lineno", text.lineno)
        yield line, what, "let the script fail where the run gives no number, by an assert"
        break
    for number in _decimals(text):
        what = f"the {kind} fact {key!r} is made with {ast.unparse(number)}, which is typed in it"
        yield number.lineno, what, "give the number a name above that says what it is"
    for what, cure in scaled.faults(text, typed):
        yield text.lineno, f"the {kind} fact {key!r} {what}", cure


def _of_words(key: str, text: str, sentence: str, holds: ast.expr, typed: Typed) -> Iterator[Fault]:
    """Of the words of a measured fact and its sentence beside its comparison."""
    units = scaled.of_two_units(text, sentence)
    if units:
        what = f"the measured fact {key!r} and its sentence say {units}"
        yield holds.lineno, what, "say both in one unit"
    numbers = compared(holds, typed)
    for words in (text, sentence):
        for claim in claims(words):
            if numbers.contradicts(claim):
                what = (
                    f"the measured fact {key!r} says {claim.words!r}, and its comparison does not"
                )
                yield holds.lineno, what, "compare with that number, or say the one compared"


def _decimals(text: ast.expr) -> Iterator[ast.expr]:
    """Numbers with decimals that an expression adds, subtracts or scales by, other than into another unit."""
    for node in ast.walk(text):
        if (
            isinstance(node, ast.BinOp)
            and not isinstance(node.op, ast.Pow)
            and not is_conversion(node)
        ):
            for side in (node.left, node.right):
                number = number_of(side)
                if number is not None and not number.is_integer():
                    yield side


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
