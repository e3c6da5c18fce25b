"""How far each number carries: what the last robustness run found of all measured facts, section by section."""

from collections.abc import Iterator
from html import escape

from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import COMPUTED, MEASURED
from cheatsheet.examples.robustness import Trial
from cheatsheet.pages.robustness_rows import example_rows, measured_of, record_of


def robustness_parts(content: Content) -> str:
    """Links to the sections' tables, and which sections have none."""
    measuring = [section for section in content.numbered if _addresses(content, section)]
    links = "&nbsp;· ".join(
        f'<a href="#{section.slug}">{escape(section.title)}</a>' for section in measuring
    )
    parts = [
        f'<nav class="parts" aria-label="Sections on this page" data-search-exclude="">{links}</nav>'
    ]
    others = [section.title for section in content.numbered if section not in measuring]
    if others:
        parts += ["", f"Not on this page, since their examples measure nothing: {'; '.join(others)}."]  # fmt: skip
    return "\n".join(parts)


def robustness_tables(content: Content, prefix: str) -> str:
    """A line on all facts, then for each section a table of its measured ones as Markdown with HTML inside.

    The search finds the page, but none of the rows: their numbers and words stand on the section pages.
    """
    parts = [_summary(content), ""]
    for section in content.numbered:
        rows = "".join(
            example_rows(content, address, prefix) for address in _addresses(content, section)
        )
        if rows:
            parts += [
                f"## {section.title} {{ #{section.slug} data-search-exclude }}",
                "",
                '<div class="carries md-typeset__scrollwrap"><div class="md-typeset__table"><table><thead><tr>'
                '<th scope="col">Number</th><th scope="col">Stands for</th><th scope="col">Farthest off</th>'
                f"</tr></thead>{rows}</table></div></div>",
                "",
            ]
    return "\n".join(parts)


def _addresses(content: Content, section: Section) -> list[str]:
    """The examples of a section that measure something."""
    return [
        address
        for address, result in content.results.items()
        if address.startswith(f"{section.slug}/") and measured_of(result)
    ]


def _summary(content: Content) -> str:
    total = sum(len(measured_of(result)) for result in content.results.values())
    by_example = list(_trials(content, MEASURED))
    tried = [trial for trials in by_example for trial in trials]
    runs = sum(max(trial.runs for trial in trials) for trials in by_example)
    same = sum(map(len, _trials(content, COMPUTED)))
    return (
        f"{len(tried):,} of {total:,} measured numbers were tried, and {'all' if tried else 'none'} held in every run of their examples,"
        f" {runs:,} runs together. {same:,} computed numbers stayed the same to the letter with other seeds, wherever"
        " an example has seeds."
    )


def _trials(content: Content, kind: str) -> Iterator[list[Trial]]:
    """What became of the facts of one kind, for each example that has some and has not changed since."""
    for address, result in content.results.items():
        record = record_of(content, address)
        names = [name for name, fact in result.facts.items() if fact.kind == kind]
        trials = [record.trials[name] for name in names if name in record.trials] if record else []
        if trials:
            yield trials
