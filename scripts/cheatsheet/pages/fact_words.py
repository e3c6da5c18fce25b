"""What an example types into its facts beside the values of the run."""

import ast
import re
from collections.abc import Collection, Iterator

from cheatsheet.examples.arithmetic import number_of
from cheatsheet.examples.entries import Entry, entries, parts
from cheatsheet.examples.model import COMPUTED, GIVEN, MEASURED
from cheatsheet.examples.said import VALUE
from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.marks import CHECKED
from cheatsheet.markdown.units import is_unit
from cheatsheet.pages.example_words import FORMAT
from cheatsheet.pages.judged import PrintedLine
from cheatsheet.pages.result_words import names_result

# What stands around a value of the run and is no number: its share, a part of one, a square, a template.
FORMS = re.compile(rf"(?<=\b{VALUE})%|(?<!\S)1/(?={VALUE}\b)|(?<=px)²|\{{[^{{}}]*\}}|^e-0$")
# Places of values in a template, "{:.1f} of {}" and "%.1f of %d".
PLACES = re.compile(r"\{[^{}]*\}|%[-+#0 ]*[\d.]*[a-z]")
# What makes another number of a value: a sign in front, a letter for a factor behind, a word on either side.
SIGNS = re.compile(rf"(?<![^\s(])[-−]{CHECKED}|{CHECKED} ?[kKMGTBP]\b(?![-/]\w)")
WORDS = re.compile(r"(?!another number)[^\W\d_]{2}")
# A word for a factor behind a value, and what the run divides by where it is right.
FACTOR = re.compile(
    r" ?(?:(k|thousand)|(M|million)|(G|B|billion)|(T|trillion)|(percent|per cent))\b"
)
DIVISORS = (1e3, 1e6, 1e9, 1e12, 0.01)


def typed_in_facts(source: str) -> Iterator[str]:
    """Texts and numbers that stand in the expressions of computed, measured and given facts, each as a line.

    VALUE stands for what the run puts in; CHECKED does, in a line of its own, where a sign or a word at it makes another
    number of it.
    """
    for entry in _facts_of(source, (COMPUTED, MEASURED, GIVEN)):
        text, _ = parts(entry.value)
        yield from (FORMS.sub("", words) for words in _typed(text))
        yield from filter(_is_changed, map(_marked, ast.walk(text)))


def results_given(source: str) -> Iterator[PrintedLine]:
    """Facts that the script sets, and that state a result all the same."""
    for entry in _facts_of(source, (GIVEN,)):
        said = _marked(parts(entry.value)[0])
        # Any number stands for what the run puts in. How often a camera takes images is chosen.
        if not said.endswith(" fps") and names_result(
            said.replace(CHECKED, "1.5").replace(VALUE, "1.5")
        ):
            words = ast.get_source_segment(source, entry.value) or said
            what = f"a given fact states a result, {words}"
            yield PrintedLine(words, "", what, "compute, measure or quote it")


def _facts_of(source: str, kinds: Collection[str]) -> Iterator[Entry]:
    """The facts of these kinds as a script writes them; none where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=kind)], value=made) if kind in kinds:
                yield from entries(made)


def _is_changed(line: str) -> bool:
    return CHECKED in line and (
        SIGNS.search(line) is not None
        # A fact has its unit from its script.
        or any(WORDS.match(glued) and not is_unit(glued) for glued, _ in faults_at(line))
    )


def _marked(text: ast.AST) -> str:
    """A text with CHECKED for each value, but VALUE where a word behind it is the factor that the run divides it by."""
    match text:
        case ast.Constant(value=str(said)):
            return said
        case ast.JoinedStr(values=parts):
            words = [part.value if isinstance(part, ast.Constant) else "" for part in parts]
            behind = [*map(str, words[1:]), ""]
            return "".join(
                str(part.value) if isinstance(part, ast.Constant) else _value(part, after)
                for part, after in zip(parts, behind, strict=True)
            )
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _marked(left) + _marked(right)
        case ast.BinOp(left=ast.Constant(value=str(said)), op=ast.Mod()):
            return PLACES.sub(CHECKED, said)
        case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(said)), attr="format")):
            return PLACES.sub(CHECKED, said)
    return CHECKED


def _value(part: ast.expr, behind: str) -> str:
    factor = FACTOR.match(behind)
    if factor and isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.BinOp):
        by, scaled = number_of(part.value.right), DIVISORS[(factor.lastindex or 1) - 1]
        if isinstance(part.value.op, ast.Div) and by == scaled:
            return VALUE
        if isinstance(part.value.op, ast.Mult) and by == 1 / scaled:
            return VALUE
    return CHECKED


def _typed(text: ast.AST) -> Iterator[str]:
    match text:
        case ast.Constant(value=str(said)):
            yield said
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else VALUE for part in parts
            )
            for part in parts:
                match part:
                    case ast.FormattedValue(value=ast.Constant(value=int() | float() as number)):
                        yield str(number)
                    case ast.FormattedValue(value=inner):
                        yield from _typed(inner)
        case ast.Subscript(value=value):
            yield from _typed(value)
        case ast.Call(func=function, args=arguments):
            yield from _typed(function)
            yield from (
                word for each in arguments for word in _typed(each) if not FORMAT.fullmatch(word)
            )
        case _:
            for child in ast.iter_child_nodes(text):
                yield from _typed(child)
