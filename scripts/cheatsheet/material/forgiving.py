"""Settings that MkDocs refuses: each is noted where it stands, and the usual ones stand in their place."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config.base import (
    BaseConfigOption,
    ConfigErrors,
    ConfigWarnings,
    ValidationError,
)
from mkdocs.config.defaults import MkDocsConfig

from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems
from cheatsheet.material.usual import usual

PLUGINS, HOOKS = "plugins", "hooks"
# The rest of such a list is used without the faulty part; in place of another list stands the usual one.
APART = (PLUGINS, HOOKS, "watch")
NAMED = (PLUGINS, "markdown_extensions")  # lists that may be written as mappings
WORD = re.compile(r"[\w.-]+")
MISSING = "Required configuration not provided."
OTHERWISE = "has other options than the site is made for"
LONGEST = 300  # letters of a problem
CURES = {
    "site_name": "write site_name: and a text behind it",
    "theme": "write name: material and custom_dir: overrides below theme:",
    PLUGINS: "mend its name or its options, or delete it",
    HOOKS: "mend that file, or delete the line",
    "markdown_extensions": "mend its name or its options, or delete it",
    "watch": "mend the path from the project's root, or delete the line",
    "docs_dir": "leave the setting out: the pages lie in docs",
}


class Forgiving(MkDocsConfig):
    """What MkDocs makes of the settings of the project at `root`; `tree` is what is written."""

    def __init__(self, root: Path, tree: yaml.MappingNode, problems: Problems):
        super().__init__(config_file_path=str(root / SETTINGS))
        self.root, self.tree, self.problems = root, tree, problems

    def note(self, name: str, what: str, line: int | None) -> None:
        """Add one problem of a setting, unless it is known to be faulty."""
        known = (f"{name} ", "the plugin ") if name == PLUGINS else (f"{name} ", f"{name}: not a ")
        if any(each.path == SETTINGS and each.what.startswith(known) for each in self.problems):
            return
        words = " ".join(what.replace(f"{self.root}/", "").split())[:LONGEST]
        cure = CURES.get(name, "write it as MkDocs' list of settings has it")
        if what == MISSING or what.endswith(OTHERWISE):
            cure = "write it as scripts/cheatsheet/material/usual.yml has it"
        self.problems.add(SETTINGS, line, f"{name}: {words}", cure)

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Make values of what is loaded. There are neither errors nor warnings: each is noted."""
        for name in usual():
            if self.get(name) is None or self._place(name) is None:
                self.note(name, MISSING, self._line(name, ""))
                self[name] = _copied(usual()[name])
        for step in (self._prepare, self._make, self._join):
            for name, option in self._schema:
                try:
                    step(name, option)
                except Exception as error:
                    self.note(name, _words(error), self._line(name, _words(error)))
                    self[name] = self._usual(name, option, [])
                for warning in option.warnings:
                    self.note(name, str(warning), self._line(name, warning))
                option.reset_warnings()
        return [], []

    def _prepare(self, name: str, option: BaseConfigOption[Any]) -> None:
        option.pre_validation(self, key_name=name)

    def _make(self, name: str, option: BaseConfigOption[Any]) -> None:
        value = self.get(name)
        if name == PLUGINS:
            value = list(self._used_once(_parts(name, value)))
            value += _others(usual()[name], value)
        try:
            self[name] = option.validate(_copied(value))
        except (Exception, SystemExit) as error:
            left = list(self._parts_left(name, option, value))
            if value is not None and len(left) == len(_parts(name, value)):
                self.note(name, _words(error), self._line(name, _words(error)))
            self[name] = self._usual(name, option, left if name in APART else [])

    def _join(self, name: str, option: BaseConfigOption[Any]) -> None:
        """What depends on other settings."""
        option.post_validation(self, key_name=name)

    def _parts_left(self, name: str, option: BaseConfigOption[Any], value: Any) -> Iterator[Any]:
        """The parts of a list that fit; the others are noted."""
        for number, part in enumerate(_parts(name, value)):
            try:
                option.validate(_copied([part]))
            except (Exception, SystemExit) as error:
                self.note(name, _words(error), self._line(name, _words(error), number))
            else:
                yield part

    def _used_once(self, plugins: list[Any]) -> Iterator[Any]:
        """Without those that stand there again, and those of ours that are set otherwise."""
        seen: set[str] = set()
        needed = {_name_of(part): _options_of(part) for part in usual()[PLUGINS]}
        for number, plugin in enumerate(plugins):
            name = _name_of(plugin)
            what = f"{name} stands twice" * (name in seen)
            options = _options_of(plugin)
            if name in needed and options != needed[name]:
                what = f"{name} {OTHERWISE}"
            if what:
                self.note(PLUGINS, what, self._line(PLUGINS, "", number))
            else:
                seen.add(name)
                yield plugin

    def _usual(self, name: str, option: BaseConfigOption[Any], left: list[Any]) -> Any:
        """The value in place of a faulty one, of which these parts are `left`."""
        value = _copied(usual().get(name, option.default))
        if left:
            value = left + _others(value, left)
        return option.validate(value)

    def _line(self, name: str, words: str, number: int | None = None) -> int | None:
        """Where the setting stands, or the innermost part of it that words name in turn; `number` counts parts."""
        pair = self._place(name)
        if pair is None:
            return None
        at, node = pair
        if number is not None and number < len(node.value):
            part = node.value[number]
            at, node = part if isinstance(part, tuple) else (part, part)
        for word in WORD.findall(words):
            inner = node.value if isinstance(node, yaml.MappingNode) else []
            at, node = next((pair for pair in inner if pair[0].value == word), (at, node))
        return int(at.start_mark.line) + 1

    def _place(self, name: str) -> tuple[yaml.Node, yaml.Node] | None:
        """What is written of a setting, its name and its value."""
        return next((pair for pair in self.tree.value if pair[0].value == name), None)


def _parts(name: str, value: Any) -> list[Any]:
    """The parts of a list, or of a mapping that stands for one."""
    if isinstance(value, dict) and name in NAMED:
        return [{key: part} for key, part in value.items()]
    return value if isinstance(value, list) else []


def _others(usual: list[Any], parts: list[Any]) -> list[Any]:
    """The usual parts of a list that are not among these."""
    names = {_name_of(part) for part in parts}
    return [part for part in usual if _name_of(part) not in names]


def _name_of(part: Any) -> str:
    return str(next(iter(part)) if isinstance(part, dict) and part else part)


def _options_of(part: Any) -> Any:
    return part.get(_name_of(part)) or {} if isinstance(part, dict) else {}


def _copied(value: Any) -> Any:
    """A value that can be changed: MkDocs takes some apart."""
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return [_copied(part) for part in value] if isinstance(value, list) else value


def _words(error: BaseException) -> str:
    """What MkDocs says, without a traceback that stands in it, or what something that it loads stumbles over."""
    first, *others = str(error).split("\n")
    said = f"{first} {others[-1]}" if others else first
    return said if isinstance(error, ValidationError) else f"{type(error).__name__}: {said}"
