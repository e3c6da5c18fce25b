"""Values that a fact prints in another unit than it says: f"{x / 1e3:.1f} GB", f"{share:.2f}%"."""

import ast
import re
from collections.abc import Iterator

from cheatsheet.examples.arithmetic import number_of
from cheatsheet.examples.names import Names

# By what a value is divided, and what then stands behind it: the prefix of a unit, a word, or a unit of time that is a
# thousand times the one before.
DIVIDED = {
    1e3: r"[kK]|thousand\b|(?:s|m|g|seconds?|metres?)\b",
    1e6: r"M|million\b|(?:s|seconds?)\b",
    1e9: r"[GB]|billion\b|(?:s|seconds?)\b",
    1e12: r"T|trillion\b",
    1024.0: r"[kK]",
    1024.0**2: r"M",
    1024.0**3: r"G",
    1024.0**4: r"T",
}
MULTIPLIED = {1e2: r"%|percent\b|per cent\b|points?\b", 1e3: r"m|[kMG]B", 1e6: r"[µμu]", 1e9: r"n"}
PERCENT = re.compile(r" ?(?:%|percent\b|per cent\b)")
UNITS = (
    re.compile(r"(?<=[\dn]) ?(µs|μs|ns|ms|s|seconds?|minutes?|min|hours?|h)\b"),
    re.compile(r"(?<=[\dn]) ?([kKMGT]?i?B)\b"),
    re.compile(r"(?<=[\dn]) ?(%|percent\b|points?\b|px|pixels?)"),
)
CURE = "print the value in the unit that is said behind it"


def faults(text: ast.AST, names: Names) -> Iterator[tuple[str, str]]:
    """What is wrong with the units of a text, as the expression that makes it says, and the cure."""
    for node in ast.walk(text):
        if isinstance(node, ast.JoinedStr):
            for part, after in zip(node.values, [*node.values[1:], None], strict=True):
                behind = after.value if isinstance(after, ast.Constant) else ""
                if isinstance(part, ast.FormattedValue):
                    yield from _at(part, str(behind), names)


def of_two_units(text: str, sentence: str) -> str:
    """Units of one kind that a text and its sentence say, where they have none in common; `n` stands for a value."""
    for kind in UNITS[:2]:
        one, two = set(kind.findall(text)), set(kind.findall(sentence))
        if one and two and one.isdisjoint(two):
            return f"{min(one)} and {min(two)}"
    return ""


def _at(part: ast.FormattedValue, behind: str, names: Names) -> Iterator[tuple[str, str]]:
    value = _meant(part.value, names)
    by = _scale(value)
    form = ast.unparse(part.format_spec).rstrip("'\"") if part.format_spec else ""
    if form.endswith("%"):
        if by == 100 or PERCENT.match(behind):
            yield "says percent twice", "print the share alone, {share:.1%}"
        return
    if PERCENT.match(behind):
        made = [value, *(one for name in _names_of(value) for one in _made(name, names))]
        hundreds = [one for each in made for one in ast.walk(each) if _scale(one) == 100]
        if not hundreds:
            yield "says % behind a value that nothing multiplies by 100", "write {share:.1%}"
        return
    table = DIVIDED if by and by < 1 else MULTIPLIED
    size = 1 / by if by and by < 1 else by
    expected = next(
        (form for number, form in table.items() if size and abs(number / size - 1) < 1e-9), None
    )
    if expected and not re.match(rf" ?(?:{expected})", behind):
        what = (
            f"divides a value by {size:g}"
            if table is DIVIDED
            else f"multiplies a value by {size:g}"
        )
        said = behind.split()[0] if behind.split() else "nothing"
        yield f"{what} and says {said} behind it", CURE


def _meant(value: ast.expr, names: Names) -> ast.expr:
    """A value, or what a name is given where that is one thing."""
    if isinstance(value, ast.Name):
        made = list(_made(value.id, names))
        if len(made) == 1 and isinstance(made[0], ast.BinOp):
            return made[0]
    return value


def _made(name: str, names: Names) -> Iterator[ast.AST]:
    yield from (made for _, made in names.made.get(name, []) if made is not None)


def _names_of(value: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(value) if isinstance(node, ast.Name)}


def _scale(value: ast.AST) -> float | None:
    """By how much an operation makes a number larger than that of the run: 100 of 100 * x, 0.001 of x / 1e3."""
    match value:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            one, two = number_of(left), number_of(right)
            return two if one is None else one if two is None else None
        case ast.BinOp(left=left, op=ast.Div() | ast.FloorDiv(), right=right):
            by = number_of(right)
            return 1 / by if by and number_of(left) is None else None
    return None
