"""Bring the kept results up to date: run the examples that changed, and keep what they show where nothing is wrong."""

from collections.abc import Sequence

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.examples.change import UNCHANGED
from cheatsheet.examples.model import Example, Result, find_examples
from cheatsheet.examples.pool import LIMIT, run_tasks
from cheatsheet.examples.share import WHOLE, Share
from cheatsheet.examples.store import Store, key, surroundings


def run_examples(
    project: Project,
    problems: Problems,
    limit: float = LIMIT,
    examples: Sequence[Example] | None = None,
    share: Share = WHOLE,
) -> tuple[dict[str, Result], dict[str, float]]:
    """Bring the kept results up to date, of a share of these examples or of all.

    Returns the results by address, those that failed left out and their problems noted, and the seconds that the
    cells of each example took that ran now.
    """
    with start_examples(project, limit, examples, share) as started:
        return started.finish(problems)


class Started:
    """The examples of a build, those that are stale running while it goes on. Leave it, and none runs any more."""

    def __init__(self, store: Store, examples: Sequence[Example], share: Share, limit: float):
        self.examples, self.store = examples, store
        around = surroundings()
        # Before the work starts: what changes meanwhile gets another key, and runs in the next build.
        self.keys = {example: key(example, around) for example in examples}
        self.results = {each.address: store.read(each, self.keys[each]) for each in examples}
        self.stale = [each for each in share.of(examples) if self.results[each.address] is None]
        self.problems = Problems()
        self._runs = run_tasks([(each, UNCHANGED) for each in self.stale], self.problems, limit)

    def __enter__(self) -> "Started":
        return self

    def __exit__(self, *_: object) -> None:
        self._runs.close()

    def finish(self, problems: Problems) -> tuple[dict[str, Result], dict[str, float]]:
        """Wait for them: all results by address, and the seconds of what ran."""
        seconds: dict[str, float] = {}
        for example, _, run in self._runs:
            problems.extend(run.problems)
            for name, fact in run.facts.items():
                if not fact.holds:
                    what = f"the measured fact {name!r} does not hold: {fact.means}"
                    problems.add(example.label, run.lines.get(name), what, "say what the runs show")
            seconds[example.address] = run.seconds
            if not run.problems and all(fact.holds for fact in run.facts.values()):
                self.store.write(example, run, self.keys[example])
        problems.extend(self.problems)
        for example in self.stale:
            self.results[example.address] = self.store.read(example, self.keys[example])
        self.store.forget_others(self.examples)
        return {address: result for address, result in self.results.items() if result}, seconds


def start_examples(
    project: Project,
    limit: float = LIMIT,
    examples: Sequence[Example] | None = None,
    share: Share = WHOLE,
) -> Started:
    """Look which results are stale, of a share of these examples or of all, and let the first ones begin to run."""
    examples = find_examples(project) if examples is None else examples
    return Started(Store(project), examples, share, limit)
