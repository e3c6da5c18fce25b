"""What an example types into its facts beside the values of the run, and where it says that it read what it quotes."""

import ast
import re
from collections.abc import Iterator

from cheatsheet.base.problems import Problems
from cheatsheet.content.read import Content
from cheatsheet.examples.model import COMPUTED, GIVEN, MEASURED, QUOTED
from cheatsheet.examples.written import entries, parts
from cheatsheet.markdown.citations import fault_of_place
from cheatsheet.pages.example_words import FORMAT, VALUE

# What stands around a value of the run and is no number: its share, a part of one, a square, a template.
FORMS = re.compile(rf"(?<=\b{VALUE})%|(?<!\S)1/(?={VALUE}\b)|(?<=px)²|\{{[^{{}}]*\}}|^e-0$")


def typed_in_facts(source: str) -> Iterator[str]:
    """Texts and numbers that stand in the expressions of computed, measured and given facts, each as a line.

    VALUE stands for what the run puts in.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=kind)], value=made):
                if kind in (COMPUTED, MEASURED, GIVEN):
                    for entry in entries(made):
                        text, _ = parts(entry.value)
                        yield from (FORMS.sub("", words) for words in _typed(text))


def check_quoted(content: Content, problems: Problems) -> None:
    """Note what is no place, and conditions that state a result, in the sources of quoted facts."""
    names = {reference.name for reference in content.references.values()}
    for address, result in content.results.items():
        for key, fact in result.facts.items() if address in content.examples else ():
            name, _, place = fact.source.partition(",")
            if fact.kind != QUOTED or name not in names:
                continue
            fault = fault_of_place(f"{place};{fact.conditions}")
            if fault:
                what = f"the quoted fact {key!r}: {fault[0]}"
                problems.add(content.examples[address].label, None, what, fault[1])


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
