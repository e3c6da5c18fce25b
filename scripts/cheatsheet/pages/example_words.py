"""What an example types of its results in words; what its run puts in, or compares, is its own."""

import ast
import re
from collections.abc import Iterator, Mapping

from cheatsheet.examples.constants import constants
from cheatsheet.examples.entries import entries
from cheatsheet.examples.model import MEASURED
from cheatsheet.examples.run import SETUP
from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.marks import CHECKED
from cheatsheet.pages.number_words import replaced, value_of

# What stands for a value of the run.
VALUE = "n"
# How a number is printed, as a function is told: .0%, ,.0f.
FORMAT = re.compile(r",?(?:\.\d+)?[defgn%]")


def typed_words(source: str) -> Iterator[str]:
    """Its set-up and the sentences of its measured facts, without the values of the run.

    A number of a sentence is one of the run where the comparison behind the sentence holds it too.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    texts, held = _texts(tree), _constants(source)
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == SETUP:
                yield _typed(value, texts)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == MEASURED:
                for _, fact, _ in entries(value):
                    if isinstance(fact, ast.Tuple) and len(fact.elts) == 3:
                        yield _without(_typed(fact.elts[1], texts), _compared(fact.elts[2], held))


def _texts(tree: ast.Module) -> dict[str, ast.expr]:
    """Texts that have a name."""
    return {
        statement.targets[0].id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and _is_text(statement.value)
    }


def _is_text(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _is_text(value.left) or _is_text(value.right)
    return isinstance(value, ast.JoinedStr) or (
        isinstance(value, ast.Constant) and isinstance(value.value, str)
    )


def _constants(source: str) -> dict[str, float]:
    """Constants of the script that are a number."""
    values = {name: statement.value for name, statement in constants(source).items()}
    return {
        name: float(value.value)
        for name, value in values.items()
        if isinstance(value, ast.Constant) and isinstance(value.value, int | float)
    }


def _compared(predicate: ast.expr, held: Mapping[str, float]) -> set[float]:
    """The numbers, those of constants too, that are compared with something."""
    sides = [
        side
        for node in ast.walk(predicate)
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
    ]
    return {number for side in sides for number in _numbers(side, held)}


def _numbers(side: ast.expr, held: Mapping[str, float]) -> Iterator[float]:
    match side:
        case ast.Constant(value=int() | float() as number):
            yield float(number)
        case ast.Name(id=name) if name in held:
            yield held[name]
        case ast.BinOp(left=left, right=right):
            yield from (*_numbers(left, held), *_numbers(right, held))
        case ast.UnaryOp(operand=operand) | ast.Call(func=ast.Name(id="abs"), args=[operand]):
            yield from _numbers(operand, held)
        case ast.Subscript(slice=ast.Constant() as key):
            # What is compared may be filed under the number that it belongs to.
            yield from _numbers(key, held)
        case ast.Call(func=ast.Name(id="min" | "max"), args=[ast.Subscript() as part]):
            yield from _numbers(part, held)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from (number for part in parts for number in _numbers(part, held))


def _without(sentence: str, compared: set[float]) -> str:
    """The sentence with `VALUE` for compared numbers; as it is where a sign or a word at one makes another of it."""

    def is_compared(found: re.Match[str]) -> bool:
        share = value_of(found)
        return share in compared or (bool(found[2]) and {100 * share, 100.0} <= compared)

    marked = replaced(sentence, CHECKED, is_compared)
    if any(faults_at(marked)):
        return sentence
    return marked.replace(CHECKED, VALUE)


def _typed(node: ast.expr, texts: Mapping[str, ast.expr]) -> str:
    """What an expression that makes a text types of it."""
    match node:
        case ast.Constant(value=said):
            return str(said)
        case ast.JoinedStr(values=parts):
            return "".join(_typed(part, texts) for part in parts)
        case ast.FormattedValue(value=value):
            return _typed(value, texts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _typed(left, texts) + _typed(right, texts)
        case ast.IfExp(body=body, orelse=orelse):
            return f"{_typed(body, texts)} {_typed(orelse, texts)}"
        case ast.Call(args=arguments):
            words = [_typed(each, texts) for each in arguments]
            return " ".join([VALUE, *(text for text in words if not FORMAT.fullmatch(text))])
        case ast.Name(id=name) if name in texts:
            others = {other: text for other, text in texts.items() if other != name}
            return _typed(texts[name], others)
    return VALUE
