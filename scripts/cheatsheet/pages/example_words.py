"""What an example types of its results in words; what its run puts in, or compares, is its own."""

import ast
import re
from collections.abc import Iterator, Mapping

from cheatsheet.markdown.glue import faults_at
from cheatsheet.markdown.marks import CHECKED

# What stands for a value of the run.
VALUE = "n"
NUMBER = re.compile(r"(?<![\w.,])(\d[\d,]*(?:\.\d+)?)(%?)(?![\w%]|[.,]\d)")
WRITTEN = re.compile(r"\d+(?:[.,_]\d+)*(?:e-?\d+)?%?")
COMMENT = re.compile(r"(?m)(?:^|\s)#.*$")
# A text that has a name.
TEXT = re.compile(r"""^(\w+) = f?["'](.*)["']$""", re.M)
CONSTANT = re.compile(r"^([A-Z][A-Z0-9_]*) = (\d[\d_]*(?:\.\d+)?(?:e-?\d+)?)(?=\s|$)", re.M)


def typed_words(source: str) -> Iterator[str]:
    """Its set-up and the sentences of its measured facts, which its last cell holds, without the values of the run.

    A number of a sentence is one of the run where the comparison behind the sentence holds it too.
    """
    cell = source.rpartition("\n# %%")[2].partition("\n")[2]
    try:
        tree = ast.parse(cell)
    except SyntaxError:
        return
    texts = dict(TEXT.findall(source))
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            name, value = statement.targets[0].id, statement.value
            if name == "setup":
                yield _typed(value, texts)
            elif name == "measured" and isinstance(value, ast.Dict):
                for fact in value.values:
                    if isinstance(fact, ast.Tuple) and len(fact.elts) == 3:
                        yield _without(_typed(fact.elts[1], texts), _compared(fact.elts[2], source))


def _compared(comparison: ast.expr, source: str) -> set[float]:
    """The numbers in a comparison, those of constants too."""
    constants = {name: float(value) for name, value in CONSTANT.findall(source)}
    found = set[float]()
    for node in ast.walk(comparison):
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            found.add(float(node.value))
        elif isinstance(node, ast.Name) and node.id in constants:
            found.add(constants[node.id])
    return found


def _without(sentence: str, compared: set[float]) -> str:
    """The sentence with `VALUE` for compared numbers; as it is where a sign or a word at one makes another of it."""

    def known(match: re.Match[str]) -> str:
        value = float(match[1].replace(",", ""))
        if match[2]:
            is_held = value / 100 in compared or {value, 100} <= compared
        else:
            is_held = value in compared
        return CHECKED if is_held else match[0]

    marked = NUMBER.sub(known, sentence)
    if any(faults_at(marked)):
        return sentence
    return marked.replace(CHECKED, VALUE)


def _typed(node: ast.expr, texts: Mapping[str, str]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_typed(part, texts) for part in node.values)
    if isinstance(node, ast.BinOp):
        return _typed(node.left, texts) + _typed(node.right, texts)
    if isinstance(node, ast.FormattedValue):
        return _typed(node.value, texts)
    return texts.get(node.id, VALUE) if isinstance(node, ast.Name) else VALUE


def numbers_of(words: str) -> set[float]:
    """The numbers that words name, a percentage as its share."""
    return {_value(number) for number in WRITTEN.findall(words)}


def numbers_in(source: str) -> set[float]:
    """The numbers that the code of a script holds, also as the hundredth part that a percentage is."""
    found = {_value(number) for number in WRITTEN.findall(COMMENT.sub("", source))}
    return found | {value / 100 for value in found}


def _value(number: str) -> float:
    bare = number.rstrip("%").replace("_", "")
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", bare)
    value = float(bare.replace(",", "" if grouped else "."))
    return value / 100 if number.endswith("%") else value
