"""Cells of an example."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from cheatsheet.examples.run import Cell

LABEL = "examples/cnn/pool.py"


@pytest.mark.parametrize(
    ("source", "alone"),
    [
        ('computed = {"a": str(1)}', True),
        ("# comment\ncomputed = {}\nquoted = {}", True),
        ("x = 1\ncomputed = {}", False),
        ("computed = {}\ncomputed", False),
        ("other = {}", False),
        ("", False),
    ],
)
def test_a_cell_that_says_results_alone_is_known(source, alone):
    assert Cell(new_code_cell(source), 1, 1, LABEL).holds_only_facts is alone
    assert not Cell(new_markdown_cell(source), 1, 1, LABEL).holds_only_facts
