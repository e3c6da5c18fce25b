"""What pages may cost, as budgets.toml says it, and which figures are above that."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".toml")
EVERY, FILES, TARGETS, SECTION = "every", "files", "targets", "section"
DOWNLOADS, LIGHTHOUSE = "downloads", "lighthouse"


def budgets(kind: str) -> dict[str, float]:
    """The most, by figure, for pages of a kind. Raises KeyError for a kind that has none."""
    return {**_read()[EVERY], **_read()[kind]}


def targets(kind: str) -> dict[str, float]:
    """What pages of a kind are to reach: their budgets, and for sections what is wanted beyond them."""
    return {**budgets(kind), **(_read()[TARGETS] if kind == SECTION else {})}


def files() -> dict[str, float]:
    """The most KB of the files that match a pattern, compressed and together."""
    return _read()[FILES]


def downloads() -> dict[str, float]:
    """The most MB of a file that readers download."""
    return _read()[DOWNLOADS]


def lighthouse() -> dict[str, float]:
    """The least points of Lighthouse, by category."""
    return _read()[LIGHTHOUSE]


def over(kind: str, measured: Mapping[str, float]) -> list[str]:
    """A sentence for each figure above its budget, the one furthest above it first."""
    most = budgets(kind)
    above = [name for name, value in measured.items() if value > most[name]]
    above.sort(key=lambda name: excess(measured[name], most[name]), reverse=True)
    return [
        f"{name}: {measured[name]:,g} is above {most[name]:,g}, the budget in tests/{FILE.name}"
        for name in above
    ]


def excess(value: float, most: float) -> float:
    """How far a figure is above its budget, in budgets; where nothing is allowed each one counts as a budget."""
    return (value - most) / (most or 1)


@cache
def _read() -> dict[str, dict[str, float]]:
    return tomllib.loads(FILE.read_text("utf-8"))
