"""What a figure or a line of output of an example shows: the texts that its code holds, but for docstrings.

A number there is one of the run where the code computes with it or a fact holds it as well; VALUE stands for it, and for
what the run puts into a text. A comment or a docstring may say how, not what came out.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Set

from cheatsheet.examples.run import SAID
from cheatsheet.examples.said import VALUE
from cheatsheet.markdown.changing_words import words_at
from cheatsheet.markdown.marks import CHECKED
from cheatsheet.markdown.numerals import RESULT
from cheatsheet.markdown.plain_words import written_in
from cheatsheet.pages.judged import PrintedLine
from cheatsheet.pages.number_words import numbers_in, replaced
from cheatsheet.pages.result_words import OF_A_RUN, names_result
from cheatsheet.pages.shown_numbers import ShownNumbers

# How matplotlib draws, how numbers are formatted, and by what name a card or a type is kept: nobody reads them.
STYLE = re.compile(
    r"C\d[os^vDdxX+*|_.,:-]{0,4}|(?:bf|fp|tf)(?:16|32)|[avh]100(?:-80gb)?|,?(?:\.\d+)?[a-z%]|\{\w*:[^{}]*\}"
    r"|⁻?⁰¹²³⁴⁵⁶⁷⁸⁹⁻?|-?0123456789-?|%\.\df"
)
LOOKS = re.compile(r"c|colors?|\w*color|ls|linestyle|fmt|marker|[fe]c|m[fe]c|shade|hatch|looks")
GREY = re.compile(r"0?\.\d+")
# What a number in words compares, and no set-up does: three times as fast, two points better.
COMPARES = re.compile(
    r"\b(?:faster|slower|better|worse|cheaper|as (?:fast|slow|many|much|good|accurate|large|small|long)|memory|points?)\b"
)
# A share of the run, and the unit of an axis.
SHARE = re.compile(rf"(?<=\b{VALUE})%| \(%\)$")


def said_in_code(source: str, known: Set[float]) -> Iterator[PrintedLine]:
    """All that a script says in its code cells, and each typed number that it shows; `known` are numbers of its facts."""
    code = code_of(source)
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return
    numbers = ShownNumbers(code, _cells(source), known)
    for text in _texts(tree):
        # What a tick says is held by its place.
        held = numbers.held | numbers.limits if text in numbers.labels else numbers.held
        yield PrintedLine(SHARE.sub("", _without(text, held | known)))
    yield from numbers.faults()
    yield from told_in(code, known)


def told_in(code: str, known: Set[float] = frozenset()) -> Iterator[PrintedLine]:
    """Comments and docstrings that state a result whose number neither the code nor a fact holds; none of no Python."""
    try:
        tree = ast.parse(code)
    except (SyntaxError, ValueError):
        return
    held = numbers_in(code) | known
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    told = [each.string for each in tokens if each.type == tokenize.COMMENT]
    for part in ast.walk(tree):
        if isinstance(part, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            told.append(ast.get_docstring(part) or "")
    for words in told:
        compares = any(map(COMPARES.search, written_in(" ".join(words.split()))))
        if compares or names_result(replaced(words, VALUE, held)):
            what = f"a comment or docstring states a result, {' '.join(words.split())!r}"
            yield PrintedLine(words, "", what, "delete it, or make it a fact of the example")


def _without(text: str, held: Set[float]) -> str:
    """The text with VALUE for each number of the run; CHECKED stays where a word makes another number of one."""
    is_result = RESULT.search(text) or OF_A_RUN.search(text)
    marked = replaced(text, CHECKED, frozenset() if is_result else held)
    is_changed = any(words_at(" ".join(marked.split())))
    return marked if is_changed else marked.replace(CHECKED, VALUE)


def code_of(source: str) -> str:
    """The source with the cells of Markdown, which are read where they are shown, taken out."""
    lines, is_code = [], True
    for line in source.split("\n"):
        if line.startswith("# %%"):
            is_code, line = "[markdown]" not in line, ""
        lines.append(line if is_code else "")
    return "\n".join(lines)


def _cells(source: str) -> list[int]:
    """The lines in which its cells begin."""
    lines = enumerate(source.split("\n"), 1)
    return [number for number, line in lines if line.startswith("# %%")]


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
