"""What is found of texts that nobody could read."""

import pytest
from matplotlib import pyplot

from cheatsheet.look.legibility import lines_of, unreadable
from cheatsheet.look.narrow import fit
from cheatsheet.look.style import use_style


@pytest.fixture
def axes():
    with pyplot.rc_context():
        use_style()
        yield pyplot.subplots()[1]
    pyplot.close("all")


def found(axes) -> list[str]:
    fit(axes.figure)
    return [what for what, _ in unreadable(axes.figure)]


def test_a_plot_in_the_style_is_legible(axes):
    axes.plot([0, 3], label="a line")
    axes.set(title="title", xlabel="step\nof all", ylabel="loss")
    axes.legend()
    axes.text(1, 1, "two\nlines")
    assert found(axes) == []


def test_each_line_of_text_that_is_drawn_is_found_with_its_size_and_place(axes):
    axes.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1))
    axes.text(0, 0, "first\nsecond", fontsize=12)
    axes.text(0.5, 0.5, "upright", rotation=90)
    axes.text(0, 0, "hidden", visible=False)
    fit(axes.figure)
    first, second, upright = lines_of(axes.figure)
    assert (first.text, first.size, second.text) == ("first", 12, "second")
    assert first.box.y0 > second.box.y1 - 1
    assert upright.box.height > 2 * upright.box.width
    corner = axes.transData.transform((0, 0))
    assert second.box.x0 == pytest.approx(corner[0], abs=0.5)


def test_small_type_is_refused(axes):
    axes.set_title("small", fontsize=8.5)
    assert found(axes) == ["the text 'small' has 8.5 points, less than 9"]


@pytest.mark.parametrize("formula", ["$p_t$", "$2^k$"])
def test_what_a_formula_raises_or_lowers_is_too_small(axes, formula):
    axes.set_xlabel(formula)
    assert found(axes) == [f"the text {formula!r} has 6.3 points, less than 9"]


def test_a_formula_on_the_line_may_stay(axes):
    axes.set_xlabel(r"$\alpha$")
    assert found(axes) == []


@pytest.mark.parametrize("side", ["left", "right"])
def test_text_beyond_the_edge_is_refused(axes, side):
    title = " ".join(["a title that is far too long for a figure of this width"] * 2)
    axes.set_title(title, loc=side)
    assert found(axes) == [f"the text {title!r} is cut off"]


def test_texts_on_each_other_are_refused_however_they_are_turned(axes):
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, "along", va="center")
    axes.text(0.52, 0.5, "across", va="center", rotation=90)
    assert found(axes) == ["the texts 'along' and 'across' touch"]


def test_texts_on_one_line_need_a_blank_between_them(axes):
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, "left", ha="right")
    other = axes.annotate(
        "right", (0.5, 0.5), xytext=(1, 0), textcoords="offset points", va="baseline"
    )
    assert found(axes) == ["the texts 'left' and 'right' touch"]
    other.xyann = (4, 0)
    assert found(axes) == []


def test_too_many_ticks_are_refused(axes):
    axes.set_xticks(range(9), [f"batch {10**n}" for n in range(9)])
    assert "the texts 'batch 1000' and 'batch 10000' touch" in found(axes)
