"""The site's settings, mkdocs.yml, looked at before MkDocs does, which takes much without a word and stops at little."""

import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig

from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems, did_you_mean, line_of
from cheatsheet.base.yaml_file import compose, repeated
from cheatsheet.markdown.listed_phrases import Listed
from cheatsheet.pages.judged import PrintedLine, Source
from cheatsheet.pages.model import Pages

TEXTS = (
    "site_name",
    "site_description",
    "site_author",
    "copyright",
    "repo_name",
    "edit_uri",
    "docs_dir",
    "site_dir",
)
LISTS = ("extra_css", "extra_javascript", "extra_templates", "watch", "hooks")
# Templates print these as they stand.
PLAIN = ("site_name", "site_description", "site_author", "repo_name")
COPYRIGHT, TITLE = "copyright", "permalink_title"
MARKUP = re.compile("[<>]")
LINK = re.compile(r'<a href="https?://[^"<>]*">|</a>')
# What MkDocs calls a file whose settings hold where these say nothing.
ELSEWHERE = "INHERIT"
NEEDED = ("site_name", "site_description")
PLUGINS = ("cheatsheet", "search")
# In place of a text that is a problem.
WITHOUT = "A site"
HTML, IN_WORDS = "{} holds what a page would take for HTML", "say it in words"
FORM = "write NAME: VALUE, one a line; see MkDocs' list of settings"
Fault = tuple[int | None, str, str]


def check_settings(text: str, problems: Problems) -> yaml.MappingNode | None:
    """Note what is wrong with the form of the settings; what they say, None where that cannot be read."""
    try:
        tree = compose(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else None
        problems.add(SETTINGS, line, f"not YAML: {error.problem}", FORM)
        return None
    except yaml.YAMLError as error:
        problems.add(SETTINGS, None, f"not YAML: {error}", FORM)
        return None
    if not isinstance(tree, yaml.MappingNode):
        line = tree.start_mark.line + 1 if tree else 1
        problems.add(SETTINGS, line, "the settings are no mapping of names to values", FORM)
        return None
    for name in repeated(tree):
        what, cure = f"{name.value} stands twice", "keep one of them"
        problems.add(SETTINGS, name.start_mark.line + 1, what, cure)
    for line, what, cure in _of_names(tree):
        problems.add(SETTINGS, line, what, cure)
    written = _plugins_of(tree)
    for plugin in PLUGINS:
        # One whose name is spelled wrong is named as MkDocs loads it.
        if plugin not in written and not get_close_matches(plugin, written):
            what, cure = f"the plugin {plugin} is missing", f"write - {plugin} below plugins:"
            problems.add(SETTINGS, _line_of(tree, "plugins"), what, cure)
    return tree


def _plugins_of(tree: yaml.MappingNode) -> set[str]:
    return set().union(*(_names_in(value) for key, value in tree.value if key.value == "plugins"))


def _line_of(tree: yaml.MappingNode, name: str) -> int:
    """Where a setting stands; the first line where there is none."""
    return next((key.start_mark.line + 1 for key, _ in tree.value if key.value == name), 1)


def _of_names(tree: yaml.MappingNode) -> Iterator[Fault]:
    known = [name for name, _ in MkDocsConfig(config_file_path=SETTINGS)._schema]
    for key, value in tree.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if not isinstance(key, yaml.ScalarNode):
            yield line, "the name of a setting is no text", FORM
        elif name == ELSEWHERE:
            yield line, f"{name} brings settings of another file", "write them here"
        elif name not in known:
            cure = did_you_mean(name, known)
            yield line, f"there is no setting {name[:60]!r}", cure
        elif name in TEXTS and not _is_text(value):
            yield line, f"{name} is no text", f"write {name}: and a text behind it"
        elif name in LISTS and not _is_list(value, _is_text):
            yield line, f"{name} is no list of paths", "write each path into a line: - PATH"
        elif (
            name in (*PLAIN, COPYRIGHT)
            and isinstance(value, yaml.ScalarNode)
            and not _is_plain(name, value.value)
        ):
            yield line, HTML.format(name), IN_WORDS
        if name == "nav":
            for found, title in _titles(value):
                if "<" in title:
                    what = f"the title {title[:60]!r} holds '<', which a page would take for HTML"
                    yield found, what, IN_WORDS


def _is_plain(name: str, text: str) -> bool:
    """Whether templates can print a setting as it stands; a link may stand in the copyright."""
    return not MARKUP.search(LINK.sub("", text) if name == COPYRIGHT else text)


def _is_text(node: yaml.Node) -> bool:
    # Behind a tag, such as !ENV, stands what is looked up.
    if not node.tag.startswith("tag:yaml.org,2002:"):
        return True
    return (
        isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str") and bool(node.value.strip())
    )


def _is_list(node: yaml.Node, fits: Callable[[yaml.Node], bool]) -> bool:
    return isinstance(node, yaml.SequenceNode) and all(map(fits, node.value))


def _names_in(node: yaml.Node) -> set[str]:
    """The names of plugins, with options or without."""
    items = node.value if isinstance(node, yaml.SequenceNode | yaml.MappingNode) else []
    found: set[str] = set()
    for item in items:
        if isinstance(item, tuple):
            found.add(str(item[0].value))
        elif isinstance(item, yaml.MappingNode):
            found.update(str(key.value) for key, _ in item.value)
        else:
            found.add(str(item.value))
    return found


def _titles(node: yaml.Node) -> Iterator[tuple[int, str]]:
    """What the menu calls pages, with lines."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.start_mark.line + 1, str(key.value)
            yield from _titles(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _titles(value)


def check_words(config: MkDocsConfig, pages: Pages) -> None:
    """Note numbers in what every page prints of the settings, once, and go on without the setting that holds one."""
    toc: dict[str, Any] = config.mdx_configs.get("toc") or {}
    source = Source(SETTINGS, pages.beside.get(SETTINGS, ""))
    listed = pages.content.numbers.get(SETTINGS)
    for holder, name in [*((config, name) for name in (*PLAIN, COPYRIGHT)), (toc, TITLE)]:
        words = holder.get(name)
        if words is None and name not in NEEDED:
            continue
        if not isinstance(words, str) or not words.strip():
            holder[name] = WITHOUT if holder is config else None  # a problem already
            continue
        source.lines[:] = [PrintedLine(words)]
        found = Problems()
        if _is_plain(name, words):
            pages.judge.look(source, Listed(listed.phrases if listed else {}), found)
        else:
            # A problem already, unless it comes from a variable.
            found.add(SETTINGS, line_of(source.text, f"{name}:"), HTML.format(name), IN_WORDS)
        if found:
            holder[name] = WITHOUT if holder is config else None
        pages.problems.extend(found)
