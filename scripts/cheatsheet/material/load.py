"""MkDocs' configuration: what it refuses is a problem with its line, and the pages are looked at all the same."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml
from mkdocs.config.config_options import Hooks
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader

from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.provenance import DATE, source_date
from cheatsheet.base.source import read_source
from cheatsheet.material.forgiving import Forgiving
from cheatsheet.material.menu import check_menu, check_social
from cheatsheet.material.settings import check_settings
from cheatsheet.material.usual import usual_tree
from cheatsheet.material.values import replaced

# What MkDocs knows of the file, which it refuses to read from one.
PLACE = "config_file_path"


def load(project: Project, problems: Problems, **given: Any) -> MkDocsConfig:
    """The configuration, with the usual value in place of each that is faulty, which is noted.

    What is `given` stands in place of what is written.
    """
    tree = _tree_of(project, problems)
    if source_date() is None:
        # MkDocs would stop at one that says no time; it is a problem already.
        os.environ.pop(DATE, None)
    config = Forgiving(project.root, tree, problems)
    config.load_dict(_written(tree, config) | replaced(tree, project, problems) | given)
    with _hooks_as_written():
        config.validate()
    _check_lists(config, tree, project, problems)
    return config


@contextmanager
def _hooks_as_written() -> Iterator[None]:
    """MkDocs keeps a hook that it has loaded once, and Python its bytecode by second and size; it may have been edited."""
    Hooks._load_hook.cache_clear()
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def check_loaded(config: MkDocsConfig, project: Project, problems: Problems) -> None:
    """The same of what MkDocs has loaded by itself, and so has not refused."""
    tree = _tree_of(project, problems)
    for name, value in replaced(tree, project, problems).items():
        config[name] = value
    _check_lists(config, tree, project, problems)


def _tree_of(project: Project, problems: Problems) -> yaml.MappingNode:
    """What is written; the usual settings where that cannot be read."""
    text = read_source(project.root / SETTINGS, SETTINGS, problems)
    tree = None if text is None else check_settings(text, problems)
    return tree or usual_tree()


def _written(tree: yaml.MappingNode, config: Forgiving) -> dict[str, Any]:
    """What is written, without values that are none: those are noted."""
    values, known = {}, {name for name, _ in config._schema}
    for key, node in tree.value:
        if not isinstance(key, yaml.ScalarNode) or key.value not in known:
            continue  # a problem already
        if key.value == PLACE:
            config.note(PLACE, "MkDocs says it itself, and no file may", node.start_mark.line + 1)
            continue
        loader = get_yaml_loader(config=config)("")
        try:
            value = loader.construct_object(node, deep=True)
        except Exception as error:
            # A tag that is not known, a date that does not exist, a name of Python that leads nowhere.
            mark = getattr(error, "problem_mark", None) or node.start_mark
            what = f"not a value: {getattr(error, 'problem', error)}"
            config.note(key.value, what, mark.line + 1)
            continue
        values[key.value] = value
    return values


def _check_lists(
    config: MkDocsConfig, tree: yaml.MappingNode, project: Project, problems: Problems
) -> None:
    check_menu(config, tree, project, problems)
    check_social(config, tree, problems)
