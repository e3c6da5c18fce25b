"""The settings of the theme, which it takes in any form and then stumbles over, or shows as another site."""

from collections.abc import Iterator

import yaml

from cheatsheet.material.usual import usual, usual_tree

THEME = "theme"
# Our style sheets, scripts and templates are made for these alone.
FIXED = ("name", "custom_dir", "language", "font")
KINDS = {yaml.MappingNode: "mapping", yaml.SequenceNode: "list", yaml.ScalarNode: "text"}
Unfit = tuple[int, str]


def unfit_theme(key: yaml.Node, theme: yaml.Node) -> Iterator[Unfit]:
    """What is not of the form of the usual theme, with lines; `key` is the name of the setting."""
    if theme.tag.endswith(":null"):
        return  # as where the setting is missing
    [pattern] = [value for name, value in usual_tree().value if name.value == THEME]
    if isinstance(theme, yaml.MappingNode):
        written = {name.value: value for name, value in theme.value}
        for name in FIXED:
            needed = usual()[THEME][name]
            if name not in written:
                yield key.start_mark.line + 1, f"{name} is missing"
            elif _value(written[name]) != needed:
                line = written[name].start_mark.line + 1
                yield line, f"{name} is not {needed}, which the site is made for"
    yield from _unlike(THEME, theme, pattern)


def _value(node: yaml.Node) -> object:
    """A text, or whether something is so; None of all else."""
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except yaml.YAMLError:
        return None


def _unlike(name: str, node: yaml.Node, pattern: yaml.Node) -> Iterator[Unfit]:
    """What is of another kind than in the pattern."""
    line = node.start_mark.line + 1
    if name in FIXED and node.value != pattern.value:
        yield (
            line,
            f"{name} is {str(node.value)[:60]!r}, and the site needs {usual()[THEME][name]!r}",
        )
    elif type(node) is not type(pattern) or node.tag != pattern.tag:
        yield line, f"{name} is no {KINDS[type(pattern)]}"
    elif isinstance(node, yaml.MappingNode):
        patterns = {key.value: value for key, value in pattern.value}
        for key, value in node.value:
            if (inner := patterns.get(str(key.value))) and key.value not in FIXED:
                yield from _unlike(key.value, value, inner)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _unlike(f"an entry of {name}", item, pattern.value[0])
