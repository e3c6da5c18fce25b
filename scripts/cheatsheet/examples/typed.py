"""Which values of a script are only handed on from where they are typed, so that nothing computes them.

What is handed on stays what it is: a name, an entry of a container, a text around it, a conversion, what a function
returns as it stands, ×1 and +0, another unit of it. Sums, comparisons and the functions of a library compute. It goes by
the syntax tree; what it cannot follow counts as computed.
"""

import ast
import re
from collections.abc import Iterable, Mapping

from cheatsheet.examples.arithmetic import is_conversion, is_neutral, is_nothing, number_of
from cheatsheet.examples.bindings import CHANGED, bindings_of, looped
from cheatsheet.examples.functions import Function, passed, returned
from cheatsheet.examples.names import NOTHING, Names

WORD = re.compile(r"\w+")
# Functions that give back what they get or a part of it, in another form.
CARRIERS = frozenset(
    WORD.findall(
        "str repr ascii chr ord format int float bool complex round abs fabs floor ceil divmod list tuple set frozenset dict"
        " sorted reversed iter next zip enumerate map filter chain repeat cycle islice tensor Tensor as_tensor array asarray"
        " full full_like Fraction Decimal float16 float32 float64 deepcopy copy itemgetter attrgetter type namedtuple"
        " SimpleNamespace partial nullcontext"
    )
)
# Functions that make a container to be filled, of whatever size.
BLANK = frozenset(WORD.findall("zeros ones empty zeros_like ones_like empty_like"))
# And methods of texts, containers and tensors.
CARRYING = frozenset(
    WORD.findall(
        "format format_map join replace strip lstrip rstrip removeprefix removesuffix upper lower title capitalize zfill ljust"
        " rjust center split partition rpartition translate expandtabs encode decode get pop popitem setdefault values items"
        " keys copy item tolist numpy detach clone double float cpu squeeze unsqueeze view reshape flatten expand fill_ fill"
        " new_full new_tensor"
    )
)
# What only holds its parts together, chooses among them or compares them.
MADE_OF_PARTS = (
    *(ast.JoinedStr, ast.FormattedValue, ast.Tuple, ast.List, ast.Set, ast.Dict, ast.Subscript),
    *(ast.Slice, ast.Attribute, ast.Starred, ast.UnaryOp, ast.IfExp, ast.BoolOp, ast.Compare),
)
# What no call can change.
UNCHANGEABLE = (ast.Constant, ast.JoinedStr, ast.UnaryOp, ast.BinOp, ast.Tuple)
Local = Mapping[str, bool]


class Typed(Names):
    """The values of one module."""

    def __init__(self, tree: ast.Module, others: "Mapping[str, Typed]" = NOTHING):
        super().__init__(tree, others)
        # What is being looked at: names, whose rest says it, and functions that call themselves.
        self._asked, self._inside = set[str](), set[Function]()

    def hands_on(self, value: ast.AST, local: Local = NOTHING) -> bool:
        """Whether an expression only hands on what is typed; `local` says it of the names of a function."""
        match value:
            case ast.Constant():
                return True
            case ast.Name(id=name):
                if name in local:
                    return local[name]
                return self._name(name) or (name in CARRIERS and name not in self.made)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in self.classes:
                return self.classes[name].hands_on(ast.Name(attribute))
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name in self.others:
                return self.others[name].hands_on(ast.Name(attribute))
            case ast.BinOp() if is_nothing(value):
                return True
            case ast.BinOp(left=left, right=right):
                says_again = is_neutral(value) or is_conversion(value)
                parts = [side for side in (left, right) if number_of(side) is None]
                return says_again and all(self.hands_on(part, local) for part in parts)
            case ast.Call():
                return self._call(value, local)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self._comprehension(value, local)
            case ast.NamedExpr(value=inner):
                return self.hands_on(inner, local)
        parts = [part for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
        return isinstance(value, MADE_OF_PARTS) and all(
            self.hands_on(part, local) for part in parts
        )

    def looped(self, loops: Iterable[ast.comprehension], local: Local = NOTHING) -> Local:
        """Whether the names that the loops of a comprehension give a value are typed, beside those of `local`."""
        inside = dict(local)
        for part in loops:
            bound = looped(part.target, part.iter)
            inside.update([(name, self.hands_on(values, inside)) for name, values in bound])
        return inside

    def _name(self, name: str) -> bool:
        if name in self._asked:
            return True
        self._asked.add(name)
        try:
            made = self.made.get(name, [])
            given = [(other, value) for other, value in made if value is not CHANGED]
            if any(isinstance(value, ast.List) for _, value in given):
                given = [(other, value) for other, value in given if not is_blank(value)]
            may_change = not all(isinstance(value, UNCHANGEABLE) for _, value in given)
            is_changed = any(value is CHANGED for _, value in made)
            return (
                bool(given)
                and not (may_change and is_changed)
                and all(value is not None and other.hands_on(value) for other, value in given)
            )
        finally:
            self._asked.remove(name)

    def _call(self, call: ast.Call, local: Local) -> bool:
        arguments = [*call.args, *(word.value for word in call.keywords)]
        are_typed = [self.hands_on(argument, local) for argument in arguments]
        if isinstance(call.func, ast.Lambda):
            return self._function(call.func, dict(passed(call.func, call, are_typed)))
        if isinstance(call.func, ast.Name) and call.func.id in self.functions:
            owner, function = self.functions[call.func.id]
            return owner._function(function, dict(passed(function, call, are_typed)))
        if isinstance(call.func, ast.Name) and call.func.id in self.classes:
            return bool(arguments) and all(are_typed)
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)
        if isinstance(call.func, ast.Attribute) and name in self.functions:
            owner, function = self.functions[name]
            method = ast.Call(call.func, [call.func.value, *call.args], call.keywords)
            are_typed = [self.hands_on(call.func.value, local), *are_typed]
            return owner._function(function, dict(passed(function, method, are_typed)))
        if self.called.get(name, name) in CARRIERS:
            return all(are_typed)
        return (
            isinstance(call.func, ast.Attribute)
            and name in CARRYING
            and all(are_typed)
            and self.hands_on(call.func.value, local)
        )

    def _function(self, function: Function, given: Local) -> bool:
        """Whether all that a function returns is handed on; `given` says of its parameters whether they are typed."""
        if function in self._inside:
            return False
        self._inside.add(function)
        try:
            if isinstance(function, ast.Lambda):
                return self.hands_on(function.body, given)
            body = ast.Module(function.body, [])
            local = self.locals_of(body, given)
            results = list(returned(body))
            return bool(results) and all(self.hands_on(value, local) for value in results)
        finally:
            self._inside.remove(function)

    def locals_of(self, body: ast.Module, given: Local) -> Local:
        """Whether the names of a function with this body are typed; `given` says it of its parameters."""
        local = dict(given)
        for name, value in bindings_of(body):
            is_typed = value is not None and value is not CHANGED and self.hands_on(value, local)
            local[name] = is_typed and local.get(name, True)
        return local

    def _comprehension(self, made: ast.AST, local: Local) -> bool:
        inside = self.looped(made.generators, local)  # type: ignore[attr-defined]
        tests = [test for part in made.generators for test in part.ifs]  # type: ignore[attr-defined]
        if not all(self.hands_on(test, inside) for test in tests):
            return False
        results = [made.key, made.value] if isinstance(made, ast.DictComp) else [made.elt]  # type: ignore[attr-defined]
        return all(self.hands_on(result, inside) for result in results)


def is_blank(value: ast.AST | None) -> bool:
    """Whether a value is a container to be filled."""
    return isinstance(value, ast.Call) and ast.unparse(value.func).split(".")[-1] in BLANK
