"""The words on social cards, and the card of the site."""

import numpy as np
import pytest

from card_pixels import ROOM, SITE_NAME, SVG, box, is_like, pixels, rgb, section, square
from cheatsheet.pages.card_image import (
    BAND,
    EDGE,
    section_card,
    section_name,
    site_card,
)


def test_the_band_names_number_section_and_site():
    card = section(square(0, 0, "1"))
    band = card[:, :BAND]
    assert is_like(card[2, BAND - 2], rgb("1"))
    assert is_like(card[-3, 2], rgb("1"))
    assert is_like(card[2, BAND + 2], rgb("paper"))
    number = box(is_like(band, rgb("2", 2)))
    name = box(is_like(band, rgb("paper")))
    site = box(is_like(band, rgb("faint")))
    assert number[1] > 40
    assert number[3] < 115 < name[1]
    assert name[3] < 480 < site[1]
    assert site[3] < 630 - 40
    for left, _, right, _ in (number, name, site):
        assert EDGE - 2 <= left <= EDGE + 10
        assert right <= ROOM


def test_lines_stand_in_their_order():
    """Each of two lines is told by its width."""
    card = section(square(0, 0, "1"), "1. Long Optimization")
    band = card[:, :BAND]
    for role, first_is_wider in (("paper", False), ("faint", True)):
        words = is_like(band, rgb(role))
        _, top, _, bottom = box(words)
        middle = (top + bottom) // 2
        above, below = box(words[:middle])[2], box(words[middle:])[2]
        assert abs(above - below) > 60
        assert (above > below) == first_is_wider, role


def test_other_words_give_another_picture():
    svg = SVG.format(square(0, 0, "1"))
    cards = [
        section_card(*shown, svg)
        for shown in (("1. A", "B"), ("2. A", "B"), ("1. C", "B"), ("1. A", "D"), ("A", "B"))
    ]
    assert len(set(cards)) == len(cards)
    assert section_card("1. A", "B", svg) == cards[0]
    assert not is_like(pixels(cards[-1])[:, :BAND], rgb("2", 2)).any()


@pytest.mark.parametrize(
    "name",
    [
        "Optimization",
        "Convolutional Neural Networks",
        "System Design Quick Reference",
        "Electroencephalogram",
        "One of the Longest Titles That a Section Page May Ever Have",
    ],
)
def test_a_name_is_as_large_as_fits_and_stays_on_its_band(name):
    card = section(square(0, 0, "1"), f"1. {name}")
    left, top, right, bottom = box(is_like(card[:, :BAND], rgb("paper")))
    assert left >= EDGE - 2
    assert right <= ROOM
    assert bottom < 490
    size, lines = section_name(name)
    assert " ".join(lines) == name
    assert len(lines) <= 4
    # Drawn as it was measured: capital to last base line, and descender.
    assert abs(bottom - top - ((len(lines) - 1) * 1.16 + 0.73) * size) < 0.3 * size


def test_what_measures_words_agrees_with_what_draws_them():
    """The widest line of a size that just fits is nearly as wide as its room."""
    card = section(square(0, 0, "1"), "1. Optimization")
    left, _, right, _ = box(is_like(card[:, :BAND], rgb("paper")))
    (size, _), widest = section_name("Optimization"), BAND - 1.7 * EDGE
    assert size < 72
    assert widest * size / (size + 2) - 12 < right - left < widest


@pytest.mark.parametrize("name", ["W" * 40, "many words " * 12])
def test_a_name_that_does_not_fit_is_refused(name):
    with pytest.raises(ValueError, match="too long for its picture"):
        section_card(f"1. {name}", SITE_NAME, SVG.format(""))
    with pytest.raises(ValueError, match="too long for its picture"):
        site_card(name * 5, "", [])
    with pytest.raises(ValueError, match="too long for its picture"):
        site_card("Name", name * 10, [])


# --- The card of the site ------------------------------------------------------------------------


def test_the_site_shows_its_name_and_all_plots():
    """Ten plots in two rows of five, each filling the width of its place."""
    roles = ["1", "2", "3", "4", "5", "6", "ink", "muted", "faint", "2"]
    fill = '<rect x="0" y="0" width="100" height="60" style="fill:var(--fig-{},#000000)"/>'
    text = '<text style="font-size:60px;font-family:Inter" x="0" y="50">HHH</text>'
    svgs = [SVG.format(fill.format(role) + text) for role in roles]
    card = pixels(site_card(SITE_NAME, "One line.", svgs))
    for place, role in enumerate(roles):
        left, y = 32 + 230.4 * (place % 5), (387, 542)[place // 5]
        first, last = round(left + 1), round(left + 214.4 - 2)
        assert is_like(card[y - 60 : y + 60, first : last + 1], rgb(role)).all(), role
        assert is_like(card[y, [first - 3, last + 3]], rgb("paper")).all(), role
    band = card[:300]
    name, more, line = (box(is_like(band, rgb(*c))) for c in (("paper",), ("2", 2), ("faint",)))
    assert name[3] < 150
    assert 140 < more[1] < more[3] < 205
    assert 230 < line[1] < line[3] < 280
    for words in (name, more, line):
        assert EDGE - 2 <= words[0] <= EDGE + 10
        assert words[2] <= 1200 - EDGE
    assert is_like(band[[2, 2, 297, 297], [2, 1197, 2, 1197]], rgb("1")).all()


@pytest.mark.parametrize(("count", "columns", "rows"), [(0, 0, 0), (1, 1, 1), (3, 2, 2)])
def test_a_site_of_few_sections_shows_them(count, columns, rows):
    card = pixels(site_card("Name", "", [SVG.format(square(45, 25, "3"))] * count))
    found = is_like(card[300:], rgb("3"))
    starts = [(np.diff(np.pad(found.any(axis), 1).astype(int)) == 1).sum() for axis in (0, 1)]
    assert starts == [columns, rows]
