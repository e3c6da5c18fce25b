"""What is taken from a cell: figures and their descriptions; and what is refused."""

import pytest
from matplotlib import pyplot
from nbformat.v4 import new_code_cell

from cheatsheet.examples import figures
from cheatsheet.examples.figures import describe, take_figures
from cheatsheet.examples.run import Cell, Run
from cheatsheet.look.style import use_style

LABEL = "examples/cnn/pool.py"


@pytest.fixture(autouse=True)
def _style():
    pyplot.close("all")
    with pyplot.rc_context():
        use_style()
        yield
    pyplot.close("all")


def problems_of(run) -> list[str]:
    return [str(problem).splitlines()[0] for problem in run.problems]


@pytest.fixture
def take():
    """`take(run)` takes the open figures as those of the third cell, whose outputs it returns."""

    def take(run):
        node = new_code_cell("x = 1")
        take_figures(Cell(node, 3, 12, LABEL), run)
        assert pyplot.get_fignums() == []
        return node.outputs

    return take


def test_figures_go_to_the_run_and_to_the_cell_that_drew_them(take):
    for name in ("a", "b-2"):
        _, axes = pyplot.subplots(num=name)
        axes.plot([0, 1])
        axes.set_title(f"title {name}")
    run = Run("Title")
    outputs = take(run)
    assert list(run.figures) == ["a", "b-2"]
    assert run.figures["b-2"].alt == "Plot. title b-2"
    assert 'id="pool-b-2-' in run.figures["b-2"].svg
    assert [output.metadata for output in outputs] == [{"figure": "a"}, {"figure": "b-2"}]
    assert [output.data["image/svg+xml"] for output in outputs] == [
        figure.svg for figure in run.figures.values()
    ]
    assert problems_of(run) == []


def test_a_figure_needs_a_name_of_its_own(take):
    run = Run()
    for name in ("a", "", "A b", "a"):
        # A number makes a figure without a label.
        pyplot.figure(name or None)
        take(run)
    assert list(run.figures) == ["a"]
    assert problems_of(run) == [
        f"{LABEL}:12: cell 3: a figure has no name",
        f"{LABEL}:12: cell 3: the figure name 'A b' is not of the form [a-z0-9_-]+",
        f"{LABEL}:12: cell 3: the figure name 'a' is used twice",
    ]


def test_a_colour_outside_the_theme_and_a_bad_formula_are_problems_of_their_figures(take):
    run = Run()
    _, axes = pyplot.subplots(num="red")
    axes.plot([0, 1], color="red")
    _, axes = pyplot.subplots(num="formula")
    axes.set_title(r"$\nothing$")
    take(run)
    first, second = problems_of(run)
    assert first.startswith(f"{LABEL}:12: cell 3: figure 'red': the colour #ff0000 does not follow")
    assert second.startswith(f"{LABEL}:12: cell 3: figure 'formula' cannot be drawn: ")
    assert r"\nothing" in second
    assert run.figures == {}


def test_what_nobody_could_read_on_a_phone_is_named_with_cell_figure_and_text(take):
    run = Run()
    _, axes = pyplot.subplots(num="small", figsize=(5, 3))
    axes.set_title("tiny", fontsize=6)
    take(run)
    assert problems_of(run) == [
        f"{LABEL}:12: cell 3: figure 'small': the text 'tiny' has 6 points, less than 9"
    ]
    assert "fontsize" in next(iter(run.problems)).cure


def test_every_figure_has_the_width_of_the_site(take):
    run = Run()
    for wide in (3, 5):
        pyplot.subplots(num=f"wide-{wide}", figsize=(wide, 3))
    take(run)
    assert all('viewBox="0 0 288 ' in figure.svg for figure in run.figures.values())
    assert len(run.figures) == 2


def test_a_figure_may_have_30_kb_and_no_byte_more(take, monkeypatch):
    svg = "é" * 15_000
    monkeypatch.setattr(figures, "clean_svg", lambda text, prefix: svg)
    run = Run()
    pyplot.figure("a")
    take(run)
    assert problems_of(run) == []
    svg += "x"
    pyplot.figure("b")
    take(run)
    assert problems_of(run) == [f"{LABEL}:12: cell 3: figure 'b' has 30 KB of SVG, more than 30"]


def test_a_description_says_titles_and_axes_of_every_panel_once():
    figure, axes = pyplot.subplots(1, 4)
    axes[0].set(title="Loss", ylabel="loss", xlabel="step")
    axes[1].set_title("centred", loc="center")
    axes[1].set_xlabel("width")
    axes[2].set(ylabel="rate")
    axes[3].set(title="Loss", ylabel="loss", xlabel="step")
    assert describe(figure, "T") == "Plot. Loss: loss against step; centred: width; rate"
    assert describe(pyplot.figure(), "A title") == "Plot. A title"
