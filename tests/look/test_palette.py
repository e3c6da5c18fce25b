"""One palette for plots and pages, which can be read."""

import re

import pytest
from fontTools.ttLib import TTFont

from cheatsheet.look.palette import FONTS, PALETTE, SCHEMES, colour, font_files


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("role", ["1", "2", "3", "4", "5", "6", "ink", "muted"])
def test_every_colour_can_be_read_on_the_page(role, scheme):
    """WCAG 2.2 contrast of at least 4.5 to 1, since plots use each colour for text too."""
    high, low = sorted(
        (luminance(colour(role, scheme)), luminance(colour("paper", scheme))), reverse=True
    )
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_paper_is_light_in_light_and_dark_in_dark():
    assert luminance(colour("paper", "light")) > 0.9
    assert luminance(colour("paper", "dark")) < 0.02
    with pytest.raises(ValueError, match="not in tuple"):
        colour("paper", "dusk")


def test_what_is_drawn_tells_the_roles_apart():
    drawn = [entry[0] for entry in PALETTE.values()]
    assert len(set(drawn)) == len(drawn)
    assert all(re.fullmatch("#[0-9a-f]{6}", value) for entry in PALETTE.values() for value in entry)


def test_plots_are_measured_with_the_fonts_that_pages_ship():
    names = [path.name for path in font_files()]
    assert names == sorted(path.name for path in FONTS.iterdir() if path.suffix == ".ttf")
    assert {"Inter-Regular.ttf", "Inter-SemiBold.ttf"} <= set(names)
    for path in font_files():
        measured, shipped = TTFont(path), TTFont(path.with_suffix(".woff2"))
        assert measured.getBestCmap().keys() == shipped.getBestCmap().keys()
        assert measured["hmtx"].metrics == shipped["hmtx"].metrics
