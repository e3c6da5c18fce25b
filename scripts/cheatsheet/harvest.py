"""What an example shows: the figures that a cell has drawn, and the facts at its end."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matplotlib import pyplot
from nbformat.v4 import new_output

from cheatsheet.faults import Fault
from cheatsheet.figures import clean_svg

NAME = re.compile(r"[a-z0-9_-]+")
SVG_LIMIT = 30_000  # bytes


@dataclass
class Run:
    """What one example showed. `figures` maps a name to its SVG and to a text alternative made from its axes."""

    title: str = ""
    question: str = ""
    facts: dict[str, str] = field(default_factory=dict)
    figures: dict[str, dict[str, str]] = field(default_factory=dict)
    notebook: str = ""
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list)


class Stop(Exception):
    """The run cannot go on: its fault is the argument."""


def take_figures(cell: Any, line: int, number: int, label: str, run: Run) -> None:
    stem = Path(label).stem
    for num in pyplot.get_fignums():
        figure = pyplot.figure(num)
        name = figure.get_label()
        place = (label, line, f"cell {number}: ")
        if not NAME.fullmatch(name):
            told = (
                f"the figure name {name!r} is not of the form [a-z0-9_-]+"
                if name
                else "a figure has no name"
            )
            run.faults.append(
                _figure_fault(*place, told, 'name it where it is made: plt.subplots(num="growth")')
            )
        elif name in run.figures:
            run.faults.append(
                _figure_fault(
                    *place, f"the figure name {name!r} is used twice", "give each its own name"
                )
            )
        else:
            buffer = io.StringIO()
            figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
            try:
                svg = clean_svg(buffer.getvalue(), f"{stem}-{name}")
            except ValueError as error:
                run.faults.append(
                    _figure_fault(
                        *place, f"figure {name!r}: {error}", "use the colours named above"
                    )
                )
            else:
                run.figures[name] = {"svg": svg, "alt": _describe(figure, run.title)}
                cell.outputs.append(
                    new_output("display_data", {"image/svg+xml": svg}, metadata={"figure": name})
                )
                if len(svg.encode()) > SVG_LIMIT:
                    told = f"figure {name!r} has {len(svg.encode()) / 1000:.0f} KB of SVG, more than {SVG_LIMIT / 1000:.0f}"
                    run.faults.append(
                        _figure_fault(*place, told, "draw fewer points, or smaller images")
                    )
        pyplot.close(figure)


def _figure_fault(label: str, line: int, cell: str, what: str, cure: str) -> Fault:
    return Fault(label, line, cell + what, cure)


def _describe(figure: Any, title: str) -> str:
    """A text alternative from the titles and axis labels, for figures that no page describes better."""
    parts = []
    for axes in figure.axes:
        panel = axes.get_title("left") or axes.get_title()
        labels = " against ".join(filter(None, [axes.get_ylabel(), axes.get_xlabel()]))
        parts.append(": ".join(filter(None, [panel, labels])))
    return "Plot. " + ("; ".join(dict.fromkeys(filter(None, parts))) or title)


def take_facts(namespace: dict, source: str, label: str, run: Run) -> dict[str, str]:
    facts = namespace.get("facts", {})
    if not isinstance(facts, dict):
        raise Stop(
            Fault(label, None, "facts is not a dictionary", 'write facts = {"name": "text"}')
        )
    for key, text in facts.items():
        at = source.find(f'"{key}"')
        line = source.count("\n", 0, at) + 1 if at >= 0 else None
        if not isinstance(key, str) or not NAME.fullmatch(key):
            run.faults.append(
                Fault(
                    label,
                    line,
                    f"the fact name {key!r} is not of the form [a-z0-9_-]+",
                    "rename it",
                )
            )
        elif not isinstance(text, str) or not text.strip():
            run.faults.append(
                Fault(
                    label,
                    line,
                    f"the fact {key!r} is {text!r}, not a text",
                    "format it as a page prints it",
                )
            )
        elif re.search(r"(?<![A-Za-z])(nan|inf)(?![A-Za-z])", text):
            run.faults.append(Fault(label, line, f"the fact {key!r} is {text!r}",
                                    "mend the computation; where that is the right answer write NaN or ∞"))  # fmt: skip
    return {str(key): str(text) for key, text in facts.items()}
