"""Try the facts of the examples with other seeds and other choices, and keep what was found."""

import time

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.model import find_examples
from cheatsheet.examples.robustness import Record, read_records, stale, try_out, write_records


def robustness(project: Project, words: list[str], everything: bool) -> tuple[str, bool]:
    """A table, a line for each fact, and whether all hold.

    Runs the examples whose address holds one of the words, those that changed since their last run unless `everything`
    is asked for. Raises BadInput for a fault of an example. What fails is not kept.
    """
    problems = Problems()
    records = read_records(project, problems)
    problems.stop_if_any()
    examples = find_examples(project)
    known = {example.address: example for example in examples}
    chosen = [
        example
        for example in examples
        if not words or any(word in example.address for word in words)
    ]
    if not everything:
        chosen = stale(chosen, records)
    found = try_out(chosen, time.strftime("%Y-%m-%d"), problems) if chosen else {}
    kept = {address: record for address, record in records.items() if address in known}
    kept |= {address: record for address, record in found.items() if record.holds}
    write_records(project, kept)
    problems.stop_if_any()
    lines = [line for address, record in found.items() for line in _lines(address, record)]
    failed = sum(not trial.holds for record in found.values() for trial in record.trials.values())
    count = sum(len(record.trials) for record in found.values())
    lines.append(f"{count - failed} of {count} facts of {len(found)} examples hold.")
    return "\n".join(lines), not failed


def _lines(address: str, record: Record) -> list[str]:
    lines = []
    for name, trial in record.trials.items():
        word = "holds" if trial.holds else "FAILS"
        worst = f"; farthest: {trial.farthest} with {trial.under}" if trial.under else ""
        lines.append(
            f"{word} in {trial.runs - len(trial.failed)} of {trial.runs}: {address}#{name}{worst}"
        )
        lines += [f"    {failure}" for failure in trial.failed]
    return lines
