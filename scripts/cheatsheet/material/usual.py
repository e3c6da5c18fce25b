"""The settings that every page depends on, as the project's own mkdocs.yml has them: they stand in place of faulty ones."""

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.base.yaml_file import compose

USUAL = Path(__file__).parent / "usual.yml"


@cache
def _read() -> dict[str, Any]:
    values: dict[str, Any] = yaml.safe_load(USUAL.read_text("utf-8"))
    return values


def usual() -> dict[str, Any]:
    """By name; a copy, for MkDocs takes some apart."""
    return deepcopy(_read())


def usual_tree() -> yaml.MappingNode:
    """The same as nodes with lines."""
    tree = compose(USUAL.read_text("utf-8"))
    assert isinstance(tree, yaml.MappingNode)
    return tree
