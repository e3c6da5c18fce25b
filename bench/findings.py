"""What an audit found, by figure and page: ordered with the worst first, beside control pages of the same run."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from tests.budgets import excess

from bench.table import grid

SHOWN, LISTED = 3, 20  # pages of a figure in the table, and below it
HEADS = ("what", "worst pages", "target", "ok?")


@dataclass(frozen=True)
class Figure:
    """What is measured. `limit` gives the target for a page; None where there is none."""

    what: str
    limit: Callable[[str], float | None]
    unit: str = ""
    digits: int = 0
    is_least: bool = False  # whether the target is the least, and more is better
    is_relative: bool = (
        False  # whether a page need not be better than the best control of the same run
    )

    def said(self, value: float) -> str:
        """A value as it is printed."""
        return f"{value:,.{self.digits}f} {self.unit}".rstrip()


class Findings:
    """Values as they come, and the table of what is known. `controls` are names of control pages by address."""

    def __init__(self, controls: dict[str, str]) -> None:
        self._controls = controls
        self._pages: dict[Figure, dict[str, float]] = {}
        self._beside: dict[Figure, dict[str, list[float]]] = {}
        self._why: dict[tuple[Figure, str], list[str]] = {}
        self._missing: dict[str, str] = {}

    def note(self, figure: Figure, page: str, value: float, why: list[str] | None = None) -> None:
        """Keep the value of a page, or one more of a control, and what it is made of."""
        if page in self._controls:
            self._beside.setdefault(figure, {}).setdefault(page, []).append(value)
            return
        self._pages.setdefault(figure, {})[page] = value
        self._why[figure, page] = why or []

    def not_measured(self, kind: str, reason: str) -> None:
        """Keep that a kind of figures, or what is left of it, could not be measured."""
        self._missing[kind] = reason

    def is_met(self) -> bool:
        """Whether no page that was measured misses a target."""
        return not any(self._misses(figure) for figure in self._pages)

    def table(self) -> str:
        """A line for each figure, those that miss their target first, each with its worst pages first."""
        figures = sorted(self._pages, key=lambda figure: not self._misses(figure))
        names = list(self._controls.values())
        lines = [(*HEADS[:2], *names, *HEADS[2:])]
        for figure in figures:
            beside = self._beside.get(figure, {})
            lines.append((
                figure.what,
                self._worst(figure),
                *(figure.said(median(beside[page])) if page in beside else "–" for page in self._controls),
                self._target(figure),
                "NO" if self._misses(figure) else "yes",
            ))  # fmt: skip
        for kind, reason in self._missing.items():
            lines.append((kind, f"not measured: {reason}", *("–" for _ in names), "–", "–"))
        return "\n\n".join([grid(lines), *map(self._list, filter(self._misses, figures))])

    def ordered(self, figure: Figure) -> list[str]:
        """Pages with the worst first: the one furthest from its target."""
        values = self._pages[figure]
        return sorted(values, key=lambda page: (-self._excess(figure, page), page))

    def _excess(self, figure: Figure, page: str) -> float:
        value, limit = self._pages[figure][page], self._limit(figure, page)
        return excess(limit, value) if figure.is_least else excess(value, limit)

    def _limit(self, figure: Figure, page: str) -> float:
        limit = figure.limit(page)
        beside = self._beside.get(figure)
        if figure.is_relative and beside:
            return min(limit, max(median(values) for values in beside.values()))
        return limit

    def _misses(self, figure: Figure) -> list[str]:
        return [page for page in self.ordered(figure) if self._excess(figure, page) > 0]

    def _worst(self, figure: Figure) -> str:
        pages, values = self.ordered(figure), self._pages[figure]
        if len(pages) > 1 and len(set(values.values())) == 1:
            return f"{figure.said(values[pages[0]])} on {len(pages)} pages"
        shown = [f"/{page} {figure.said(values[page])}" for page in pages[:SHOWN]]
        left = f" and {len(pages) - SHOWN} more" if len(pages) > SHOWN else ""
        return ", ".join(shown) + left

    def _target(self, figure: Figure) -> str:
        limits = {self._limit(figure, page) for page in self._pages[figure]}
        sign = "≥" if figure.is_least else "≤"
        text = " to ".join(figure.said(limit) for limit in sorted({min(limits), max(limits)}))
        best = (
            " (the best control)"
            if max(limits) < max(map(figure.limit, self._pages[figure]))
            else ""
        )
        return f"{sign} {text}{best}" if max(limits) else text

    def _list(self, figure: Figure) -> str:
        """The pages that miss a target, with why."""
        lines = [f"{figure.what}:"]
        missing = self._misses(figure)
        for page in missing[:LISTED]:
            limit = figure.said(self._limit(figure, page))
            lines.append(f"  /{page} {figure.said(self._pages[figure][page])}, target {limit}")
            lines += [f"    {line[:200]}" for line in self._why[figure, page][:5]]
        lines += [f"  and {len(missing) - LISTED} more pages"] * (len(missing) > LISTED)
        return "\n".join(lines)
