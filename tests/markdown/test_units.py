"""A unit behind a checked number is one that nobody has checked; a count of things is none."""

import pytest

from cheatsheet.markdown.units import is_unit, unit_behind


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (" seconds.", "seconds"), ("-ms run", "ms"), (" (GB)", "GB"), (" (in GB)", "in GB"), (", in seconds", "in seconds"), (" GPU-hours", "GPU-hours"),
        (" images a second", "images a second"), (" mIoU", "mIoU"), (" Mbit/s", "Mbit"), (" s", "s"), (" FPS on a card", "FPS"),
    ],
)  # fmt: skip
def test_a_unit_is_found(text, unit):
    assert unit_behind(text) == unit
    assert is_unit(unit)


@pytest.mark.parametrize(
    "text",
    [
        "", " images", " bytes per parameter", " FLOP per byte", " such days", " days²", " degrees of freedom", " secondary", "; seconds", ". Hours",
        " S × S", " H", " steps", " Gb2", " pixels", " mIoUs", ", hours later", " IoU threshold",
    ],
)  # fmt: skip
def test_what_is_counted_is_none(text):
    assert unit_behind(text) == ""
