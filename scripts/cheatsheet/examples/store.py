"""The results of examples that are kept between builds: for each NAME.json (what it showed) and NAME.ipynb.

The first line of NAME.json is all but the figures, the second these.
"""

import json
import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from cheatsheet.base.cache import Cache, digest_of, imported, key_of
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


def key(example: Example, around: str | None = None) -> str:
    """The key of a run: the script, the modules it shares, the runner and its style, the versions of all they import.

    `around` is what `surroundings` says, for whoever asks for many keys.
    """
    shared = list(example.modules.values())
    texts = (example.source, *(data.decode("utf-8", "replace") for data in shared))
    packages = set().union(*map(imported, texts))
    around = surroundings() if around is None else around
    return key_of(MAKERS, example.data, around, *shared, packages=packages)


def surroundings() -> str:
    """Digest of what all examples see: variables and fonts."""
    fonts = (path.read_bytes() for path in font_files())
    return digest_of(json.dumps(settings(), sort_keys=True), *fonts)


class Figures(Mapping[str, Figure]):
    """Figures as they are kept, read when somebody asks for one: most builds need few of them."""

    def __init__(self, names: list[str], kept: bytes):
        self._names, self._kept = names, kept

    def __getitem__(self, name: str) -> Figure:
        if name not in self._names:
            raise KeyError(name)
        return Figure(**json.loads(self._kept)[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Store:
    """The kept results of a project's examples."""

    def __init__(self, project: Project):
        self.cache = Cache(project.cache / "examples")

    def read(self, example: Example, now: str | None = None) -> Result | None:
        """The kept result, or None where there is none for this key or a file is damaged.

        `now` is the key that the example has, if it is known.
        """
        now = key(example) if now is None else now
        record, notebook = (self.cache.read(name, now) for name in _names(example))
        if record is None or notebook is None:
            return None
        head, _, figures = record.partition(b"\n")
        shown = json.loads(head)
        return Result(
            **shown
            | {
                "facts": {name: Fact(**fact) for name, fact in shown["facts"].items()},
                "figures": Figures(shown["figures"], figures),
            },
            notebook=self.cache.folder / _names(example)[1],
            cells=digest_of(notebook),
        )

    def write(self, example: Example, run: "Run", now: str) -> None:
        """Keep what a run showed under the key `now` that the example had when it started."""
        shown = {
            "title": run.title,
            "question": run.question,
            "facts": {name: asdict(fact) for name, fact in run.facts.items()},
            "setup": run.setup,
            "varied": run.varied,
        }
        figures = _text({name: asdict(figure) for name, figure in run.figures.items()})
        head = {
            **shown,
            "figures": list(run.figures),
            "ran": time.time() if (date := source_date()) is None else date,
            "shown": digest_of(_text(shown), figures),
        }
        record, notebook = _names(example)
        self.cache.write(notebook, now, run.notebook.encode())
        self.cache.write(record, now, f"{_text(head)}\n{figures}".encode())

    def forget_others(self, examples: Collection[Example]) -> None:
        """Remove what belongs to no example any more."""
        self.cache.forget_others([name for example in examples for name in _names(example)])


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _names(example: Example) -> tuple[str, str]:
    return f"{example.address}.json", f"{example.address}.ipynb"
