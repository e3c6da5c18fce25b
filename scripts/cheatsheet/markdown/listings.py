"""A function or a class of a script that ran, as a page shows it: its lines, highlighted."""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from pygments import highlight
from pygments.filter import Filter
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import PythonLexer
from pygments.token import Name, Text, Whitespace


def definitions(source: str) -> dict[str, str]:
    """The lines of each function and class on the top level of a script, by name, with what stands right above it."""
    lines = source.splitlines()
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
            found[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return found


def is_used(source: str, name: str) -> bool:
    """Whether a script names a function or a class of its top level anywhere outside of it."""
    elsewhere = [node for node in ast.parse(source).body if getattr(node, "name", "") != name]
    names = (part for node in elsewhere for part in ast.walk(node) if isinstance(part, ast.Name))
    return any(part.id == name and isinstance(part.ctx, ast.Load) for part in names)


class _Plain(Filter):
    """Names have the colour of the text: an element for each is half of what a listing weighs, and shows nothing."""

    def filter(
        self, lexer: Lexer | None, stream: Iterable[tuple[Any, str]]
    ) -> Iterator[tuple[Any, str]]:
        for kind, text in stream:
            yield (Text if kind in (Name, Whitespace) else kind), text


def highlighted(source: str) -> str:
    """Python as HTML; the empty element in front is how listings of the theme begin."""
    lexer = PythonLexer()
    lexer.add_filter(_Plain())
    made = highlight(source.strip(), lexer, HtmlFormatter(nowrap=True))
    return f"<span></span>{made.rstrip()}"


def listing(source: str) -> str:
    """A block of code, which the keyboard can scroll where it is wider than the page."""
    code = highlighted(source)
    return (
        f'<div class="language-python highlight"><pre tabindex="0"><code>{code}</code></pre></div>'
    )
