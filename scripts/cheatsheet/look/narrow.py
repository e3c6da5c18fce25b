"""A figure made to fit a phone: as wide as its screen is, in type that can be read there.

Drawings scale to the column. What counts is therefore how wide a figure is in points, the unit of its type.
"""

from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatterSciNotation
from matplotlib.transforms import Bbox

# Inches. A column 356 px wide, on a phone of 360 px, shows type of 9 points at 11.1 px.
WIDTH = 4.0
SMALLEST = 9.0  # points
# Inches above and below what is drawn.
MARGIN = 0.04


def plain(number: float) -> str:
    """The number as a tick says it: 0.01, 1,000 or 1e−6, in signs that all stand on the line."""
    if number == 0 or 1e-3 <= abs(number) < 1e4:
        return f"{number:,g}".replace("-", "−")
    mantissa, _, exponent = f"{number:.6e}".partition("e")
    return f"{float(mantissa):g}e{int(exponent)}".replace("-", "−")


def fit(drawn: Figure) -> None:
    """Give the figure its width and plain ticks, and place all that is in it, images close to each other."""
    drawn.set_dpi(72)  # a unit of the drawing is a point
    drawn.set_size_inches(WIDTH, drawn.get_figheight())
    if drawn.axes:
        drawn.set_layout_engine("compressed")
    for axes in drawn.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if isinstance(axis.get_major_formatter(), LogFormatterSciNotation):
                # It would raise small exponents.
                axis.set_major_formatter(lambda number, _: plain(number))
    drawn.draw_without_rendering()


def drawn_box(drawn: Figure) -> Bbox:
    """The part of a fitted figure to be shown, in inches: its whole width, no blank strip above or below."""
    box = drawn.get_tightbbox()
    return Bbox([[0, box.y0 - MARGIN], [WIDTH, box.y1 + MARGIN]])
