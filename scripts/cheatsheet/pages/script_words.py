"""What a figure or a line of output of an example shows: the texts that its code holds, but for docstrings.

A number there is one of the run where the code or a fact holds it as well; VALUE stands for it, and for what the run puts
into a text. Remarks are code.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Set

from cheatsheet.examples.run import SAID
from cheatsheet.pages.example_words import VALUE

NUMBER = re.compile(r"(?<![\w.,])(\d+(?:,\d{3})*(?:\.\d+)?)(%?)(?![\w%]|[.,]\d)")
# How matplotlib draws, how numbers are formatted, and by what name a card or a type is kept: nobody reads them.
STYLE = re.compile(
    r"C\d\S{0,4}|[a-z]{1,2}(?:16|32|100)(?:-80gb)?|,?(?:\.\d+)?[a-z%]|\{\w*:[^{}]*\}|⁻?⁰¹²³⁴⁵⁶⁷⁸⁹⁻?|-?0123456789-?"
)
LOOKS = re.compile(r"c|colors?|\w*color|ls|linestyle|fmt|marker|mfc|mec|hatch")
GREY = re.compile(r"0?\.\d+")
# A share of the run, and the unit of an axis.
SHARE = re.compile(rf"(?<=\b{VALUE})%| \(%\)$")


def said_in_code(source: str, known: Set[float]) -> Iterator[str]:
    """All that a script says in its code cells; `known` are numbers of its facts."""
    code = _code(source)
    try:
        tree = ast.parse(code)
        tokens = list(tokenize.generate_tokens(io.StringIO(code).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return
    held = {float(n) for n in map(_number, tokens) if n is not None} | known
    held |= {number / 100 for number in held}
    for text in _texts(tree):
        words = NUMBER.sub(lambda found: VALUE if _value(found) in held else found[0], text)
        yield SHARE.sub("", words)


def _code(source: str) -> str:
    """The source with the cells of Markdown, which are read where they are shown, taken out."""
    lines, is_code = [], True
    for line in source.split("\n"):
        if line.startswith("# %%"):
            is_code, line = "[markdown]" not in line, ""
        lines.append(line if is_code else "")
    return "\n".join(lines)


def _texts(tree: ast.AST, is_argument: bool = False) -> Iterator[str]:
    """Texts of the script, without those of its results, which are looked at as such, and without settings."""
    match tree:
        case ast.Assign(targets=[ast.Name(id=name)]) if name in SAID:
            return
        case ast.keyword(arg=str(name)) if LOOKS.fullmatch(name):
            return
        case ast.Compare():
            return  # what nobody sees
        case (
            ast.FunctionDef(body=[ast.Expr(value=ast.Constant()), *body])
            | ast.ClassDef(body=[ast.Expr(value=ast.Constant()), *body])
        ):
            for statement in body:
                yield from _texts(statement)
        case ast.Subscript(value=value):
            yield from _texts(value)
        case ast.JoinedStr(values=parts):
            yield "".join(str(p.value) if isinstance(p, ast.Constant) else VALUE for p in parts)
        case ast.Constant(value=str(text)):
            if not STYLE.fullmatch(text) and (is_argument or not GREY.fullmatch(text)):
                yield text
        case ast.Call(func=function, args=arguments, keywords=words):
            yield from _texts(function)
            for argument in arguments:
                yield from _texts(argument, is_argument=True)
            for word in words:
                yield from _texts(word)
        case _:
            for part in ast.iter_child_nodes(tree):
                yield from _texts(part)


def _number(token: tokenize.TokenInfo) -> float | None:
    if token.type != tokenize.NUMBER:
        return None
    value = ast.literal_eval(token.string)
    return None if isinstance(value, complex) else float(value)


def _value(found: re.Match[str]) -> float:
    return float(found[1].replace(",", "")) / (100 if found[2] else 1)
