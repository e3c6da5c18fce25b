"""The look that matplotlib is set to."""

import dataclasses
import io
import re
from pathlib import Path

import pytest
from matplotlib import font_manager, pyplot

from cheatsheet.look.palette import FONTS, PALETTE
from cheatsheet.look.style import use_style


@pytest.fixture(autouse=True)
def _style():
    with pyplot.rc_context():
        pyplot.rcdefaults()
        use_style()
        yield
    pyplot.close("all")


def saved() -> str:
    buffer = io.StringIO()
    pyplot.gcf().savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def plot() -> str:
    figure, axes = pyplot.subplots()
    for number in range(6):
        axes.plot([0, 1], [number, number + 1], label=str(number))
    axes.set(title="title", xlabel="step", ylabel="loss")
    axes.legend()
    figure.suptitle("all")
    return saved()


def test_text_is_measured_in_inter():
    found = {
        Path(font_manager.findfont(font_manager.FontProperties(family="Inter", weight=weight)))
        for weight in (400, 600)
    }
    assert found == {FONTS / "Inter-Regular.ttf", FONTS / "Inter-SemiBold.ttf"}
    plot()
    axes = pyplot.gcf().axes[0]
    texts = [axes.title, axes.xaxis.label, pyplot.gcf()._suptitle, *axes.get_xticklabels()]
    assert {text.get_fontname() for text in texts} == {"Inter"}
    assert [text.get_fontweight() for text in texts[:3]] == [600, "normal", 600]


def test_text_stays_text_and_says_its_font():
    svg = plot()
    assert re.search(r"<text[^>]*>loss</text>", svg)
    assert "Inter" in svg
    assert "DejaVu" not in svg


def test_a_plot_draws_with_colours_of_the_palette_alone():
    drawn = {entry[0] for entry in PALETTE.values()}
    svg = plot()
    assert set(re.findall(r"#[0-9a-f]{6}\b", svg)) <= drawn
    assert {PALETTE[str(number)][0] for number in range(1, 7)} <= set(re.findall(r"#\w{6}\b", svg))


def test_lines_are_told_apart_without_colour():
    plot()
    dashes = [line.get_linestyle() for line in pyplot.gcf().axes[0].lines]
    patterns = {str(line._dash_pattern) for line in pyplot.gcf().axes[0].lines}
    assert dashes[0] == "-"
    assert len(patterns) == 6


def test_nothing_is_drawn_behind_a_plot():
    plot()
    figure = pyplot.gcf()
    assert figure.get_facecolor()[3] == 0
    assert figure.axes[0].get_facecolor()[3] == 0
    assert not figure.axes[0].spines["top"].get_visible()
    assert not figure.axes[0].spines["right"].get_visible()
    assert figure.axes[0].get_legend().get_frame_on() is False


def test_the_same_plot_has_the_same_ids_every_time():
    first = plot()
    pyplot.close("all")
    assert plot() == first
    assert "url(#" in first


def test_labels_do_not_run_out_of_the_figure():
    figure, axes = pyplot.subplots()
    axes.set_ylabel("a long label " * 2)
    axes.set_xlabel("two\nlines")
    figure.canvas.draw()
    width, height = figure.canvas.get_width_height()
    for label in (axes.xaxis.label, axes.yaxis.label):
        box = label.get_window_extent()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height


def test_neither_a_matplotlibrc_nor_the_fonts_of_this_machine_change_a_plot(monkeypatch):
    usual = plot()
    pyplot.close("all")
    other = next(font for font in font_manager.fontManager.ttflist if font.name == "DejaVu Serif")
    here = dataclasses.replace(other, fname="/usr/share/fonts/Inter.ttf", name="Inter")
    font_manager.fontManager.ttflist.insert(0, here)
    pyplot.rcParams.update({"lines.dash_capstyle": "round", "axes.xmargin": 0.4, "font.size": 20})
    use_style()
    assert plot() == usual
    assert here not in font_manager.fontManager.ttflist
