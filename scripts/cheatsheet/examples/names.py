"""What the names of one module stand for: what they are given, the functions and classes that they call, imports."""

import ast
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

from cheatsheet.examples.bindings import bindings_of
from cheatsheet.examples.functions import Function, functions, imports

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Names:
    """Those of the module of this tree. `others` are the modules that it imports, by name."""

    def __init__(self, tree: ast.Module, others: "Mapping[str, Self]" = NOTHING):
        self.tree, self.others = tree, others

    @cached_property
    def made(self) -> "dict[str, list[tuple[Self, ast.AST | None]]]":
        """What each name of the module is given, and what is put into it; None for what cannot be followed."""
        made: dict[str, list[tuple[Self, ast.AST | None]]] = defaultdict(list)
        for name, value in bindings_of(self.tree):
            made[name].append((self, value))
        for called, origin, name in self.imported:
            made[called].append((origin, ast.Name(name)))
        return made

    @cached_property
    def functions(self) -> "dict[str, tuple[Self, Function]]":
        """Functions and methods by the names under which the module calls them, each with the module that holds it."""
        found = {name: (self, function) for name, function in functions(self.tree)}
        for called, origin, name in self.imported:
            if name in origin.functions:
                found[called] = origin.functions[name]
        return found

    @cached_property
    def imported(self) -> "list[tuple[str, Self, str]]":
        """What it imports from others: as what, from where, and its name there."""
        return [
            (called, self.others[module], name)
            for called, module, name in imports(self.tree)
            if module in self.others
        ]

    @cached_property
    def called(self) -> dict[str, str]:
        """What everything that it imports is called elsewhere."""
        return {called: name for called, _, name in imports(self.tree)}

    @cached_property
    def classes(self) -> "dict[str, Self]":
        return {
            node.name: type(self)(ast.Module(node.body, []), self.others)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ClassDef)
        }
