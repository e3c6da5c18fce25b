"""A figure made as wide as a phone's screen."""

import io
import re

import pytest
from matplotlib import pyplot

from cheatsheet.look.narrow import SMALLEST, WIDTH, drawn_box, fit, plain
from cheatsheet.look.style import use_style

# Pixels: the column of figures on a phone of 360, and the least that its type should measure there.
COLUMN, READABLE = 356, 11


@pytest.fixture(autouse=True)
def _style():
    with pyplot.rc_context():
        use_style()
        yield
    pyplot.close("all")


def labels(axis) -> list[str]:
    """Of the ticks that are drawn."""
    low, high = axis.get_view_interval()
    ticks = zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True)
    return [tick.get_text() for place, tick in ticks if low <= place <= high and tick.get_text()]


def test_the_smallest_type_can_be_read_on_a_phone():
    assert SMALLEST * COLUMN / (WIDTH * 72) >= READABLE


def test_all_type_of_the_style_is_large_enough():
    axes = pyplot.subplots()[1]
    axes.plot([0, 1], label="a")
    axes.set(title="t", xlabel="x", ylabel="y")
    legend = axes.legend()
    said = [axes.title, axes.xaxis.label, *axes.get_xticklabels(), *legend.get_texts()]
    sizes = {text.get_fontsize() for text in [*said, axes.text(0, 0, "free")]}
    assert min(sizes) == SMALLEST


@pytest.mark.parametrize("wide", [2.0, 5.0, 9.0])
def test_a_figure_of_any_width_is_drawn_as_wide_as_all_others_and_as_high_as_it_says(wide):
    figure, axes = pyplot.subplots(figsize=(wide, 3.3))
    axes.set_xlabel("a long label of the horizontal axis")
    fit(figure)
    assert tuple(figure.get_size_inches()) == (WIDTH, 3.3)
    # Placed for the new width.
    box = axes.xaxis.label.get_window_extent()
    assert 0 <= box.x0 < box.x1 <= WIDTH * 72


def test_blank_strips_above_and_below_are_cut_and_the_width_is_kept():
    figure, axes = pyplot.subplots(1, 3, figsize=(5, 4))
    for panel in axes:
        panel.imshow([[0]])
    fit(figure)
    box = drawn_box(figure)
    assert (box.x0, box.x1) == (0, WIDTH)
    assert box.height < 2
    file = io.StringIO()
    figure.savefig(file, format="svg", bbox_inches=box)
    width, height = re.search(r'viewBox="0 0 (\S+) (\S+)"', file.getvalue()).groups()
    assert float(width) == WIDTH * 72
    assert float(height) == pytest.approx(box.height * 72, abs=0.01)


def test_rows_of_images_lie_close_together():
    figure, axes = pyplot.subplots(2, 3, figsize=(5, 4))
    for panel in axes.flat:
        panel.imshow([[0]])
        panel.axis("off")
    fit(figure)
    above, below = (axes[row, 0].get_position() for row in (0, 1))
    assert (above.y0 - below.y1) * 4 < 0.2  # inches


def test_a_figure_without_axes_is_drawn_too():
    figure = pyplot.figure(figsize=(5, 1))
    fit(figure)
    assert tuple(figure.get_size_inches()) == (WIDTH, 1)


def test_logarithmic_ticks_stand_on_the_line():
    figure, axes = pyplot.subplots()
    axes.set(xscale="log", xlim=(1e-6, 1e6))
    axes.set_yscale("symlog")
    axes.set_yticks([-10, 0, 300])
    fit(figure)
    assert labels(axes.xaxis) == ["1e−6", "1e−4", "0.01", "1", "100", "1e4", "1e6"]
    assert labels(axes.yaxis) == ["−10", "0", "300"]


def test_ticks_that_a_script_names_are_kept():
    figure, axes = pyplot.subplots()
    axes.set_xscale("log")
    axes.set_xticks([1, 10], ["one", "ten"])
    fit(figure)
    assert labels(axes.xaxis) == ["one", "ten"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (1, "1"),
        (0.001, "0.001"),
        (0.0001, "1e−4"),
        (1000, "1,000"),
        (1e4, "1e4"),
        (-20, "−20"),
        (2.5e-7, "2.5e−7"),
        (-3e12, "−3e12"),
    ],
)
def test_numbers_are_written_without_raised_digits(number, written):
    assert plain(number) == written
