"""Numbers that a script types: where its names carry them, and with which of them it computes.

A number is handed on by a name, a container, a loop, a function of the script and a conversion, as examples/typed.py has
it; sums, comparisons and the functions of a library compute with what they get. It goes by the syntax tree.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from cheatsheet.examples.arithmetic import is_conversion, is_neutral, is_text, number_of
from cheatsheet.examples.bindings import FILLING
from cheatsheet.examples.typed import CARRIERS, CARRYING
from cheatsheet.pages.drawing_calls import data_of, shown_by
from cheatsheet.pages.given_names import Given

WORD = re.compile(r"\w+")
# What gives back what it gets or a part of it, beside what examples/typed.py has: it chooses, joins or puts in order.
CARRIES = CARRIERS | frozenset(
    WORD.findall(
        "max min maximum minimum fmax fmin amax amin stack concatenate cat hstack vstack column_stack repeat tile sort ravel"
        " reshape squeeze transpose atleast_1d atleast_2d flip roll from_numpy int32 int64 dict deque OrderedDict defaultdict"
        " append insert linspace logspace geomspace broadcast_to asfarray literal_eval"
    )
)
# Methods that give back what they belong to; and those that put their arguments into it.
METHODS = CARRYING | frozenset(
    WORD.findall("substitute astype reshape ravel sort repeat transpose max min long int")
)
PUTS = frozenset(
    WORD.findall("substitute format join replace get setdefault fill fill_ new_full new_tensor")
)
# The first argument of these alone is a value.
FIRST_ONLY = frozenset(
    WORD.findall("round around format repeat tile reshape transpose roll broadcast_to")
)
# What only holds its parts together.
HOLDS = (
    *(ast.JoinedStr, ast.FormattedValue, ast.Tuple, ast.List, ast.Set, ast.Starred, ast.UnaryOp),
    *(ast.BoolOp, ast.Attribute, ast.NamedExpr),
)
Numbers = frozenset[ast.Constant]
NONE: Numbers = frozenset()


class TypedNumbers:
    """The typed numbers of one script, whose tree is changed as `Given` says."""

    def __init__(self, tree: ast.Module):
        self.tree, self.given = tree, Given(tree)
        # Names and functions that are being looked at: they may lead to themselves.
        self._asked = set[str]()

    @cached_property
    def used(self) -> Numbers:
        """Those with which the script computes."""
        return self.among(self._computed_with(self.tree))

    def of(self, value: ast.AST | None) -> Numbers:
        """The numbers that an expression may hand on from where they are typed."""
        match value:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return frozenset([value])
            case ast.Name(id=name) if name in self.given.classes:
                return self.among(self.given.classes[name])
            case ast.Name(id=name):
                return self._once(name, self.given.values.get(name, ()))
            case ast.Lambda(body=body):
                return self.of(body)
            case ast.IfExp(body=body, orelse=orelse):
                return self.of(body) | self.of(orelse)
            case ast.Dict(values=values):
                return self.among(values)
            case ast.Subscript(slice=parts) if _is_row(value):
                return self.of(parts)
            case ast.Subscript(value=held):
                return self.of(held)
            case ast.BinOp(left=left, right=right) if _is_handed_on(value):
                units = [side for side in (left, right) if number_of(side) is not None]
                if len(units) == 1 and not any(map(is_text, (left, right))):
                    return self.of(left if units == [right] else right)
                return self.among((left, right))
            case ast.Call():
                return self._call(value)
            case ast.ListComp(elt=made) | ast.SetComp(elt=made) | ast.GeneratorExp(elt=made):
                return self.of(made)
            case ast.DictComp(value=made):
                return self.of(made)
        if isinstance(value, HOLDS):
            return self.among(ast.iter_child_nodes(value))
        return NONE

    def among(self, values: Iterable[ast.AST | None]) -> Numbers:
        """Those that any of these expressions may hand on."""
        return NONE.union(*map(self.of, values))

    def _once(self, name: str, values: Iterable[ast.AST]) -> Numbers:
        if name in self._asked:
            return NONE
        self._asked.add(name)
        try:
            return self.among(values)
        finally:
            self._asked.remove(name)

    def _call(self, call: ast.Call) -> Numbers:
        arguments = [*call.args, *(word.value for word in call.keywords)]
        name = self.given.called(call)
        if name in self.given.classes:
            return self.among([*arguments, *self.given.classes[name]])
        if name in self.given.functions:
            return self._once(f"{name}()", self.given.results(name))
        if name != "format" and self.given.drawing(call):
            return NONE
        if name in METHODS and _is_method(call):
            put = arguments if name in PUTS else []
            return self.among([call.func.value, *put])  # type: ignore[attr-defined]
        if name in CARRIES:
            return self.among(arguments[:1] if name in FIRST_ONLY else arguments)
        return NONE

    def _computed_with(self, node: ast.AST) -> Iterator[ast.AST]:
        """Expressions with whose values a part of the script computes, other than where and how a figure shows them."""
        match node:
            case ast.Call(args=arguments, keywords=words):
                name = self.given.drawing(node)
                if name and name != "format":
                    for shown in (*shown_by(node, name), *data_of(node, name)):
                        yield from self._computed_with(shown)
                    return
                if not self._carries(node, self.given.called(node)):
                    yield from (*arguments, *(word.value for word in words))
                    if isinstance(node.func, ast.Attribute):
                        yield node.func.value
            case ast.BinOp(left=left, right=right) if not _is_handed_on(node):
                yield from (left, right)
            case ast.AugAssign(target=target, op=op, value=value):
                if not _is_handed_on(ast.BinOp(ast.Name("_"), op, value)):
                    yield from (target, value)
            case ast.Assert(test=ast.Compare(left=left, comparators=others)):
                if all(self.of(side) or not _has_name(side) for side in (left, *others)):
                    return  # of what is typed, whatever it says
            case ast.Compare(left=left, comparators=others):
                named = [side for side in (left, *others) if _has_name(side)]
                if len(named) > 1 or not all(map(self.of, named)):
                    yield from (left, *others)
            case ast.Slice(lower=lower, upper=upper, step=step):
                yield from filter(None, (lower, upper, step))
            case ast.Subscript(slice=key) if not _is_row(node):
                yield key
        for part in ast.iter_child_nodes(node):
            yield from self._computed_with(part)

    def _carries(self, call: ast.Call, name: str) -> bool:
        if name in self.given.functions or name in self.given.classes or name in CARRIES:
            return True
        return _is_method(call) and (name in METHODS or FILLING.fullmatch(name) is not None)


def _is_handed_on(value: ast.BinOp) -> bool:
    """Whether an operation says the same again, repeats a list, or has nothing in it but what is typed there."""
    if is_neutral(value) or is_conversion(value) or not _has_name(value):
        return True
    sides = (value.left, value.right)
    return isinstance(value.op, ast.Mult) and any(
        isinstance(s, ast.List | ast.Tuple) for s in sides
    )


def _is_row(value: ast.Subscript) -> bool:
    """Whether it is one that NumPy makes of what stands in the brackets: np.r_[1, 2]."""
    return isinstance(value.value, ast.Attribute) and value.value.attr in ("r_", "c_")


def _is_method(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute)


def _has_name(value: ast.AST) -> bool:
    return any(isinstance(part, ast.Name) for part in ast.walk(value))
