"""The same script with other seeds or another choice."""

import ast

import pytest

from cheatsheet.examples.change import UNCHANGED, Change, takes_seeds


def run(source: str, change: Change) -> dict:
    namespace = dict(change.names)
    exec(compile(change.apply(ast.parse(source)), "script", "exec"), namespace)
    return namespace


@pytest.mark.parametrize(
    ("source", "seed"),
    [
        ("import torch\nr = torch.manual_seed(3).initial_seed()", 103),
        ("import torch\nr = torch.Generator().manual_seed(3).initial_seed()", 103),
        ("from random import Random\nr = Random(3).random() == Random(103).random()", False),
        ("import numpy as np\nr = np.random.default_rng(seed=3).bit_generator.seed_seq.entropy", 103),
        ("import numpy as np\nr = np.random.default_rng([3, 4]).bit_generator.seed_seq.entropy", [3, 4, 100]),
        ("import numpy as np\nr = np.random.default_rng(None).random() < 1", True),
        ("from sklearn.utils import shuffle\nimport sklearn as s\nr = s.utils.shuffle([1, 2, 3], random_state=1)", "shuffled"),
    ],
)  # fmt: skip
def test_each_seed_is_shifted(source, seed):
    result = run(source, Change(shift=100))["r"]
    if seed == "shuffled":
        from sklearn.utils import shuffle

        assert result == shuffle([1, 2, 3], random_state=101)
    else:
        assert result == seed


def test_a_seed_that_is_handed_on_is_shifted_once():
    source = "import torch\ndef draw(seed):\n    return torch.Generator().manual_seed(seed).initial_seed()\nr = draw(seed=1)"
    assert run(source, Change(shift=10))["r"] == 11


def test_a_constant_takes_another_value_where_it_is_assigned():
    source = "STEPS = 200\nDATA = 'digits'\ndef f():\n    STEPS = 3\nr = (STEPS, DATA)"
    assert run(source, Change(constants=(("STEPS", 400),)))["r"] == (400, "digits")
    assert run(source, Change(constants=(("DATA", "wine"),)))["r"] == (200, "wine")


def test_unchanged_is_unchanged():
    tree = ast.parse("import torch\ntorch.manual_seed(0)\nSTEPS = 2")
    before = ast.dump(tree)
    assert ast.dump(UNCHANGED.apply(tree)) == before
    assert UNCHANGED.label == ""


def test_changes_say_what_they_change():
    assert Change(shift=1000).label == "seeds + 1000"
    assert Change(constants=(("STEPS", 400),)).label == "STEPS = 400"


@pytest.mark.parametrize(
    "name",
    ["manual_seed", "default_rng", "seed", "RandomState", "Random", "SeedSequence", "PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64"],
)  # fmt: skip
def test_a_call_that_takes_a_seed_is_known(name):
    assert takes_seeds(f"draw = module.{name}(0)")
    assert not takes_seeds(f"draw = module.{name}_of(0)")


def test_what_was_made_of_a_seed_is_shifted_once():
    source = (
        "from numpy.random import PCG64, SeedSequence\nr = PCG64(SeedSequence(3)).seed_seq.entropy"
    )
    assert run(source, Change(shift=100))["r"] == 103
