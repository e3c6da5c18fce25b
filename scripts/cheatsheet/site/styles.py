"""Style sheets without what the pages do not use: rules for names that stand nowhere, and variables that nobody reads."""

import json
import re
from collections.abc import Callable

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule, WhitespaceToken

from cheatsheet.base.cache import Cache, key_of
from cheatsheet.look.schemes import palette_css
from cheatsheet.site.facts import VARIABLE
from cheatsheet.site.model import Site
from cheatsheet.site.schemes import drop_scheme, scheme_variables

# Where our style sheet wants the colours.
PALETTE = '@import "palette.css";'
WORD = re.compile(r"[a-zA-Z_][\w-]*")
CHOICE = re.compile(r"(:(?:is|where))\(([^()]*)\)")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\))?[^()]*\)")
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
FOREIGN = re.compile(
    r"\[dir=\"?rtl|\[data-md-color-(?:primary|accent)=(?!\"?custom)|@media print.*\.md-none"
)
BARE = {"skip_comments": True, "skip_whitespace": True}


def reduce_styles(site: Site, cache: Cache) -> None:
    """Reduce the style sheets of the site: the theme's and KaTeX's to what is used, ours to its rules."""
    paths = sorted(
        [*site.matching("assets/stylesheets/*.css"), *site.matching("assets/katex/*.css")]
    )
    styles = {path: site.text(path).replace(PALETTE, palette_css()) for path in paths}
    words = {path: set(WORD.findall(css)) for path, css in styles.items()}
    used = used_names(site)
    asked = {
        path: sorted(words[path] & used if ".min." in path else words[path]) for path in styles
    }
    read = sorted({name for page in site.pages for name in site.facts(page).variables})

    def make() -> bytes:
        ours = {path: compact(css) for path, css in styles.items() if ".min." not in path}
        set_anew = {name for css in ours.values() for name in scheme_variables(css)}
        reduced = {
            path: reduce_style(
                ours[path] if path in ours else drop_scheme(css, set_anew), set(asked[path])
            )
            for path, css in styles.items()
        }
        needed = {*read, *VARIABLE.findall("".join(reduced.values()))}
        return json.dumps([drop_variables(css, needed) for css in reduced.values()]).encode()

    key = key_of(__name__, json.dumps([styles, asked, read]))
    made = json.loads(cache.keep("styles.json", key, make))
    site.files.update({path: css.encode() for path, css in zip(paths, made, strict=True)})


def used_names(site: Site) -> set[str]:
    """Classes and ids that the pages have, and all words of our scripts, which may give some."""
    scripts = "".join(site.text(name) for name in site.matching("assets/javascripts/*.js"))
    return set(WORD.findall(scripts)).union(*(site.facts(page).names for page in site.pages))


def reduce_style(css: str, names: set[str]) -> str:
    """The style sheet without rules for classes and ids that are not in `names`, and without right-to-left rules."""
    rules = tinycss2.parse_stylesheet(css, **BARE)
    return "".join(_reduced(rule, names) for rule in rules)


def compact(css: str) -> str:
    """The style sheet without comments and white space that nobody needs."""
    return "".join(map(_compact_rule, tinycss2.parse_stylesheet(css, **BARE)))


def _compact_rule(rule: Node) -> str:
    assert isinstance(rule, QualifiedRule | AtRule), rule.type
    start = _tokens(rule.prelude)
    if rule.type == "at-rule":
        start = f"@{rule.at_keyword} {start}".strip()
    if rule.content is None:
        return f"{start};"
    return f"{start}{{{_joined(_inside(rule), _compact_item)}}}"


def _inside(rule: QualifiedRule | AtRule) -> list[Node]:
    """What stands inside a rule: declarations, rules or both."""
    return list(tinycss2.parse_blocks_contents(rule.content or [], **BARE))


def _joined(items: list[Node], text_of: Callable[[Node], str]) -> str:
    """One text of what stands inside a rule; a declaration ends in a semicolon where something follows."""
    last = len(items) - 1
    return "".join(
        text_of(item) + ";" * (isinstance(item, Declaration) and number < last)
        for number, item in enumerate(items)
    )


def _compact_item(item: Node) -> str:
    if not isinstance(item, Declaration):
        return _compact_rule(item)
    return f"{item.name}:{_tokens(item.value)}{'!important' * item.important}"


def _tokens(tokens: list[Node]) -> str:
    """The tokens of a value with single spaces; what is quoted stays as it is."""
    for token in tokens:
        if isinstance(token, WhitespaceToken):
            token.value = " "
        for inside in (getattr(token, "arguments", None), getattr(token, "content", None)):
            _tokens(inside or [])
    return tinycss2.serialize(tokens).strip()


def drop_variables(css: str, read: set[str]) -> str:
    """The style sheet without the variables that are not in `read`."""
    return "".join(_without(rule, read) for rule in tinycss2.parse_stylesheet(css, **BARE))


def _without(item: Node, read: set[str]) -> str:
    if isinstance(item, Declaration):
        return str(item.serialize()).rstrip(";")
    if not isinstance(item, QualifiedRule | AtRule) or "--" not in _content(item):
        return str(item.serialize())
    start = f"@{item.at_keyword}" if isinstance(item, AtRule) else ""
    left = [inner for inner in _inside(item) if not _is_unread(inner, read)]
    body = _joined(left, lambda inner: _without(inner, read))
    return f"{start}{tinycss2.serialize(item.prelude)}{{{body}}}"


def _is_unread(item: Node, read: set[str]) -> bool:
    return isinstance(item, Declaration) and item.name.startswith("--") and item.name not in read


def _content(rule: QualifiedRule | AtRule) -> str:
    return str(tinycss2.serialize(rule.content or []))


def _reduced(rule: Node, names: set[str]) -> str:
    if isinstance(rule, QualifiedRule):
        selectors = (
            _narrow(selector, names) for selector in _split(tinycss2.serialize(rule.prelude))
        )
        used = [selector for selector in selectors if selector and _applies(selector, names)]
        return f"{','.join(used)}{{{_content(rule)}}}" if used else ""
    if isinstance(rule, AtRule) and rule.lower_at_keyword in ("media", "supports") and rule.content:
        inside = tinycss2.parse_rule_list(rule.content, **BARE)
        body = "".join(_reduced(inner, names) for inner in inside)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""
    return str(tinycss2.serialize([rule]))


def _split(prelude: str) -> list[str]:
    """Selectors at the commas that stand outside parentheses."""
    parts, depth = [""], 0
    for character in prelude:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _narrow(selector: str, names: set[str]) -> str:
    """The selector with those alternatives that can be true; empty if a choice has none."""

    def narrowed(choice: re.Match[str]) -> str:
        possible = [part for part in _split(choice[2]) if _applies(part, names)]
        return f"{choice[1]}({','.join(possible)})"

    selector = CHOICE.sub(narrowed, selector)
    return "" if ":is()" in selector or ":where()" in selector else selector


def _applies(selector: str, names: set[str]) -> bool:
    plain = NEGATION.sub("", selector)
    if FOREIGN.search(plain):
        return False
    certain = CHOICE.sub("", plain)
    if ":is(" in certain or ":where(" in certain:
        # A choice in parentheses of its own: let it be.
        return True
    return all(name.replace("\\", "") in names for name in NAME.findall(ATTRIBUTE.sub("", certain)))
