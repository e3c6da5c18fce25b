"""Colours of the theme's schemes that our style sheet sets anew, and that no page need load."""

import re

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

SLATE = re.compile(r"\[data-md-color-scheme=\"?slate\"?\]")
# Where the theme has the colours of a scheme. Ours sets them on `body` and on each of these, and nothing stands above.
SCHEMES = re.compile(
    r"(?:(?::root|\[data-md-color-scheme=\"?(?:slate|default)\"?\])\s*(?:,\s*|$))+"
)
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
BARE = {"skip_comments": True, "skip_whitespace": True}


def scheme_variables(css: str) -> set[str]:
    """The variables that a style sheet sets wherever the theme's dark scheme stands."""
    rules = tinycss2.parse_stylesheet(css, **BARE)
    return {
        item.name
        for rule in rules
        if isinstance(rule, QualifiedRule)
        and any(SLATE.fullmatch(one.strip()) for one in _prelude(rule).split(","))
        for item in _declarations(rule)
        if item.name.startswith("--")
    }


def drop_scheme(css: str, names: set[str]) -> str:
    """The style sheet without those colours of the theme's schemes that a later one sets anew."""
    return "".join(_without(rule, names) for rule in tinycss2.parse_stylesheet(css, **BARE))


def _without(rule: Node, names: set[str]) -> str:
    if isinstance(rule, AtRule) and rule.lower_at_keyword == "media" and rule.content:
        inside = tinycss2.parse_rule_list(rule.content, **BARE)
        body = "".join(_without(inner, names) for inner in inside)
        return f"@media{_prelude(rule)}{{{body}}}"
    if isinstance(rule, QualifiedRule) and SCHEMES.fullmatch(_prelude(rule).strip()):
        left = _left(_declarations(rule), names)
        body = ";".join(str(item.serialize()).rstrip(";") for item in left)
        return f"{_prelude(rule)}{{{body}}}"
    return str(tinycss2.serialize([rule]))


def _left(items: list[Declaration], names: set[str]) -> list[Declaration]:
    """What stays: also a colour that one of those that stay is made of."""
    while True:
        left = [item for item in items if item.name not in names]
        needed = set(VARIABLE.findall(tinycss2.serialize([*left])))
        if not needed & names:
            return left
        names = names - needed


def _declarations(rule: QualifiedRule) -> list[Declaration]:
    items = tinycss2.parse_blocks_contents(rule.content, **BARE)
    return [item for item in items if isinstance(item, Declaration)]


def _prelude(rule: QualifiedRule | AtRule) -> str:
    return str(tinycss2.serialize(rule.prelude))
