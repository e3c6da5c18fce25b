"""Values of settings that MkDocs takes or stumbles over without a line, and what it shall take in their place."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cheatsheet.base.links import WEB, is_readable
from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.material.theme_settings import THEME, unfit_theme
from cheatsheet.material.usual import usual

# Settings that come from outside, and the variables that hold them.
OUTSIDE = {"site_url": "SITE_URL", "repo_url": "REPO_URL"}
FOLDER = "site_dir"
BY_FOLDERS = "use_directory_urls"


def replaced(tree: yaml.MappingNode, project: Project, problems: Problems) -> dict[str, Any]:
    """Note what is wrong with these settings; what stands in place of each faulty one."""
    instead: dict[str, Any] = {}
    for key, value in tree.value:
        name, line = str(key.value), key.start_mark.line + 1
        for place, what, cure, replacement in _faults(name, value, project):
            problems.add(place, line if place == SETTINGS else None, what, cure)
            instead[name] = replacement
        for at, what in unfit_theme(key, value) if name == THEME else ():
            cure = "write it as scripts/cheatsheet/material/usual.yml has it"
            problems.add(SETTINGS, at, f"{THEME}: {what}", cure)
            instead[name] = usual()[name]
    return instead


def _faults(name: str, value: yaml.Node, project: Project) -> Iterator[tuple[str, str, str, Any]]:
    """File or variable, what is wrong, the cure, and the value that MkDocs shall take."""
    is_plain = value.tag.startswith("tag:yaml.org,2002:")
    is_said = not value.tag.endswith(":null") and bool(value.value)
    if name in OUTSIDE:
        place, cure = SETTINGS, f"write {name}: https://HOST/PATH/, or leave it empty"
        given = str(value.value) if is_plain and is_said else ""
        if not is_plain:
            place, given = OUTSIDE[name], os.environ.get(OUTSIDE[name], "")
            cure = f"set {place} to https://HOST/PATH/, or unset it"
        is_text = isinstance(value, yaml.ScalarNode) or not is_plain
        if given and not (is_text and _is_web(given)):
            what = f"{name} is no address of the web" if place == SETTINGS else ""
            yield place, what or f"its value is no address: {given[:80]!r}", cure, ""
    elif name == "docs_dir" and value.value != "docs":
        what = f"docs_dir is {str(value.value)[:60]!r}, and the pages lie in docs"
        yield SETTINGS, what, "leave the setting out", "docs"
    elif name == "extra" and is_said and not isinstance(value, yaml.MappingNode):
        yield SETTINGS, "extra is no mapping of names to values", "write NAME: VALUE below it", {}
    elif name == BY_FOLDERS and value.value != "true" and is_plain:
        what = f"{name} is {value.value}, and the pages of this site are folders"
        yield SETTINGS, what, "leave the setting out", True
    elif (
        name == FOLDER
        and isinstance(value, yaml.ScalarNode)
        and _holds_sources(project, value.value)
    ):
        what = f"site_dir is {value.value!r}, where the sources lie, and a build empties it"
        yield SETTINGS, what, "name a folder of its own: site_dir: site", "site"


def _is_web(given: str) -> bool:
    return given.partition(":")[0] in WEB and is_readable(given)


def _holds_sources(project: Project, folder: str) -> bool:
    """Whether a folder holds what a site is made of, or lies in it."""
    place = Path(os.path.normpath(project.root / folder))
    return any(
        place.is_relative_to(source) or source.is_relative_to(place) for source in project.inputs
    )
