"""The figures that a cell has drawn."""

import io
from pathlib import Path

from matplotlib import pyplot
from matplotlib.figure import Figure as Drawn
from nbformat.v4 import new_output

from cheatsheet.examples.model import Figure
from cheatsheet.examples.run import NAME, Cell, Run, said
from cheatsheet.look.legibility import unreadable
from cheatsheet.look.narrow import drawn_box, fit
from cheatsheet.look.svg import clean_svg

SVG_LIMIT = 30_000  # bytes


def take_figures(cell: Cell, run: Run) -> None:
    """Move the figures that are open now into the run and to the outputs of the cell that drew them."""
    for number in pyplot.get_fignums():
        drawn = pyplot.figure(number)
        _take_figure(drawn, cell, run)
        pyplot.close(drawn)


def _take_figure(drawn: Drawn, cell: Cell, run: Run) -> None:
    def add(what: str, cure: str) -> None:
        run.problems.add(cell.label, cell.line, f"cell {cell.number}: {what}", cure)

    name = str(drawn.get_label())
    if not name:
        return add("a figure has no name", 'name it where it is made: plt.subplots(num="growth")')
    if not NAME.fullmatch(name):
        what = f"the figure name {name!r} is not of the form [a-z0-9_-]+"
        return add(what, 'name it where it is made: plt.subplots(num="growth")')
    if name in run.figures:
        return add(f"the figure name {name!r} is used twice", "give each its own name")
    file = io.StringIO()
    try:
        fit(drawn)
        wrong = list(unreadable(drawn))
        box, metadata = drawn_box(drawn), {"Date": None, "Creator": None}
        drawn.savefig(file, format="svg", bbox_inches=box, metadata=metadata)
    except Exception as error:
        what = f"figure {name!r} cannot be drawn: {' '.join(said(error).split())}"
        return add(what, "mend what the message names, often a formula in a label")
    for what, cure in wrong:
        add(f"figure {name!r}: {what}", cure)
    try:
        svg = clean_svg(file.getvalue(), f"{Path(cell.label).stem}-{name}")
    except ValueError as error:
        return add(f"figure {name!r}: {error}", "use the colours named above")
    run.figures[name] = Figure(svg, describe(drawn, run.title))
    output = new_output("display_data", {"image/svg+xml": svg}, metadata={"figure": name})
    cell.node.outputs.append(output)
    size = len(svg.encode())
    if size > SVG_LIMIT:
        what = f"figure {name!r} has {size / 1000:.0f} KB of SVG, more than {SVG_LIMIT / 1000:.0f}"
        add(what, "draw fewer points, or smaller images")
    return None


def describe(drawn: Drawn, title: str) -> str:
    """A text alternative from the titles and axis labels, for figures that no page describes better."""
    parts = []
    for axes in drawn.axes:
        panel = axes.get_title("left") or axes.get_title()
        labels = " against ".join(filter(None, [axes.get_ylabel(), axes.get_xlabel()]))
        parts.append(": ".join(filter(None, [panel, labels])))
    return "Plot. " + ("; ".join(dict.fromkeys(filter(None, parts))) or title)
