"""How far each number carries, one example: its runs and choices above a row for each measured fact."""

import ast
import functools
import re
from collections.abc import Iterator
from html import escape

from cheatsheet.base.cache import key_of
from cheatsheet.base.memory import recall
from cheatsheet.base.vocabulary import ROW
from cheatsheet.content.read import Content
from cheatsheet.examples.constants import constants
from cheatsheet.examples.model import MEASURED, Example, Fact, Result
from cheatsheet.examples.robustness import Record, Trial

# A whole number of four digits or more, which pages print in groups of three.
LONG = re.compile(r"(?<![\w.])\d{4,}(?![\w.])")
# As many letters have room in a narrow column.
SHORT = 12
HEADING = re.compile(r"^#+ .*\{[^}\n]*#([^\s}]+)", re.M)


def row_id(example: Example, name: str) -> str:
    """The id of a measured fact's row."""
    return f"{ROW.prefix}{example.folder}-{example.name}-{name}"


def measured_of(result: Result) -> dict[str, Fact]:
    """The measured facts of an example by name."""
    return {name: fact for name, fact in result.facts.items() if fact.kind == MEASURED}


def record_of(content: Content, address: str) -> Record | None:
    """What was found of an example as it stands now. Only what held is kept."""
    record = content.records.get(address)
    return record if record and record.source == content.examples[address].digest else None


def example_rows(content: Content, address: str, prefix: str) -> str:
    """The rows of one example, below one that says what was run; `prefix` is the way to the site's root."""
    example, result = content.examples[address], content.results[address]
    record = record_of(content, address)
    page = f"{prefix}examples/{address}/"
    lines = [
        f"Measured with {escape(result.setup)}.",
        f"Also tried: other seeds; {'; '.join(_choices(example, result))}.",
        f"{_ran(record, address in content.records)}{_used(content, address, prefix)}",
    ]
    head = (
        f'<tr class="setup"><th colspan="3" scope="rowgroup"><a href="{page}">{escape(result.title)}</a>'
        f"<small>{'<br>'.join(lines)}</small></th></tr>"
    )
    rows = [
        _row(example, name, fact, page, record.trials.get(name) if record else None)
        for name, fact in measured_of(result).items()
    ]
    return f"<tbody>{head}{''.join(rows)}</tbody>"


def _choices(example: Example, result: Result) -> Iterator[str]:
    """What the script chose and what was tried instead: `DEPTH 56 → 40, 80`."""
    written = _written(example.source)
    for name, values in result.varied.items():
        own = f" {escape(_grouped(written[name]))} →" if name in written else ""
        yield f"<code>{name}</code>{own} {escape(_grouped(', '.join(map(str, values))))}"


@functools.cache
def _written(source: str) -> dict[str, str]:
    """The constants of a script as it writes them, texts without their quotes."""

    def find() -> list[str]:
        found = {name: statement.value for name, statement in constants(source).items()}
        return [
            f"{name}={str(value.value) if isinstance(value, ast.Constant) else ast.unparse(value)}"
            for name, value in found.items()
        ]

    kept = recall(key_of("cheatsheet.examples.constants"), source, find)
    return dict(each.split("=", 1) for each in kept)


def _grouped(text: str) -> str:
    return LONG.sub(lambda match: f"{int(match[0]):,}", text)


def _ran(record: Record | None, before: bool) -> str:
    """In how many runs all held that an example measured, and when."""
    if record is None:
        return "Changed since it was tried." if before else "Not tried yet."
    runs = max(trial.runs for trial in record.trials.values())
    return f"Held in {runs} of {runs} runs on {record.on}."


def _used(content: Content, address: str, prefix: str) -> str:
    """Links to where pages of sections and questions first use an example, from their text: not all are pages yet."""
    use = re.compile(rf"\(example:{re.escape(address)}[#)]")
    links = []
    pages = [(section.url, section.title, section.text) for section in content.numbered]
    pages += [
        (page.url, page.title, content.pages[page.label.removeprefix("docs/")])
        for page in content.questions.values()
    ]
    for url, title, text in pages:
        if found := use.search(text):
            above = HEADING.findall(text[: found.start()])
            target = f"{prefix}{url}{f'#{above[-1]}' if above else ''}"
            links.append(f'<a href="{target}">{escape(title)}</a>')
    return f" Used in {', '.join(links)}." if links else ""


def _row(example: Example, name: str, fact: Fact, page: str, trial: Trial | None) -> str:
    return (
        f'<tr><td id="{row_id(example, name)}"{_one_line(fact.text)}><a class="checked {fact.kind}" href="{page}#{name}">{escape(fact.text)}</a>'
        f"<br><code>{name}</code></td><td>{escape(fact.means)}</td>{_farthest(trial)}</tr>"
    )


def _farthest(trial: Trial | None) -> str:
    if trial is None:
        return "<td>not tried</td>"
    if not trial.under:
        return "<td>as printed</td>"
    under = escape(_grouped(trial.under)).replace(" = ", "&nbsp;=&nbsp;")
    return f"<td{_one_line(trial.farthest)}>{escape(trial.farthest)}<small>{under}</small></td>"


def _one_line(value: str) -> str:
    """The class by which what fits into a column of a phone stays on one line: `92% to 94%`."""
    return ' class="short"' if len(value) <= SHORT else ""
