"""What is wrong with an input: where, what, and how to mend it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of an input file; `line` counts from 1, or is None where no line can be named."""

    path: str
    line: int | None
    what: str
    cure: str

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.what}\n    cure: {self.cure}"


class BadInput(Exception):
    """All faults that were found, reported at once."""

    def __init__(self, faults: list[Fault]):
        self.faults = sorted(
            set(faults), key=lambda fault: (fault.path, fault.line or 0, fault.what)
        )
        count = len(self.faults)
        report = "\n".join(map(str, self.faults))
        super().__init__(
            f"{report}\n{count} fault{'s' * (count != 1)}. Nothing that was built before has changed."
        )


def line_of(text: str, needle: str, occurrence: int = 0) -> int | None:
    """Line of the n-th `needle` in `text` that no name goes on behind, counted from 1; None if it is not there."""
    found = list(re.finditer(re.escape(needle) + r"(?![A-Za-z0-9_-])", text))
    return text.count("\n", 0, found[occurrence].start()) + 1 if occurrence < len(found) else None
