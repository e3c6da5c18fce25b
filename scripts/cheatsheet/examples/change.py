"""Another run of the same example: other seeds, another choice. The source stays; its tree is changed on the way."""

import ast
from dataclasses import dataclass
from typing import Any

# Calls that take a seed: torch's and NumPy's, Python's, and what scikit-learn calls its argument.
SEEDERS = {"manual_seed", "default_rng", "seed", "RandomState", "Random", "SeedSequence"}
SEEDERS |= {"PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"}
SEED_ARGUMENTS = {"random_state", "seed"}
# The name by which the changed script calls `shifted`.
SHIFT = "_shifted_seed"


@dataclass(frozen=True)
class Change:
    """What differs from the script as it stands: `shift` is added to each seed, `constants` take other values."""

    shift: int = 0
    constants: tuple[tuple[str, Any], ...] = ()

    @property
    def label(self) -> str:
        """In words, e.g. `seeds + 1000` or `STEPS = 400`."""
        words = [f"seeds + {self.shift}"] if self.shift else []
        return ", ".join([*words, *(f"{name} = {value}" for name, value in self.constants)])

    def apply(self, tree: ast.Module) -> ast.Module:
        """The tree of a cell with this change; run it in a namespace that holds `names`."""
        if self.shift:
            tree = _Seeds().visit(tree)
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                for name, value in self.constants:
                    if statement.targets[0].id == name:
                        other = ast.parse(repr(value), mode="eval").body
                        statement.value = ast.copy_location(other, statement.value)
        return ast.fix_missing_locations(tree)

    @property
    def names(self) -> dict[str, Any]:
        return {SHIFT: self.shifted} if self.shift else {}

    def shifted(self, seed: Any) -> Any:
        """Another seed for each number; a list of numbers gets one more. What was made of a seed has been shifted."""
        if isinstance(seed, list | tuple):
            return [*seed, self.shift]
        return seed + self.shift if hasattr(seed, "__add__") else seed


UNCHANGED = Change()


def takes_seeds(source: str) -> bool:
    """Whether a script hands over a seed that a shift would change."""
    tree = _Seeds().visit(ast.parse(source))
    return any(isinstance(node, ast.Name) and node.id == SHIFT for node in ast.walk(tree))


class _Seeds(ast.NodeTransformer):
    """Hands each seed of a script through `Change.shifted`."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        self.generic_visit(node)
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in SEEDERS and node.args:
            node.args[0] = _through(node.args[0])
        for keyword in node.keywords:
            if name in SEEDERS or (keyword.arg in SEED_ARGUMENTS and _foreign(called)):
                keyword.value = _through(keyword.value)
        return node


def _foreign(called: ast.expr) -> bool:
    """Whether a call leaves the script: its own functions hand a seed on, which must not be shifted twice."""
    return isinstance(called, ast.Attribute) or ast.unparse(called)[:1].isupper()


def _through(seed: ast.expr) -> ast.expr:
    call = ast.Call(ast.Name(SHIFT, ast.Load()), [seed], [])
    return ast.copy_location(call, seed)
