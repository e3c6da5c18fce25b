"""Names and sizes that hold digits, and what only looks like them."""

import pytest

from cheatsheet.markdown.number_rules import masked

NAMES = [
    "ResNet-50",
    "FP16",
    "3×3",
    "224×224×3",
    "x₂",
    "σ²",
    "[0, 1]",
    "Day 1",
    "Day 7",
    "CC BY 4.0",
]
OTHERS = ["ResNet-51", "FP17", "3×9", "x₅", "[0, 2]", "Day 0", "Day 8", "Day 77", "CC BY 4.1"]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_gives_way(name):
    assert masked(f"It is {name}.", "_") == "It is _."


@pytest.mark.parametrize("name", OTHERS)
def test_a_number_in_any_other_word_stays(name):
    assert masked(f"It is {name}.", "_") == f"It is {name}."
