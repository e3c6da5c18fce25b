"""What an example types of its results in words; what its run puts in, or compares, is its own."""

import ast
import re
from collections.abc import Iterator, Mapping

from cheatsheet.examples.arithmetic import is_text
from cheatsheet.examples.compared import compared
from cheatsheet.examples.entries import entries
from cheatsheet.examples.held import Compared
from cheatsheet.examples.model import MEASURED
from cheatsheet.examples.names import Names
from cheatsheet.examples.run import SETUP
from cheatsheet.examples.said import VALUE
from cheatsheet.examples.spelled import without_held
from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.marks import CHECKED
from cheatsheet.markdown.units import is_unit

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
    texts, names = _texts(tree), Names(tree)
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == SETUP:
                yield _typed(value, texts)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if name == MEASURED:
                for _, fact, _ in entries(value):
                    if isinstance(fact, ast.Tuple) and len(fact.elts) == 3:
                        sentence, holds = fact.elts[1:]
                        yield _without(_typed(sentence, texts), compared(holds, names))


def _texts(tree: ast.Module) -> dict[str, ast.expr]:
    """Texts that have a name."""
    return {
        statement.targets[0].id: statement.value
        for statement in tree.body
        if isinstance(statement, ast.Assign)
        and isinstance(statement.targets[0], ast.Name)
        and _holds_text(statement.value)
    }


def _holds_text(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _holds_text(value.left) or _holds_text(value.right)
    return is_text(value)


def _without(sentence: str, numbers: Compared) -> str:
    """The sentence with `VALUE` for compared numbers; as it is where a sign or a word at one makes another of it."""
    marked = without_held(sentence, CHECKED, numbers.holds)
    # It has its unit from its script.
    is_changed = any(not is_unit(glued) for glued, _ in faults_at(marked))
    return sentence if is_changed else marked.replace(CHECKED, VALUE)


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
