"""Which numbers a listing may hold: arguments, indices, factors, sizes and settings. What it states is said to its reader."""

import ast
import builtins
import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from cheatsheet.markdown.code_numbers import ASSIGNED
from cheatsheet.markdown.code_syntax import NAMED, Numbers, is_chosen, number_in, root, whole
from cheatsheet.markdown.code_values import SMALL, is_statement, sizes_in
from cheatsheet.markdown.result_numbers import typed_results

BUILTINS = frozenset(dir(builtins)) - {"print", "repr", "str", "format"}
# How a value is written, and no digit that is printed: `{loss:.3f}`, "%.3f".
FORMAT = re.compile(r"[<>^]?\d{0,2},?(?:\.\d)?[bdefgsx%]?")
FORMATTED = re.compile(r"\{\w*:[<>^]?\d{0,2},?(?:\.\d)?[bdefgsx%]?\}|%\.\d[efg]")
BRACKETS = re.compile(r"(?:torch\.Size)?\((?:\[[^\[\]()]*\]|[^()]*)\)")
SETTING = re.compile(ASSIGNED)


def said_by(code: str, language: str = "python") -> Iterator[str]:
    """What a listing says to its reader: remarks, texts and values; all of it where it is no Python."""
    try:
        tree = ast.parse(code if language == "python" else "(")
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, ValueError, tokenize.TokenError, RecursionError, MemoryError):
        yield code
        return
    for token in tokens:
        if token.type == tokenize.COMMENT:
            # The shape of a tensor is code.
            yield BRACKETS.sub(lambda row: "" if is_statement(row[0]) else row[0], token.string)
    yield from _texts(tree)
    yield from _stated(tree)
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    yield from (name for name in names if not NAMED.fullmatch(name))


def _texts(tree: ast.AST) -> Iterator[str]:
    """Texts of a listing, without how it writes values into them."""
    formats = set[ast.AST]()
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = node.format_spec.values
            if all(
                isinstance(each, ast.Constant) and FORMAT.fullmatch(str(each.value))
                for each in parts
            ):
                formats.update(parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in formats:
            if isinstance(node.value, bytes):
                yield node.value.decode("latin-1")
            elif isinstance(node.value, str):
                yield FORMATTED.sub("", node.value)


def _stated(tree: ast.AST) -> Iterator[str]:
    """Numbers of a listing that are no argument of something it knows, no index, no factor of a name and no size."""
    known, allowed = BUILTINS | _bound(tree), sizes_in(tree) | _begun(tree) | _tried(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if root(node.func) in known:
                given = [*node.args, *(word.value for word in node.keywords)]
                allowed.update(_numbers(given))
        elif isinstance(node, ast.Subscript):
            allowed.update(part for each in ast.walk(node.slice) if (part := number_in(each)))
        elif isinstance(node, ast.arguments):
            allowed.update(_numbers([*node.defaults, *(each for each in node.kw_defaults if each)]))
        elif isinstance(node, ast.BinOp):
            sides = (node.left, node.right)
            if any(map(_has_name, sides)):
                allowed.update(_numbers(sides))
        else:
            allowed.update(_of_statement(node))
    allowed -= typed_results(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and number_in(node) and node not in allowed:
            yield ast.unparse(node)


def _numbers(values: Iterable[ast.expr]) -> Numbers:
    """Those among some values that are numbers themselves."""
    return {number for each in values if (number := number_in(each))}


def _of_statement(node: ast.AST) -> Numbers:
    """Numbers with which a listing counts on or ends, sizes that it goes through, and settings that it gives a value."""
    if isinstance(node, ast.Return | ast.AugAssign) and node.value:
        value = node.value
        values = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
        return {number for number in _numbers(values) if number.value in (0, 1, 2)}
    if isinstance(node, ast.For | ast.comprehension) and isinstance(
        node.iter, ast.Tuple | ast.List
    ):
        return {number for number in _numbers(node.iter.elts) if is_chosen(number)}
    if (
        isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and number_in(node.value)
    ):
        is_setting = SETTING.fullmatch(f"{node.targets[0].id}={ast.unparse(node.value)}")
        return _numbers([node.value]) if is_setting else set()
    return set()


def _begun(tree: ast.AST) -> Numbers:
    """Zeros and ones from which a listing counts on."""
    names = [
        (target.id, node.value if isinstance(node, ast.Assign) else None)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    ]
    again = {name for at, (name, _) in enumerate(names) if name in [each for each, _ in names[:at]]}
    values = [number_in(value) for name, value in names if value and name in again]
    return {number for number in values if number and number.value in (0, 1)}


def _tried(tree: ast.AST) -> Numbers:
    """Small whole numbers on which a listing tries a function that it defines, and what it asserts of them."""
    defined = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    tried = Numbers()
    for node in ast.walk(tree):
        match node:
            case ast.Assert(test=ast.Compare(left=ast.Call(func=func)) as trial):
                pass
            case ast.Call(func=func) as trial:
                pass
            case _:
                continue
        if root(func) in defined:
            numbers = [number for each in ast.walk(trial) if (number := number_in(each))]
            tried.update(number for number in numbers if whole(number) in SMALL)
    return tried


def _bound(tree: ast.AST) -> set[str]:
    """Names that the listing imports or defines."""
    names = set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names.update((each.asname or each.name).partition(".")[0] for each in node.names)
        elif isinstance(node, ast.Assign):
            names.update(each.id for each in node.targets if isinstance(each, ast.Name))
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and len(node.body) > 0:
            names.add(node.name)
    return names


def _has_name(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Name) for part in ast.walk(node))
