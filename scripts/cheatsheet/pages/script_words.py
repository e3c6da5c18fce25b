"""What a figure or a line of output of an example shows: the texts that its code holds, but for docstrings.

A number there is one of the run where the code or a fact holds it as well; VALUE stands for it, and for what the run puts
into a text. Remarks are code.
"""

import ast
import re
from collections.abc import Iterator, Set

from cheatsheet.examples.run import SAID
from cheatsheet.markdown.changing_words import words_at
from cheatsheet.markdown.marks import CHECKED
from cheatsheet.markdown.numerals import RESULT
from cheatsheet.pages.example_words import VALUE
from cheatsheet.pages.number_words import numbers_in, replaced, value_of

# How matplotlib draws, how numbers are formatted, and by what name a card or a type is kept: nobody reads them.
STYLE = re.compile(
    r"C\d[os^vDdxX+*|_.,:-]{0,4}|(?:bf|fp|tf)(?:16|32)|[avh]100(?:-80gb)?|,?(?:\.\d+)?[a-z%]|\{\w*:[^{}]*\}"
    r"|⁻?⁰¹²³⁴⁵⁶⁷⁸⁹⁻?|-?0123456789-?|%\.\df"
)
LOOKS = re.compile(r"c|colors?|\w*color|ls|linestyle|fmt|marker|[fe]c|m[fe]c|shade|hatch|looks")
GREY = re.compile(r"0?\.\d+")
# What prints its arguments: all of them, or those in these places; and what prints what it is told by these names.
ALL, FIRST, SECOND, THIRD = slice(None), slice(1), slice(1, 2), slice(2, 3)
PRINTS = {
    **dict.fromkeys(["print", "format"], ALL),
    **dict.fromkeys(["annotate", "title", "suptitle", "set_title", "legend"], FIRST),
    **dict.fromkeys(["xlabel", "ylabel", "set_xlabel", "set_ylabel"], FIRST),
    **dict.fromkeys(["set_xticklabels", "set_yticklabels", "set_ticklabels"], FIRST),
    **dict.fromkeys(["xticks", "yticks", "set_xticks", "set_yticks", "set_ticks"], SECOND),
    **dict.fromkeys(["bar_label"], SECOND),
    **dict.fromkeys(["text"], THIRD),
}
SHOWN = frozenset(
    [
        "s",
        "text",
        "label",
        "labels",
        "title",
        "xlabel",
        "ylabel",
        "xticklabels",
        "yticklabels",
        "cellText",
    ]
)
# A share of the run, and the unit of an axis.
SHARE = re.compile(rf"(?<=\b{VALUE})%| \(%\)$")


def said_in_code(source: str, known: Set[float]) -> Iterator[str]:
    """All that a script says in its code cells; `known` are numbers of its facts."""
    code = _code(source)
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return
    held = numbers_in(code) | known
    for text in _texts(tree):
        yield SHARE.sub("", _without(text, held))
    yield from _numbers(tree)


def _without(text: str, held: Set[float]) -> str:
    """The text with VALUE for each number of the run; CHECKED stays where a word makes another number of one."""
    is_result = RESULT.search(text)
    marked = replaced(text, CHECKED, lambda found: not is_result and value_of(found) in held)
    is_changed = any(words_at(" ".join(marked.split())))
    return marked if is_changed else marked.replace(CHECKED, VALUE)


def _code(source: str) -> str:
    """The source with the cells of Markdown, which are read where they are shown, taken out."""
    lines, is_code = [], True
    for line in source.split("\n"):
        if line.startswith("# %%"):
            is_code, line = "[markdown]" not in line, ""
        lines.append(line if is_code else "")
    return "\n".join(lines)


def _texts(tree: ast.AST, is_look: bool = False) -> Iterator[str]:
    """Texts of the script, without those of its results, which are looked at as such, and without settings."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)]) if name in SAID:
            return
        case (
            ast.keyword(arg=str(name), value=value)
            | ast.Assign(targets=[ast.Name(id=name)], value=value)
        ) if LOOKS.fullmatch(name.lower()) or "GREY" in name:
            yield from _texts(value, is_look=True)
        case ast.Dict(keys=keys, values=values):
            for key, value in zip(keys, values, strict=True):
                said = str(key.value) if isinstance(key, ast.Constant) else ""
                yield from _texts(key) if key else ()
                yield from _texts(value, is_look=bool(LOOKS.fullmatch(said)))
        case ast.Compare():
            return  # what nobody sees
        case (
            ast.FunctionDef(body=[ast.Expr(value=ast.Constant()), *body])
            | ast.ClassDef(body=[ast.Expr(value=ast.Constant()), *body])
        ):
            for statement in body:
                yield from _texts(statement)
        case ast.Subscript(value=value, ctx=ast.Load()):
            yield from _texts(value)
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else CHECKED for p in parts)
        case ast.Constant(value=str(text)):
            if not STYLE.fullmatch(text) and not (is_look and GREY.fullmatch(text)):
                yield text
        case _:
            for part in ast.iter_child_nodes(tree):
                yield from _texts(part, is_look and not isinstance(tree, ast.Call))


def _numbers(tree: ast.AST) -> Iterator[str]:
    """Numbers that are typed where they are shown: in output, in a figure, at its axes, as the value of a cell."""
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=value) | ast.FormattedValue(value=value):
                yield from _typed(value)
            case ast.Call(func=function, args=arguments, keywords=named):
                name = ast.unparse(function).rpartition(".")[2]
                shown = [*arguments[PRINTS[name]]] if name in PRINTS else []
                for value in (*shown, *(each.value for each in named if each.arg in SHOWN)):
                    yield from _typed(value)


def _typed(value: ast.expr) -> Iterator[str]:
    match value:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            yield str(number)
        case ast.UnaryOp(operand=operand):
            yield from _typed(operand)
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
            for part in parts:
                yield from _typed(part)
