"""Kinds of ids: what each begins with, and that none is taken for another."""

import pytest

from cheatsheet.base.vocabulary import KINDS, VERDICTS, kind_of


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("row-vgg-16", "row"),
        ("eq-softmax", "formula"),
        ("fig-pool-shifts", "figure"),
        ("corrected-slope", "correction"),
        ("q-why-relu", "question"),
    ],
)
def test_an_id_says_its_kind(name, target):
    found = kind_of(name)
    assert found is not None
    assert found.target == target


@pytest.mark.parametrize(
    "name", ["rows-of-a-table", "the-row-it-is", "equation", "query", "cnn", ""]
)
def test_headings_have_no_kind(name):
    assert kind_of(name) is None


def test_no_prefix_begins_another():
    prefixes = [kind.prefix for kind in KINDS]
    assert not [(a, b) for a in prefixes for b in prefixes if a != b and b.startswith(a)]


def test_verdicts_go_from_right_to_wrong():
    assert list(VERDICTS) == ["correct", "conditions", "imprecise", "wrong"]
