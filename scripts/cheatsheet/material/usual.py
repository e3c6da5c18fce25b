"""The settings that every page depends on, as the project's own mkdocs.yml has them: they stand in place of faulty ones."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.base.yaml_file import compose

USUAL = Path(__file__).parent / "usual.yml"


@cache
def usual() -> dict[str, Any]:
    """By name. Nobody changes them."""
    values: dict[str, Any] = yaml.safe_load(USUAL.read_text("utf-8"))
    return values


def usual_tree() -> yaml.MappingNode:
    """The same as nodes with lines."""
    tree = compose(USUAL.read_text("utf-8"))
    assert isinstance(tree, yaml.MappingNode)
    return tree
