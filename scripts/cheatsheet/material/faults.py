"""What MkDocs would stop at or make up, said as problems: a configuration of another form, a page that cannot be converted or has no title."""

import logging
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.provenance import DATE, source_date
from cheatsheet.base.source import read_source
from cheatsheet.base.yaml_file import compose
from cheatsheet.content.page_sources import unsaid
from cheatsheet.material.menu import check_menu, check_social
from cheatsheet.material.search_index import LISTS
from cheatsheet.material.settings import check_settings
from cheatsheet.material.values import replaced

FILE = "mkdocs.yml"
SETTING = re.compile(r"Config value '(?P<name>[^']+)': (?P<what>.*)", re.S)
LINE = re.compile(r"line (\d+)")


def load(project: Project, problems: Problems, **settings: Any) -> MkDocsConfig:
    """The configuration. Raises BadInput with all that is wrong with it."""
    path = project.root / FILE
    text = read_source(path, FILE, problems)
    if text is None or not check_settings(text, problems):
        problems.stop_if_any()
    tree = compose(text or "")
    assert isinstance(tree, yaml.MappingNode)
    settings = replaced(tree, project, problems) | settings
    hooks = list(_hooks(tree))
    missing = [(name, line) for name, line in hooks if not (project.root / name).is_file()]
    for name, line in missing:
        what = f"there is no hook {name!r}"
        problems.add(FILE, line, what, "mend its path from the project's root, or delete the line")
    if missing:
        # MkDocs would stop, and no page be looked at.
        settings["hooks"] = [name for name, line in hooks if (name, line) not in missing]
    if source_date() is None:
        os.environ.pop(
            DATE, None
        )  # MkDocs would stop at one that says no time; it is a problem already
    listener, logger = _Messages(), logging.getLogger("mkdocs")
    logger.addHandler(listener)
    try:
        # MkDocs asks the file for its path only where there is a standard input.
        config = load_config(str(path), config_file_path=str(path), **settings)
    except Exception as error:
        found = listener.messages or [" ".join(str(error).split())]
        for message in found:
            _note(message, path, problems)
        problems.stop_if_any()
        raise
    finally:
        logger.removeHandler(listener)
    check_menu(config, tree, project, problems)
    check_social(config, tree, problems)
    return config


def _hooks(tree: yaml.MappingNode) -> Iterator[tuple[str, int]]:
    """The files that the settings hook into a build, each with its line."""
    for key, value in tree.value:
        if key.value == "hooks" and isinstance(value, yaml.SequenceNode):
            for node in value.value:
                if not node.tag.startswith("!"):  # behind such a tag stands what is looked up
                    yield str(node.value), node.start_mark.line + 1


def _note(message: str, path: Path, problems: Problems) -> None:
    said = SETTING.match(message)
    name = said["name"] if said else ""
    lines = path.read_text("utf-8").split("\n")
    named = [number for number, line in enumerate(lines, 1) if name and line.startswith(f"{name}:")]
    told = LINE.findall(message)
    line = named[0] if named else int(told[-1]) if told else None
    what = f"{name}: {said['what']}" if said else message
    problems.add(FILE, line, " ".join(what.split()), "see MkDocs' list of settings")


class _Messages(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def go_on(page: Page, label: str, problems: Problems) -> None:
    """Let a page that cannot be converted be a problem of its own, so that the pages behind it are looked at too."""
    render: Callable[[MkDocsConfig, Files], None] = page.render

    def guarded(config: MkDocsConfig, files: Files) -> None:
        try:
            render(config, files)
        except Exception as error:
            said = " ".join(str(error).split())[:200]
            what = f"it cannot be converted: {type(error).__name__}: {said}"
            cure = "take out half of it, and again, until the part is found; lists may be nested too deep"
            problems.add(label, None, what, cure)
            page.content, page.toc = "", TableOfContents([])

    page.render = guarded  # type: ignore[method-assign]


def check_title(page: Page, html: str, problems: Problems) -> None:
    """Note a converted page that says no title: MkDocs would make one of its file's name."""
    # The home page is called as the site is; what is wrong with the title of a list is said elsewhere.
    label = f"docs/{page.file.src_uri}"
    has_title = "<h1" in html or "title" in page.meta or page.is_homepage or page.url in LISTS
    if not has_title and label not in unsaid(problems):
        cure = "begin it with a heading, `# Title { #name }`"
        problems.add(label, 1, "the page has no title", cure)
