"""Figures in the colours of one scheme, and thumbnails without text."""

import pytest

from cheatsheet.look.palette import PALETTE
from cheatsheet.look.thumbnails import in_scheme, thumbnail, thumbnail_file

LINE = '<path d="M 0 0 L 9 9" style="stroke:var(--fig-1,#1d5fa6)"/>'
BACKING = '<path d="M 1 1 L 2 1 L 2 2 z" style="fill:var(--fig-paper,#fdfcfa)"/>'
SPACE = "http://www.w3.org/2000/svg"
TEXT = '<text x="1" y="2" style="fill:var(--fig-ink,#1f2430)">two\n<tspan>lines</tspan></text>'


@pytest.mark.parametrize(
    ("scheme", "blue", "ink"), [("light", "#1d5fa6", "#1f2430"), ("dark", "#7db4f0", "#dce2ea")]
)
def test_every_colour_is_that_of_the_scheme(scheme, blue, ink):
    svg = in_scheme(f'<svg fill="var(--fig-ink,#000)">{LINE}</svg>', scheme)
    assert svg == f'<svg fill="{ink}"><path d="M 0 0 L 9 9" style="stroke:{blue}"/></svg>'


@pytest.mark.parametrize("scheme", [1, 2])
def test_all_roles_of_the_palette_are_replaced(scheme):
    svg = " ".join(f"var(--fig-{role},#000000)" for role in PALETTE)
    colours = [shown[scheme] for shown in PALETTE.values()]
    assert in_scheme(svg, ("light", "dark")[scheme - 1]).split() == colours


def test_a_colour_that_the_palette_lacks_is_refused():
    with pytest.raises(ValueError, match="no colour '7'"):
        in_scheme('<path style="fill:var(--fig-7,#000000)"/>', "light")


def test_a_thumbnail_keeps_the_drawing_alone():
    small = thumbnail(f'<svg xmlns="{SPACE}">{TEXT}{LINE}{BACKING}{TEXT}</svg>', "dark")
    assert small == f'<svg xmlns="{SPACE}"><path d="M 0 0 L 9 9" style="stroke:#7db4f0"/></svg>'


def test_shapes_of_paper_that_are_outlined_belong_to_the_drawing():
    outlined = BACKING.replace('"/>', ';stroke:var(--fig-1,#1d5fa6)"/>')
    small = thumbnail(f'<svg xmlns="{SPACE}">{outlined}</svg>', "light")
    assert "fill:#fdfcfa;stroke:#1d5fa6" in small


def test_each_figure_and_scheme_has_a_file_of_its_own():
    path = thumbnail_file("cnn/pooling", "shifts", "dark")
    assert path == "assets/thumbnails/cnn-pooling-shifts-dark.svg"
