"""What each name of a script is given, wherever that happens: by assignments, loops, calls, defaults and fields."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from types import UnionType
from typing import Any

from cheatsheet.examples.bindings import FILLING, names_in
from cheatsheet.examples.functions import Function, functions, returned
from cheatsheet.pages.drawing_calls import is_drawing
from cheatsheet.pages.name_scopes import tell_apart
from cheatsheet.pages.named_values import Made, defaults, is_row, paired, passed

# Calls that make a class.
CLASSES = frozenset(["namedtuple", "NamedTuple", "make_dataclass", "TypedDict"])
NAMED = (ast.Name, ast.Attribute)


class Given:
    """The names of one script. Its tree is changed: a name of a function is another one than that of the module.

    `values` are expressions by name; `functions` and `classes` are the script's own, the latter with what stands in them.
    """

    def __init__(self, tree: ast.Module):
        tell_apart(tree, {})
        self.functions: dict[str, Function] = dict(functions(tree))
        made = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        self.classes = {node.name: list(_fields(node)) for node in made}
        self.plain: dict[str, list[ast.AST]] = defaultdict(list)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                for name in (each.id for each in node.targets if isinstance(each, ast.Name)):
                    self.plain[name].append(node.value)
                    if isinstance(node.value, ast.Call) and _last(node.value.func) in CLASSES:
                        self.classes[name] = []
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                node.keywords += self._unpacked(node)
        self.values: dict[str, list[ast.AST]] = defaultdict(list)
        for node in ast.walk(tree):
            for name, value in self._bindings(node):
                self.values[name].append(value)
        for node in made:
            self._own(node, tree)

    def called(self, call: ast.Call) -> str:
        """The name of what is called, without what it belongs to."""
        match call.func:
            case ast.Call(func=ast.Name(id="getattr"), args=[_, ast.Constant(value=str(name)), *_]):
                return name
        return _last(call.func)

    def drawing(self, call: ast.Call) -> str:
        """The name of what it calls, if that draws or prints; `show` is `bar` where the script says `show = ax.bar`."""
        name = self.called(call)
        if isinstance(call.func, ast.Name):
            if name in self.functions or name in self.classes or name in ("set", "format", "write"):
                return ""
            if name in self.values:
                others = [each for each in self.values[name] if isinstance(each, NAMED)]
                return next(filter(is_drawing, map(_last, others)), "")
        return name if is_drawing(name) else ""

    def results(self, name: str) -> Iterator[ast.AST]:
        """What a function of the script gives back."""
        function = self.functions[name]
        if isinstance(function, ast.Lambda):
            yield function.body
        else:
            yield from returned(ast.Module(function.body, []))

    def _unpacked(self, call: ast.Call) -> list[ast.keyword]:
        """The arguments of a call that stand in a dictionary, `**options`, which is written out."""
        made = [
            each
            for word in call.keywords
            if word.arg is None
            for each in self._written(word.value, ast.Dict)
        ]
        return [
            ast.keyword(str(key.value), value)
            for each in made
            for key, value in zip(each.keys, each.values, strict=True)
            if isinstance(key, ast.Constant)
        ]

    def _own(self, made: ast.ClassDef, tree: ast.Module) -> None:
        """Give the methods of a class what its objects are made with."""
        methods = [part for part in made.body if isinstance(part, ast.FunctionDef)]
        calls = [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and _last(node.func) == made.name
        ]
        for method in methods:
            for itself in method.args.args[:1]:
                self.values[itself.arg] += calls
            if method.name == "__init__":
                for call in calls:
                    for name, value in passed(method, call, is_bound=True):
                        self.values[name].append(value)

    def _bindings(self, node: ast.AST) -> Iterator[Made]:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    yield from paired(target, value)
            case (
                ast.AnnAssign(target=target, value=ast.expr() as value)
                | ast.NamedExpr(target=target, value=value)
                | ast.AugAssign(target=target, value=value)
            ):
                yield from paired(target, value)
            case (
                ast.For(target=target, iter=values) | ast.comprehension(target=target, iter=values)
            ):
                yield from self._looped(target, values)
            case ast.FunctionDef(args=arguments) | ast.Lambda(args=arguments):
                yield from defaults(arguments)
            case ast.Match(subject=value, cases=cases):
                patterns = (part for each in cases for part in ast.walk(each.pattern))
                names = (getattr(part, "name", None) for part in patterns)
                yield from ((name, value) for name in names if name)
            case ast.Call(func=function) if _last(function) in self.functions:
                is_method = isinstance(function, ast.Attribute)
                yield from passed(self.functions[_last(function)], node, is_method)
            case ast.Call(func=ast.Attribute(value=owner, attr=name)) if FILLING.fullmatch(name):
                put = [*node.args, *(word.value for word in node.keywords)]
                yield from ((each, value) for each in names_in(owner) for value in put)

    def _looped(self, target: ast.AST, values: ast.AST) -> Iterator[Made]:
        """What a loop gives its names: of rows that are written out, each the values of its column."""
        match target, values:
            case ast.Tuple(elts=parts), ast.Call(func=ast.Name(id="zip"), args=zipped) if len(
                parts
            ) == len(zipped):
                for each, part in zip(parts, zipped, strict=True):
                    yield from self._looped(each, part)
                return
            case ast.Tuple(elts=[_, each]), ast.Call(
                func=ast.Name(id="enumerate"), args=[part, *_]
            ):
                yield from self._looped(each, part)
                return
            case ast.Tuple(elts=[key, each]), ast.Call(
                func=ast.Attribute(value=held, attr="items")
            ):
                for made in (written := list(self._written(held, ast.Dict))):
                    yield from self._looped(key, _listed(filter(None, made.keys)))
                    yield from self._looped(each, _listed(made.values))
                if written:
                    return
            case ast.Tuple(elts=parts), _:
                lists = self._written(values, ast.List | ast.Tuple)
                rows = [row for made in lists for row in made.elts]
                if rows and all(is_row(row, len(parts)) for row in rows):
                    for place, each in enumerate(parts):
                        yield from self._looped(each, _listed(row.elts[place] for row in rows))
                    return
        yield from ((name, values) for name in names_in(target))

    def _written(self, values: ast.AST, kind: type | UnionType) -> Iterator[Any]:
        """Containers of a kind that are written out and that an expression stands for."""
        among = self.plain.get(values.id, ()) if isinstance(values, ast.Name) else [values]
        yield from (made for made in among if isinstance(made, kind))


def _last(called: ast.AST) -> str:
    return ast.unparse(called).rpartition(".")[2]


def _listed(values: Iterable[ast.expr]) -> ast.List:
    return ast.List(list(values), ast.Load())


def _fields(made: ast.ClassDef) -> Iterator[ast.AST]:
    """Values in a class: defaults of its fields, and what its methods give its objects."""
    for node in ast.walk(made):
        match node:
            case ast.AnnAssign(value=ast.expr() as value):
                yield value
            case ast.Assign(targets=[ast.Attribute()], value=value):
                yield value
    yield from (part.value for part in made.body if isinstance(part, ast.Assign))
