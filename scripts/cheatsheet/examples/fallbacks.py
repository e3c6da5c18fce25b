"""Typed numbers that may stand for a computed one: what a fact would print where the run gives nothing, or too much.

A value is followed from where it is printed back to where it is chosen: `x or 76.1`, `d.get("a", 76.1)`, `max(x, 76.1)`,
a branch, a default of a function, a name that is given a number anew.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from cheatsheet.examples.arithmetic import is_conversion, is_neutral, number_of
from cheatsheet.examples.bindings import CHANGED, bindings_of
from cheatsheet.examples.functions import Function, passed, returned
from cheatsheet.examples.names import NOTHING
from cheatsheet.examples.typed import CARRIERS, CARRYING, Local, Typed, is_blank

# Functions that give back one of their arguments, or a bound of it: the first that may be one, as a function of a module
# and as a method.
CHOOSING = {
    **dict.fromkeys(("max", "min", "maximum", "minimum", "fmax", "fmin", "reduce"), (0, 0)),
    **dict.fromkeys(("clip", "clamp", "clamp_", "clip_", "nan_to_num", "nan_to_num_"), (1, 0)),
    **dict.fromkeys(("where", "select", "masked_fill", "masked_fill_", "putmask", "place"), (1, 1)),
    "getattr": (2, 2),
    "next": (1, 1),
    **dict.fromkeys(("get", "pop", "setdefault"), (1, 1)),
}
# Their arguments that are none: of what is reduced, and how.
HOW = {"key", "dim", "axis", "keepdims", "keepdim", "copy", "out", "dtype"}
MODULES = ("math", "np", "numpy", "torch")
HOLDING = (ast.JoinedStr, ast.FormattedValue, ast.Tuple, ast.List, ast.Set, ast.Starred)
Bound = Mapping[str, Sequence[ast.AST | None]]


class Fallbacks:
    """Those of one module."""

    def __init__(self, typed: Typed):
        self.typed = typed
        self._asked = set[str | Function]()

    def of(
        self, value: ast.AST, local: Local = NOTHING, bound: Bound = NOTHING
    ) -> Iterator[ast.AST]:
        """Typed numbers for which a value may stand, where it may be a computed one too.

        `local` says of names of a function whether they are typed, and `bound` what they are given.
        """
        match value:
            case ast.IfExp(test=test, body=body, orelse=orelse) if _is_guarded(test, body, orelse):
                yield from self.of(body, local, bound)
            case ast.IfExp(body=body, orelse=orelse):
                yield from self._chosen([body, orelse], local, bound)
            case ast.BoolOp(values=values):
                yield from self._chosen(values, local, bound)
            case ast.Subscript(value=ast.Tuple(elts=parts) | ast.List(elts=parts)):
                yield from self._chosen(parts, local, bound)
            case ast.Subscript(value=ast.Dict(values=parts)):
                yield from self._chosen(parts, local, bound)
            case ast.Subscript(value=inner) | ast.Attribute(value=inner):
                yield from self.of(inner, local, bound)
            case ast.UnaryOp(operand=inner) | ast.NamedExpr(value=inner):
                yield from self.of(inner, local, bound)
            case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Dict() as right):
                yield from self._chosen([left, right], local, bound)
            case ast.BinOp(left=left, right=right) if is_neutral(value) or is_conversion(value):
                for side in (left, right):
                    yield from self.of(side, local, bound)
            case ast.Dict(values=parts):
                for part in parts:
                    yield from self.of(part, local, bound)
            case ast.ListComp(elt=made) | ast.SetComp(elt=made) | ast.GeneratorExp(elt=made):
                yield from self.of(made, self.typed.looped(value.generators, local), bound)
            case ast.Call():
                yield from self._call(value, local, bound)
            case ast.Name(id=name):
                yield from self._name(name, local, bound)
            case _ if isinstance(value, HOLDING):
                for inside in ast.iter_child_nodes(value):
                    yield from self.of(inside, local, bound)

    def _chosen(self, values: Sequence[ast.AST], local: Local, bound: Bound) -> Iterator[ast.AST]:
        """The typed numbers among values of which one is taken, where another is computed; and theirs."""
        typed = [self._is_typed(value, local) for value in values]
        for value, is_typed in zip(values, typed, strict=True):
            if not is_typed:
                yield from self.of(value, local, bound)
            elif not all(typed) and self._is_number(value):
                yield value

    def _is_typed(self, value: ast.AST, local: Local) -> bool:
        """Whether a value is typed, or one of those that a loop takes from typed ones, whatever it takes."""
        if isinstance(value, ast.GeneratorExp | ast.ListComp):
            return self.typed.hands_on(value.elt, self.typed.looped(value.generators, local))
        return self.typed.hands_on(value, local)

    def _call(self, call: ast.Call, local: Local, bound: Bound) -> Iterator[ast.AST]:
        function = call.func
        inside = [function.value] if isinstance(function, ast.Attribute) else []
        is_method = bool(inside)
        name = function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
        name = self.typed.called.get(name, name)
        if isinstance(function, ast.Lambda):
            yield from self._function(self.typed, function, call, local)
        elif name in self.typed.functions and not is_method:
            owner, own = self.typed.functions[name]
            yield from self._function(owner, own, call, local)
        elif name in CHOOSING:
            of_module = is_method and ast.unparse(inside[0]) in MODULES
            taken = call.args[CHOOSING[name][is_method and not of_module] :]
            taken += [word.value for word in call.keywords if word.arg not in HOW]
            owner_of = inside if inside and not of_module else call.args[:1]
            if not (name in ("max", "min") and is_method and not call.keywords):
                parts = [part for each in (*owner_of, *taken) for part in _parts_of(each)]
                yield from self._chosen(parts, local, bound)
        elif name in CARRIERS or (is_method and name in CARRYING):
            for part in (*call.args, *inside):
                yield from self.of(part, local, bound)

    def _function(
        self, owner: Typed, function: Function, call: ast.Call, local: Local
    ) -> Iterator[ast.AST]:
        if function in self._asked:
            return
        self._asked.add(function)
        arguments = [*call.args, *(word.value for word in call.keywords)]
        are_typed = [self.typed.hands_on(argument, local) for argument in arguments]
        given = dict(passed(function, call, are_typed))
        inside = Fallbacks(owner)
        inside._asked = self._asked
        if isinstance(function, ast.Lambda):
            yield from inside.of(function.body, given)
            return
        body = ast.Module(function.body, [])
        bound: dict[str, list[ast.AST | None]] = defaultdict(list)
        for name, made in bindings_of(body):
            bound[name].append(made)
        known = owner.locals_of(body, given)
        yield from inside._chosen(list(returned(body)), known, bound)

    def _name(self, name: str, local: Local, bound: Bound) -> Iterator[ast.AST]:
        if name in self._asked:
            return
        self._asked.add(name)
        if name in bound:
            yield from self._given([(self, made) for made in bound[name]], local, bound)
        elif name not in local:
            made = self.typed.made.get(name, [])
            yield from self._given(
                [(self if owner is self.typed else Fallbacks(owner), one) for owner, one in made]
            )

    def _given(
        self,
        made: Sequence[tuple["Fallbacks", ast.AST | None]],
        local: Local = NOTHING,
        bound: Bound = NOTHING,
    ) -> Iterator[ast.AST]:
        """Of what a name is given: a typed number behind a computed one, and those for which each may stand."""
        is_computed = False
        for owner, value in made:
            if value is None or value is CHANGED:
                is_computed = is_computed or value is None
            elif not owner.typed.hands_on(value, local):
                is_computed = is_computed or not is_blank(value)
                yield from owner.of(value, local, bound)
            elif is_computed and owner._is_number(value):
                yield value

    def _is_number(self, value: ast.AST) -> bool:
        """Whether something typed holds a number, a text with one, or a parameter, which may be given one."""
        for node in ast.walk(value):
            match node:
                case ast.Name(id=name) if name not in CARRIERS:
                    made = [one for _, one in self.typed.made.get(name, [])]
                    if not made or any(
                        isinstance(one, ast.expr) and number_of(one) is not None for one in made
                    ):
                        return True
                case ast.Constant(value=bool()):
                    pass
                case ast.Constant(value=int() | float()):
                    return True
                case ast.Constant(value=str(words)) if any(map(str.isdigit, words)):
                    return True
        return False


def _is_guarded(test: ast.expr, body: ast.expr, orelse: ast.expr) -> bool:
    """Whether zero stands for what cannot be taken where a name is zero: a / b if b else 0."""
    names = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
    return isinstance(test, ast.Name) and test.id in names and number_of(orelse) == 0


def _parts_of(value: ast.expr) -> list[ast.expr]:
    """The parts of a list that is written out, max([x, y]); anything else as it is."""
    return value.elts if isinstance(value, ast.List | ast.Tuple) else [value]
