"""Style sheets without what the pages do not use: rules for names that stand nowhere, and variables that nobody reads."""

import json
import re
from pathlib import Path

import tinycss2

from cheatsheet.kept import kept

CLASSES = re.compile(r'\sclass="?([^">]+)')
IDS = re.compile(r'\sid="?([^">\s]+)')
WORD = re.compile(r"[a-zA-Z_][\w-]*")
CHOICE = re.compile(r"(:(?:is|where))\(([^()]*)\)")
NEGATION = re.compile(r":not\([^()]*(?:\([^()]*\))?[^()]*\)")
ATTRIBUTE = re.compile(r"\[[^\]]*\]")
NAME = re.compile(r"[.#]((?:\\.|[\w-])+)")
VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
FOREIGN = re.compile(
    r"\[dir=\"?rtl|\[data-md-color-(?:primary|accent)=(?!\"?custom)|@media print.*\.md-none"
)
BARE = {"skip_comments": True, "skip_whitespace": True}
# Parts that the theme's script can make, which this site has not switched on.
OFF = ("md-annotation", "md-consent", "md-source", "md-status", "md-tooltip", "md-version")


def reduce_styles(site: Path, pages: str, folder: Path) -> None:
    """Reduce the style sheets of the finished site in place: the theme's and KaTeX's to what is used, ours to its rules.

    `folder` holds them for the next build.
    """
    names = _names(site, pages)
    paths = sorted([*site.glob("assets/stylesheets/*.css"), *site.glob("assets/katex/*.css")])
    styles = {path.name: path.read_text("utf-8") for path in paths}
    words = {name: set(WORD.findall(css)) for name, css in styles.items()}
    asked = {
        name: sorted(words[name] & names if ".min." in name else words[name]) for name in styles
    }
    read = sorted(set(VARIABLE.findall(pages)))
    inputs = [Path(__file__).read_text("utf-8"), styles, asked, read]

    def make() -> bytes:
        reduced = {name: reduce_style(css, set(asked[name])) for name, css in styles.items()}
        needed = {*read, *VARIABLE.findall("".join(reduced.values()))}
        return json.dumps([drop_variables(css, needed) for css in reduced.values()]).encode()

    made = json.loads(kept(folder, "styles", json.dumps(inputs).encode(), make))
    for path, css in zip(paths, made, strict=True):
        path.write_text(css, "utf-8")


def _names(site: Path, pages: str) -> set[str]:
    """Classes and ids that the pages have, and all words of the theme's script, which may give some."""
    scripts = "".join(
        path.read_text("utf-8") for path in site.glob("assets/javascripts/bundle*.js")
    )
    given = {word for word in WORD.findall(scripts) if not word.startswith(OFF)}
    classes = {name for found in CLASSES.findall(pages) for name in found.split()}
    return given | classes | set(IDS.findall(pages))


def reduce_style(css: str, names: set[str]) -> str:
    """The style sheet without rules for classes and ids that are not in `names`, and without right-to-left rules."""
    rules = tinycss2.parse_stylesheet(css, **BARE)
    return "".join(_reduce_rule(rule, names) for rule in rules)


def drop_variables(css: str, read: set[str]) -> str:
    """The style sheet without the variables that are not in `read`."""
    return "".join(_without(rule, read) for rule in tinycss2.parse_stylesheet(css, **BARE))


def _without(rule, read: set[str]) -> str:
    content = tinycss2.serialize(rule.content or [])
    if "--" not in content:
        return rule.serialize()
    if rule.type == "at-rule":
        body = "".join(
            _without(inner, read) for inner in tinycss2.parse_rule_list(rule.content, **BARE)
        )
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}"
    declarations = tinycss2.parse_blocks_contents(rule.content, **BARE)
    kept = [item for item in declarations if not item.name.startswith("--") or item.name in read]
    body = ";".join(item.serialize().rstrip(";") for item in kept)
    return f"{tinycss2.serialize(rule.prelude)}{{{body}}}"


def _reduce_rule(rule, names: set[str]) -> str:
    if rule.type == "qualified-rule":
        selectors = (
            _narrow(selector, names) for selector in _split(tinycss2.serialize(rule.prelude))
        )
        kept = [selector for selector in selectors if selector and _applies(selector, names)]
        return f"{','.join(kept)}{{{tinycss2.serialize(rule.content)}}}" if kept else ""
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports") and rule.content:
        inside = tinycss2.parse_rule_list(rule.content, **BARE)
        body = "".join(_reduce_rule(inner, names) for inner in inside)
        return f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{body}}}" if body else ""
    return tinycss2.serialize([rule])


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
        kept = [part for part in _split(choice[2]) if _applies(part, names)]
        return f"{choice[1]}({','.join(kept)})"

    selector = CHOICE.sub(narrowed, selector)
    return "" if ":is()" in selector or ":where()" in selector else selector


def _applies(selector: str, names: set[str]) -> bool:
    plain = NEGATION.sub("", selector)
    if FOREIGN.search(plain):
        return False
    certain = CHOICE.sub("", plain)
    if ":is(" in certain or ":where(" in certain:  # a choice in parentheses of its own: let it be
        return True
    return all(name.replace("\\", "") in names for name in NAME.findall(ATTRIBUTE.sub("", certain)))
