"""How far each number carries: what the last robustness run found of each measured fact, as tables."""

from collections.abc import Iterator
from html import escape

from cheatsheet.base.vocabulary import ROW
from cheatsheet.content.read import Content
from cheatsheet.examples.model import COMPUTED, MEASURED, Example, Fact, Result
from cheatsheet.examples.robustness import Record, Trial


def robustness_tables(content: Content, prefix: str) -> str:
    """A line on all facts, then for each section a table of its measured ones as Markdown with HTML inside."""
    parts = [_summary(content), ""]
    for section in content.numbered:
        rows = "".join(
            _example(content.examples[address], result, content.records.get(address), prefix)
            for address, result in content.results.items()
            if address.startswith(f"{section.slug}/") and _measured(result)
        )
        if rows:
            parts += [
                f"## {section.title} {{ #{section.slug} }}",
                "",
                '<div class="carries md-typeset__scrollwrap"><div class="md-typeset__table"><table><thead><tr><th>Printed</th><th>Stands for</th><th>Held in</th>'
                f"<th>Farthest off</th></tr></thead>{rows}</table></div></div>",
                "",
            ]
    return "\n".join(parts)


def _measured(result: Result) -> dict[str, Fact]:
    return {name: fact for name, fact in result.facts.items() if fact.kind == MEASURED}


def _summary(content: Content) -> str:
    measured = [trial for _, trial in _trials(content, MEASURED)]
    computed = [trial for _, trial in _trials(content, COMPUTED)]
    holding = sum(trial.holds for trial in measured)
    return (
        f"{holding} of {len(measured)} measured facts held in all their runs,"
        f" {sum(trial.runs for trial in measured):,} runs of a fact in all."
        f" {len(computed):,} computed facts stayed the same to the letter with other seeds, where there are any."
    )


def _trials(content: Content, kind: str) -> Iterator[tuple[str, Trial]]:
    """Facts of one kind with what became of them, of examples that have not changed since."""
    for address, result in content.results.items():
        record = content.records.get(address)
        if record and record.source == content.examples[address].digest:
            for name, trial in record.trials.items():
                if name in result.facts and result.facts[name].kind == kind:
                    yield name, trial


def _example(example: Example, result: Result, record: Record | None, prefix: str) -> str:
    """The rows of one example, below one that says its set-up and what else was tried."""
    page = f"{prefix}examples/{example.address}/"
    others = "; ".join(
        f"{name} = {', '.join(map(str, values))}" for name, values in result.varied.items()
    )
    known = record is not None and record.source == example.digest
    ran = f"Run on {record.on}." if known and record else "Not run since it changed."
    head = (
        f'<tr class="setup"><th colspan="4" scope="rowgroup"><a href="{page}">{escape(result.title)}</a> '
        f"<small>{escape(result.setup)}. Also tried: other seeds, {escape(others)}. {ran}</small></th></tr>"
    )
    rows = [
        _row(
            f"{example.folder}-{example.name}-{name}",
            f"{page}#{name}",
            fact,
            record.trials.get(name) if record and known else None,
        )
        for name, fact in _measured(result).items()
    ]
    return f"<tbody>{head}{''.join(rows)}</tbody>"


def _row(name: str, address: str, fact: Fact, trial: Trial | None) -> str:
    held = f"{trial.runs - len(trial.failed)} of {trial.runs} runs" if trial else "–"
    worst = "–"
    if trial and trial.under:
        worst = f"{escape(trial.farthest)} <small>{escape(trial.under)}</small>"
    return (
        f'<tr><td id="{ROW.prefix}{name}"><a class="checked {fact.kind}" href="{address}">{escape(fact.text)}</a></td>'
        f"<td>{escape(fact.means)}</td><td>{held}</td><td>{worst}</td></tr>"
    )
