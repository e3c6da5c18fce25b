"""What style sheets print: a few words, and nothing that a page, a variable or a counter hands them."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

import tinycss2
from tinycss2.ast import (
    AtRule,
    Declaration,
    FunctionBlock,
    IdentToken,
    Node,
    ParseError,
    QualifiedRule,
    StringToken,
    URLToken,
    WhitespaceToken,
)

from cheatsheet.base.cache import key_of
from cheatsheet.base.memory import recall
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project

# All that the sheets of the site print, beside spaces.
WORDS = frozenset(
    {"", ",", "#", "\u200b", "In the interview", "Corrected. The old cheatsheet said"}
)
# Properties that print what they hold: one of WORDS in `content`, one of KEYWORDS in all, and nothing else.
PRINTING = [
    "content",
    "quotes",
    "list-style",
    "list-style-type",
    "text-emphasis",
    "text-emphasis-style",
    "-webkit-text-emphasis",
    "-webkit-text-emphasis-style",
    "hyphenate-character",
    "-webkit-hyphenate-character",
    "text-overflow",
    "block-ellipsis",
]
KEYWORDS = frozenset(
    [
        "none",
        "normal",
        "auto",
        "clip",
        "ellipsis",
        "disc",
        "inside",
        "outside",
        "inherit",
        "initial",
        "unset",
        "revert",
    ]
)
# Others hold no text, which a variable could hand to one that prints, but for the names of fonts.
FONTS = ("font-family", "src", "--md-text-font", "--md-code-font")
# What another makes of an attribute, a count or an address.
HANDED = frozenset(["attr", "counter", "counters", "symbols", "string"])
# The build's own, in place of which it writes the colours.
IMPORTED = '"palette.css"'
# KaTeX's numbers of equations, which no page has; formulas are looked at where they are written.
FOREIGN = "docs/assets/katex/katex.min.css"
PLAIN = IdentToken | StringToken | WhitespaceToken
BARE = {"skip_comments": True, "skip_whitespace": True}
CURE = "write it into the page, as a checked link; words that hold no number go into WORDS of style_words.py"


def files_below(folder: Path) -> list[Path]:
    """All files that are published of a folder, those behind links to folders too."""
    walked = os.walk(folder, followlinks=True)
    return sorted(Path(within, name) for within, _, names in walked for name in names)


def check_styles(project: Project, problems: Problems) -> None:
    """Note whatever a style sheet below docs/ prints that is in no list."""
    for path in files_below(project.docs):
        label = path.relative_to(project.root).as_posix()
        if path.suffix.lower() == ".css" and label != FOREIGN:
            text = path.read_text("utf-8", "replace")
            for fault in recall(key_of(__name__), text, partial(_found, text)):
                problems.add(label, *json.loads(fault))


def _found(text: str) -> list[str]:
    rules = tinycss2.parse_stylesheet(text, **BARE)
    return [json.dumps(fault) for fault in _faults(rules)]


def _faults(nodes: Sequence[Node]) -> Iterator[tuple[int, str, str]]:
    """Lines of rules and declarations that are at fault, what is wrong, and the cure."""
    for node in nodes:
        line = node.source_line
        if isinstance(node, ParseError):
            yield line, f"the style sheet cannot be read: {node.message}", "mend it"
        elif isinstance(node, Declaration):
            if not _is_allowed(node):
                said = f"{node.name}: {tinycss2.serialize(node.value).strip()}"
                yield line, f"the style sheet prints {said}, and nothing checks it", CURE
        elif isinstance(node, QualifiedRule | AtRule):
            name = node.lower_at_keyword if isinstance(node, AtRule) else ""
            prelude = tinycss2.serialize(node.prelude).strip()
            if name == "counter-style":
                yield line, "the style sheet counts by signs of its own", "leave @counter-style out"
            elif name == "import" and prelude != IMPORTED:
                what = f"the style sheet imports {prelude}, and nothing looks at it"
                yield line, what, "add it to extra_css in mkdocs.yml"
            elif node.content is not None:
                yield from _faults(tinycss2.parse_blocks_contents(node.content, **BARE))


def _is_allowed(declared: Declaration) -> bool:
    name = declared.lower_name
    tokens = list(_walk(declared.value))
    if name.startswith("counter-") or any(map(_is_handed, tokens)):
        return False
    texts = [token.value for token in tokens if isinstance(token, StringToken)]
    if name in PRINTING:
        words = {token.lower_value for token in tokens if isinstance(token, IdentToken)}
        are_known = name == "content" and all(text in WORDS or text.isspace() for text in texts)
        return (
            all(isinstance(token, PLAIN) for token in tokens)
            and KEYWORDS.issuperset(words)
            and (are_known or not texts)
        )
    return name in FONTS or not texts


def _walk(tokens: Iterable[Node]) -> Iterator[Node]:
    """All tokens, those within functions and brackets too; the address in url("…") is no text."""
    for token in tokens:
        yield token
        if isinstance(token, FunctionBlock):
            yield from _walk(token.arguments if token.lower_name != "url" else [])
        else:
            yield from _walk(getattr(token, "content", None) or [])


def _is_handed(token: Node) -> bool:
    """Whether a token hands on a text of elsewhere, or an image that is written into the sheet itself."""
    if isinstance(token, FunctionBlock) and token.lower_name != "url":
        return token.lower_name in HANDED
    is_address = isinstance(token, FunctionBlock | URLToken)
    return is_address and "data:" in token.serialize().lower()
