"""The results of examples that are kept between builds: for each NAME.json (what it showed) and NAME.ipynb."""

import json
import time
from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING

from cheatsheet.base.cache import Cache, imported, key_of
from cheatsheet.base.project import Project
from cheatsheet.base.provenance import source_date
from cheatsheet.examples.environment import settings
from cheatsheet.examples.model import Example, Fact, Figure, Result
from cheatsheet.look.palette import font_files

if TYPE_CHECKING:
    # It imports torch, which this process does not need.
    from cheatsheet.examples.run import Run


# What runs an example, what it sees, and what gives the kept result its form.
MAKERS = ("cheatsheet.examples.execute", "cheatsheet.examples.confine", "cheatsheet.examples.store")


def key(example: Example) -> str:
    """The key of a run: the script, the modules it shares, the runner and its style, the versions of all they import."""
    shared = list(example.modules.values())
    fonts = [path.read_bytes() for path in font_files()]
    surroundings = json.dumps(settings(), sort_keys=True)
    packages = set().union(
        *(
            imported(text)
            for text in (example.source, *(data.decode("utf-8", "replace") for data in shared))
        )
    )
    inputs: list[str | bytes] = [example.data, surroundings, *shared, *fonts]
    return key_of(MAKERS, *inputs, packages=packages)


class Store:
    """The kept results of a project's examples."""

    def __init__(self, project: Project):
        self.cache = Cache(project.cache / "examples")

    def read(self, example: Example) -> Result | None:
        """The kept result, or None where there is none for this key or a file is damaged."""
        now = key(example)
        record, notebook = (self.cache.read(name, now) for name in _names(example))
        if record is None or notebook is None:
            return None
        shown = json.loads(record)
        facts = {name: Fact(**fact) for name, fact in shown.pop("facts").items()}
        figures = {name: Figure(**figure) for name, figure in shown.pop("figures").items()}
        path = self.cache.folder / _names(example)[1]
        return Result(**shown, facts=facts, figures=figures, notebook=path)

    def write(self, example: Example, run: "Run", now: str) -> None:
        """Keep what a run showed under the key `now` that the example had when it started."""
        shown = {
            "title": run.title,
            "question": run.question,
            "facts": {name: asdict(fact) for name, fact in run.facts.items()},
            "setup": run.setup,
            "varied": run.varied,
            "ran": time.time() if (date := source_date()) is None else date,
            "figures": {name: asdict(figure) for name, figure in run.figures.items()},
        }
        record, notebook = _names(example)
        self.cache.write(notebook, now, run.notebook.encode())
        self.cache.write(record, now, json.dumps(shown, ensure_ascii=False, indent=1).encode())

    def forget_others(self, examples: Collection[Example]) -> None:
        """Remove what belongs to no example any more."""
        self.cache.forget_others([name for example in examples for name in _names(example)])


def _names(example: Example) -> tuple[str, str]:
    return f"{example.address}.json", f"{example.address}.ipynb"
