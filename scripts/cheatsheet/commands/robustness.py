"""Try the facts of the examples with other seeds and other choices, and keep what was found."""

import time
from itertools import groupby

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.model import find_examples
from cheatsheet.examples.robustness import (
    Record,
    Trial,
    read_records,
    stale,
    try_out,
    write_records,
)


def robustness(project: Project, words: list[str], everything: bool) -> bool:
    """Print a line for each fact, section by section, and say whether all hold.

    Runs the examples whose address holds one of the words, those that changed since their last run unless `everything`
    is asked for. Raises BadInput for a fault of an example or a word that no address holds. What holds is kept after
    each section; what fails is not.
    """
    problems = Problems()
    examples = find_examples(project)
    records = read_records(project, problems, made_anew=True)
    for word in words:
        if not any(word in example.address for example in examples):
            cure = "name a section or an example, such as cnn or cnn/pooling"
            problems.add("scripts/robustness", None, f"no example's address holds {word!r}", cure)
    problems.stop_if_any()
    wanted = [
        example
        for example in examples
        if not words or any(word in example.address for word in words)
    ]
    chosen = wanted if everything else stale(wanted, records)
    known = {example.address for example in examples}
    kept = {address: record for address, record in records.items() if address in known}
    if kept.keys() != records.keys():
        write_records(project, kept)
    trials: list[Trial] = []
    for _, group in groupby(chosen, lambda example: example.folder):
        section = list(group)
        found = try_out(section, time.strftime("%Y-%m-%d"), problems)
        again = {example.address for example in section}
        kept = {address: record for address, record in kept.items() if address not in again}
        kept |= {address: record for address, record in found.items() if record.holds}
        write_records(project, kept)
        problems.stop_if_any()
        for address, record in found.items():
            print(*_lines(address, record), sep="\n", flush=True)
            trials += record.trials.values()
    held = sum(trial.holds for trial in trials)
    print(f"Facts that hold: {held} of {len(trials)}, examples run: {len(chosen)}.")
    if held < len(trials):
        print(
            "A shift of seeds is added to each seed. Reword a sentence that fails, or measure anew."
        )
    if len(chosen) < len(wanted):
        print(
            f"Not changed since their last run: {len(wanted) - len(chosen)}; --all runs them too."
        )
    return held == len(trials)


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
