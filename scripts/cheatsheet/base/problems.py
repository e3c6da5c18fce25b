"""What is wrong with an input: where, what, and how to mend it. One collector is passed down through a build."""

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One problem of an input file; `line` counts from 1, or is None where no line can be named."""

    path: str
    line: int | None
    what: str
    cure: str

    def __str__(self) -> str:
        path = self.path if self.path.isprintable() else ascii(self.path)[1:-1]
        place = path if self.line is None else f"{path}:{self.line}"
        return f"{place}: {self.what}\n    cure: {self.cure}"


class BadInput(Exception):
    """All problems that were found, reported at once."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = sorted(
            set(problems), key=lambda problem: (problem.path, problem.line or 0, problem.what)
        )
        count = len(self.problems)
        report = "\n".join(map(str, self.problems))
        super().__init__(f"{report}\n{count} problem{'s' * (count != 1)}.")


class Problems:
    """Everything that is wrong so far."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, path: str, line: int | None, what: str, cure: str) -> None:
        """Note one problem; go on and look for more."""
        self._found.append(Problem(path, line, what, cure))

    def extend(self, problems: Iterable[Problem]) -> None:
        """Note what another process has found."""
        self._found.extend(problems)

    def take_back(self, path: str, start: str) -> None:
        """Forget what was noted of a file in these first words, since something else says it better."""
        self._found = [
            each for each in self._found if each.path != path or not each.what.startswith(start)
        ]

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def stop_if_any(self) -> None:
        """Raise BadInput with everything that was found, if anything was."""
        if self._found:
            raise BadInput(self._found)


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """The cure for a name that is not known: those that are spelled alike, else `otherwise`, else some that are known."""
    names = list(known)
    near = difflib.get_close_matches(name, names, n=3, cutoff=0.4)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return otherwise or f"known: {', '.join(sorted(names)[:8]) or 'none'}"


def line_of(text: str, needle: str, occurrence: int = 0) -> int | None:
    """Line of the n-th `needle` in `text` that no name goes on behind, counted from 1; None if it is not there."""
    found = list(re.finditer(re.escape(needle) + r"(?![A-Za-z0-9_-])", text))
    return text.count("\n", 0, found[occurrence].start()) + 1 if occurrence < len(found) else None
