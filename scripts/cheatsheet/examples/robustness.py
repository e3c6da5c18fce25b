"""How far each fact carries: the same examples with other seeds and other choices, and what became of their facts.

A computed fact may not change with the seeds. A measured fact is a sentence that holds for the script as it stands,
for further seeds, and for each other choice that the script names; its text may differ.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from cheatsheet.base.problems import Problems, line_of
from cheatsheet.base.project import Project, write_whole
from cheatsheet.base.schema import ANY_TEXT, COUNT, TEXT, Form, faults, texts_to
from cheatsheet.base.seal import seal_of
from cheatsheet.base.source import read_source
from cheatsheet.examples.change import SEEDERS, UNCHANGED, Change, takes_seeds
from cheatsheet.examples.distance import far_off
from cheatsheet.examples.model import MEASURED, QUOTED, Example, Fact
from cheatsheet.examples.pool import run_tasks
from cheatsheet.examples.run import Run

FILE = "docs/robustness.json"
LARGEST = 20_000_000  # bytes: all examples stand in it
TRIAL = {"runs": COUNT, "farthest": ANY_TEXT, "under": ANY_TEXT}
TRIALS = texts_to(Form("trial", lambda value: not list(faults(value, TRIAL))), "mapping of trials")
RECORD = {"source": TEXT, "on": TEXT, "trials": TRIALS}
SEALED = {"seal": TEXT}
RECORDS = {
    "records": texts_to(
        Form("record", lambda value: not list(faults(value, RECORD, SEALED))), "mapping of records"
    )
}
# In front of what is sealed, so that no other seal of the build is one of a record.
SEAL = "robustness"
# Added to all seeds of an example that measures, and of one that only computes.
SHIFTS = range(1000, 10_000, 1000)
FEW_SHIFTS = SHIFTS[:2]


@dataclass(frozen=True)
class Trial:
    """What became of one fact: in how many runs it held, where it failed, and the run whose text is farthest off."""

    runs: int
    failed: tuple[str, ...] = ()
    farthest: str = ""
    under: str = ""

    @property
    def holds(self) -> bool:
        return not self.failed


@dataclass(frozen=True)
class Record:
    """The trials of one example by fact. `source` is the digest of the script that was run, `on` the day."""

    source: str
    on: str
    trials: dict[str, Trial] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        return all(trial.holds for trial in self.trials.values())


def read_records(
    project: Project, problems: Problems, made_anew: bool = False
) -> dict[str, Record]:
    """What the last robustness runs found, by the example's address.

    A record that no run has written, or that somebody changed, is left out: without a word where it is `made_anew`.
    """
    path = project.root / FILE
    text = read_source(path, FILE, problems, LARGEST) if path.exists() else "{}"
    if text is None:
        return {}
    cure = "take the committed file back, or delete it and run scripts/robustness"
    try:
        kept = json.loads(text)
    except (ValueError, RecursionError) as error:
        what = f"it is no record of robustness runs: {error}"
        problems.add(FILE, getattr(error, "lineno", None), what, cure)
        return {}
    for what, _ in faults({"records": kept}, RECORDS):
        problems.add(FILE, None, f"it is no record of robustness runs: {what}", cure)
        return {}
    forged = {
        address for address, record in kept.items() if record.get("seal") != _seal(address, record)
    }
    for address in sorted(forged - (kept.keys() if made_anew else set())):
        what = f"the record of {address} is not as a run has written it"
        cure = f"run scripts/robustness {address}, and leave what it writes as it is"
        problems.add(FILE, line_of(text, json.dumps(address)), what, cure)
    return {
        address: Record(
            record["source"],
            record["on"],
            {name: Trial(**trial) for name, trial in record["trials"].items()},
        )
        for address, record in kept.items()
        if address not in forged
    }


def _seal(address: str, record: Mapping[str, object]) -> str:
    """What only a run writes: the digest of all that a record says."""
    said = {name: record[name] for name in RECORD}
    return seal_of(SEAL, address, json.dumps(said, sort_keys=True))


def write_records(project: Project, records: dict[str, Record]) -> None:
    """Keep records, each of which holds, sorted, so that a change of one example changes one place."""
    kept: dict[str, dict[str, object]] = {
        address: {
            "source": record.source,
            "on": record.on,
            "trials": {
                name: {key: value for key, value in asdict(trial).items() if key != "failed"}
                for name, trial in record.trials.items()
            },
        }
        for address, record in sorted(records.items())
    }
    for address, written in kept.items():
        written["seal"] = _seal(address, written)
    write_whole(project.root / FILE, json.dumps(kept, ensure_ascii=False, indent=1) + "\n")


def try_out(examples: Sequence[Example], today: str, problems: Problems) -> dict[str, Record]:
    """Run the examples as they stand and with each change. One with a fault of its own is left out, and the fault noted."""
    base: dict[Example, Run] = {}
    for example, _, run in run_tasks([(example, UNCHANGED) for example in examples], problems):
        if _measures(run) and not takes_seeds(example.source):
            cure = f"draw with one of {', '.join(sorted(SEEDERS))}, or random_state="
            run.problems.add(
                example.label, None, "it measures, but no seed in it can be changed", cure
            )
        problems.extend(run.problems)
        if not run.problems:
            base[example] = run
    tasks = [(example, change) for example, run in base.items() for change in changes(run)]
    runs: dict[Example, dict[Change, Run]] = {example: {} for example in base}
    deaths = Problems()
    for example, change, run in run_tasks(tasks, deaths):
        runs[example][change] = run
    return {
        example.address: Record(
            example.digest,
            today,
            {
                name: judge(
                    name, fact, {change: runs[example].get(change) for change in changes(run)}
                )
                for name, fact in run.facts.items()
                if fact.kind != QUOTED
            },
        )
        for example, run in base.items()
    }


def changes(run: Run) -> list[Change]:
    """The runs of an example beside the one as it stands."""
    choices = [
        Change(constants=((name, value),))
        for name, values in run.varied.items()
        for value in values
    ]
    return [*(Change(shift) for shift in (SHIFTS if _measures(run) else FEW_SHIFTS)), *choices]


def _measures(run: Run) -> bool:
    return any(fact.kind == MEASURED for fact in run.facts.values())


def judge(name: str, fact: Fact, runs: dict[Change, Run | None]) -> Trial:
    """What became of a fact, given the example's run as it stands and those with changes."""
    failed = [] if fact.holds else [f"as it stands: {fact.text}"]
    farthest, under, far = fact.text, "", 0.0
    counted = {change: run for change, run in runs.items() if fact.kind == MEASURED or change.shift}
    for change, run in counted.items():
        other = run.facts.get(name) if run else None
        if run is None or other is None or run.problems:
            reason = next(iter(run.problems), None) if run else None
            failed.append(f"{change.label}: {reason.what if reason else 'no result'}")
            continue
        if not other.holds or (fact.kind != MEASURED and other.text != fact.text):
            failed.append(f"{change.label}: {other.text}")
        distance = far_off(fact.text, other.text)
        if distance > far:
            farthest, under, far = other.text, change.label, distance
    return Trial(1 + len(counted), tuple(failed), farthest, under)


def stale(examples: Iterable[Example], records: dict[str, Record]) -> list[Example]:
    """Examples that changed since their last robustness run, or that never had one."""
    return [
        example
        for example in examples
        if example.address not in records or records[example.address].source != example.digest
    ]
