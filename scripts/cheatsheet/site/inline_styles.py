"""Style attributes of a page as classes of one style sheet in its head, and back for editions that want attributes.

A policy that forbids foreign styles forbids attributes too, and formulas and plots are full of them. The classes are
numbered, which is lighter than naming them by what they say, so that each page has its own: docs/assets/javascripts/
print.js, which puts parts of several pages on one, makes attributes of them again.
"""

import re
from functools import lru_cache

import tinycss2
from lxml import etree
from lxml.html import HtmlElement
from tinycss2.ast import Declaration, Node

from cheatsheet.base.nodes import copy_of, find

# Not the sheet's place but its weight counts: an attribute outweighs every rule without `!important`.
RULE = ".{name}:not(#_){{{said}}}"
SHEET = "data-attributes"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RULE = re.compile(r"\.(_\w+):not\(#_\)\{([^{}]*)\}")
_STYLED = etree.XPath("descendant-or-self::*[@style]")
_NAMED = etree.XPath("descendant-or-self::*[contains(concat(' ', @class), ' _')]")


def use_classes(root: HtmlElement) -> None:
    """Move the style attributes of a page into a style sheet of its own. What is no style stays."""
    attributes = [(found, tidy(found.get("style"))) for found in _STYLED(root)]
    styled = [(found, said) for found, said in attributes if said is not None]
    # In this order equal beginnings stand together, and the page is packed better.
    every = sorted({said for _, said in styled if said})
    names = {said: f"_{_number(at)}" for at, said in enumerate(every)}
    for found, said in styled:
        del found.attrib["style"]
        if said:
            found.set("class", f"{found.get('class', '')} {names[said]}".strip())
    if names:
        sheet = etree.SubElement(find(root, "head"), "style", {SHEET: ""})
        sheet.text = "".join(RULE.format(name=name, said=said) for said, name in names.items())


def rules_of(root: HtmlElement) -> dict[str, str]:
    """What the classes of a page say that were attributes."""
    sheet = root.find(f"head/style[@{SHEET}]")
    return {} if sheet is None else dict(_RULE.findall(sheet.text or ""))


def copy_with_attributes(root: HtmlElement, part: HtmlElement) -> HtmlElement:
    """A copy of a part of a page for an edition, where what was an attribute is one again."""
    made = copy_of(part)
    use_attributes(made, rules_of(root))
    return made


def use_attributes(part: HtmlElement, rules: dict[str, str]) -> None:
    """The other way round, in a part of a page that has these rules."""
    for found in _NAMED(part) if rules else ():
        names = found.get("class").split()
        if said := [rules[name] for name in names if name in rules]:
            found.set("style", ";".join(said))
            _set_class(found, [name for name in names if name not in rules])


def _set_class(found: HtmlElement, names: list[str]) -> None:
    if names:
        found.set("class", " ".join(names))
    else:
        del found.attrib["class"]


@lru_cache(maxsize=8192)
def tidy(style: str) -> str | None:
    """The declarations of an attribute as they may stand in a rule; None where one is none, or could end it."""
    said = []
    for item in tinycss2.parse_declaration_list(style, skip_comments=True, skip_whitespace=True):
        if not isinstance(item, Declaration) or _may_end(item.value):
            return None
        value = tinycss2.serialize(item.value).strip()
        said.append(f"{item.name}:{value}{'!important' * item.important}")
    return ";".join(said)


def _may_end(tokens: list[Node]) -> bool:
    """Whether a value holds a block, an error or the start of a tag, which end a rule or the sheet around it."""
    return any(
        token.type in ("{} block", "error")
        or "<" in token.serialize()
        or _may_end([*getattr(token, "arguments", ()), *(getattr(token, "content", None) or ())])
        for token in tokens
    )


def _number(at: int) -> str:
    high, low = divmod(at, len(DIGITS))
    return (_number(high) if high else "") + DIGITS[low]
