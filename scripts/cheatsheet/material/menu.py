"""What the settings list for every page, the menu and the links in its foot: each is looked at once, where it is written.

What is faulty is left out, so that MkDocs and its theme do not stumble over it, and no page is blamed for it.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from mkdocs.config.defaults import MkDocsConfig

from cheatsheet.base.named import SETTINGS
from cheatsheet.base.problems import Problems, did_you_mean
from cheatsheet.base.project import Project
from cheatsheet.pages.markup_rules import SCHEME, faults_of_address

SOCIAL = "write each as {icon: fontawesome/brands/NAME, link: https://…}"


def check_menu(config: MkDocsConfig, tree: yaml.Node, project: Project, problems: Problems) -> None:
    """Leave in the menu what it can lead to, each page once; note the rest."""
    known = {path.relative_to(project.docs).as_posix() for path in project.docs.rglob("*.md")}
    known |= {
        f"examples/{path.parent.name}/{path.stem}.md" for path in project.examples.glob("*/*.py")
    }
    lines = _lines(tree)
    seen: set[str] = set()

    def fits(path: str) -> bool:
        place = lines.get(path, [])
        line = place.pop(0) if len(place) > 1 else place[0] if place else None
        found = list(_faults_of_entry(path, known, seen))
        for what, cure in found:
            problems.add(SETTINGS, line, what, cure)
        seen.add(path)
        return not found

    def kept(items: Any) -> Any:
        """The same without what leads nowhere, and without sections that hold nothing else."""
        if isinstance(items, list):
            return [left for item in items if (left := kept(item))]
        if isinstance(items, dict):
            return {name: left for name, item in items.items() if (left := kept(item))}
        return items if not isinstance(items, str) or fits(items) else None

    if config.nav:
        config.nav = kept(config.nav)


def _faults_of_entry(path: str, known: set[str], seen: set[str]) -> Iterator[tuple[str, str]]:
    """What is wrong with an entry of the menu, and the cure."""
    wrong = [(what, cure) for _, what, cure in faults_of_address(path)]
    if wrong:
        yield wrong[0]
    elif not SCHEME.match(path) and not path.startswith("//") and path not in known:
        yield f"the menu leads to {path!r}, and there is no such page", did_you_mean(path, known)
    elif path in seen:
        yield f"the menu leads to {path} twice", "keep one of them"


def _lines(tree: yaml.Node) -> dict[str, list[int]]:
    """The lines of each text below nav, in their order."""
    lines: dict[str, list[int]] = {}

    def walk(node: yaml.Node) -> None:
        if isinstance(node, yaml.ScalarNode):
            lines.setdefault(node.value, []).append(node.start_mark.line + 1)
        for item in node.value if isinstance(node, yaml.CollectionNode) else ():
            walk(item[1] if isinstance(item, tuple) else item)

    for value in _values(tree, "nav"):
        walk(value)
    return lines


def check_social(config: MkDocsConfig, tree: yaml.Node, problems: Problems) -> None:
    """Leave in the foot of the pages what the theme can show there; note the rest."""
    links = config.extra.get("social")
    if links is None:
        return
    nodes = [node for extra in _values(tree, "extra") for node in _values(extra, "social")]
    line = nodes[0].start_mark.line + 1 if nodes else None
    if not isinstance(links, list):
        problems.add(SETTINGS, line, "extra: social is no list of links", SOCIAL)
        del config.extra["social"]
        return
    items = nodes[0].value if nodes and isinstance(nodes[0], yaml.SequenceNode) else []
    kept = []
    for number, link in enumerate(links):
        at = items[number].start_mark.line + 1 if len(items) == len(links) else line
        found = list(_faults_of_link(link))
        for what, cure in found:
            problems.add(SETTINGS, at, what, cure)
        if not found:
            kept.append(link)
    config.extra["social"] = kept


def _faults_of_link(link: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(link, dict) or not isinstance(link.get("link"), str):
        yield "an entry of social has no link that is a text", SOCIAL
        return
    for name in ("icon", "name"):
        if not isinstance(link.get(name, ""), str):
            yield f"the {name} of an entry of social is no text", SOCIAL
    for _, what, cure in faults_of_address(link["link"]):
        yield what, cure


def _values(node: yaml.Node, name: str) -> list[yaml.Node]:
    """What stands behind a name of a mapping."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [value for key, value in pairs if key.value == name]
