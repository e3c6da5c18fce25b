"""Typed numbers that a figure or a line of output shows, and with which the script computes nothing."""

import ast
from collections.abc import Iterator, Set
from functools import cached_property

from cheatsheet.pages.drawing_calls import (
    LINES,
    bases_of,
    data_of,
    labels_of,
    limits_of,
    shown_by,
)
from cheatsheet.pages.judged import PrintedLine
from cheatsheet.pages.typed_numbers import NONE, Numbers, TypedNumbers

CURE = "compute it, or state it as a fact, `quoted` with its source or `given`"
# Where axes begin, and the whole of a share: no result, as data.
ENDS = frozenset([0.0, 1.0])


class ShownNumbers:
    """The typed numbers that a script shows; `known` are numbers of its facts, `cells` the lines where cells begin."""

    def __init__(self, code: str, cells: list[int], known: Set[float]):
        self.lines, self.cells = code.splitlines(), cells
        self.tree = ast.parse(code)
        self.typed = TypedNumbers(self.tree)
        self.known = frozenset(known)
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        self.calls = [(node, name) for node in found if (name := self.typed.given.drawing(node))]

    @cached_property
    def held(self) -> frozenset[float]:
        """Numbers with which the script computes, and those of its facts."""
        return frozenset(_values(self.typed.used)) | self.known

    @cached_property
    def limits(self) -> frozenset[float]:
        """Where its axes end, and where they have ticks."""
        at = [value for call, name in self.calls for value in limits_of(call, name)]
        return frozenset(_values(self.typed.among(at)))

    @cached_property
    def labels(self) -> frozenset[str]:
        """Texts in the labels of its ticks, which may say where these are."""
        return frozenset(
            part.value
            for call, name in self.calls
            for value in labels_of(call, name)
            for part in ast.walk(value)
            if isinstance(part, ast.Constant) and isinstance(part.value, str)
        )

    def faults(self) -> Iterator[PrintedLine]:
        """What is wrong with each of them, as the line that types it."""
        seen = set[ast.Constant]()
        for how, numbers in (("shows", self._as_text()), ("draws", self._as_data())):
            for number in sorted(numbers - seen, key=lambda each: (each.lineno, each.col_offset)):
                seen.add(number)
                what = f"the script {how} the number {number.value!r}, which it types and computes nothing with"
                yield PrintedLine(self.lines[number.lineno - 1].strip(), "", what, CURE)

    def _as_text(self) -> Numbers:
        found = NONE
        for call, name in self.calls:
            labels = set(labels_of(call, name))
            for value in shown_by(call, name):
                found |= self._faulty(value, self.limits if value in labels else NONE)
        for statement in self.tree.body:
            if isinstance(statement, ast.Expr) and self._ends_a_cell(statement):
                found |= self._faulty(statement.value)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FormattedValue):
                found |= self.typed.of(node.value) & set(ast.walk(node.value))
        return found

    def _faulty(self, value: ast.expr, fine: Set[object] = NONE) -> Numbers:
        """Those that it types there, and those that a name holds."""
        at_place = set(ast.walk(value))
        return frozenset(
            each
            for each in self.typed.of(value)
            if each in at_place or (each.value not in self.held and each.value not in fine)
        )

    def _ends_a_cell(self, statement: ast.Expr) -> bool:
        """Whether the value of a statement is shown below its cell."""
        behind = [each.lineno for each in self.tree.body if each.lineno > statement.lineno]
        ends = [cell for cell in self.cells if cell > statement.lineno]
        return not behind or (bool(ends) and ends[0] < behind[0])

    def _as_data(self) -> Numbers:
        found = NONE
        for call, name in self.calls:
            at_ends = self.held | ENDS | self.limits
            fine = at_ends if name in LINES else self.held | ENDS
            for values, allowed in ((data_of, fine), (bases_of, at_ends)):
                numbers = self.typed.among(values(call, name))
                # A share is also drawn in percent.
                in_percent = {round(100 * number, 9) for number in self.known}
                found |= {each for each in numbers if each.value not in allowed | in_percent}
        return found


def _values(numbers: Numbers) -> set[float]:
    return {float(each.value) for each in numbers}  # type: ignore[arg-type]
