"""How far the text of a fact is from the one that is printed."""

import pytest

from cheatsheet.examples.distance import far_off


@pytest.mark.parametrize(
    ("printed", "other", "distance"),
    [
        ("10%", "10%", 0),
        ("10%", "5%", 0.5),
        ("1,000 to 2,000", "1,000 to 4,000", 1),
        ("0", "2", 2),
        ("worse", "better", 1),
        ("−3.0 to −1.3", "3.0 to 1.3", 2),
        ("10⁷ to 10⁸ times", "10⁶ to 10⁹ times", 1),
        ("10⁻²³ to 10⁻²²", "10⁻³³ to 10⁻³¹", 10),
        ("10⁴", "10⁵ to 10⁶", 2),
        ("10¹ to 10²", "10⁰", 2),
        ("1 time", "10⁴ times", 4),
        ("−10² to 10²", "−10⁴ to 10²", 2),
        ("3", "4 to 9 to 5", 2),
    ],
)
def test_numbers_are_compared_with_those_printed_and_powers_by_decades(printed, other, distance):
    assert far_off(printed, other) == pytest.approx(distance)


@pytest.mark.parametrize(
    ("printed", "near", "far"),
    [("1 to 7", "0 to 11", "2 to 46"), ("4 to 5×", "4 to 6×", "2 to 7×"), ("0 of 6", "1 of 6", "3 of 6")],
)  # fmt: skip
def test_a_zero_is_not_the_farthest_by_itself(printed, near, far):
    assert far_off(printed, near) < far_off(printed, far)


def test_a_text_that_differs_is_never_at_no_distance():
    assert far_off("10 ms", "10 s") > 0


def test_an_underflow_to_zero_is_farther_than_any_power():
    assert far_off("10⁻²³", "0") > far_off("10⁻²³", "10⁻⁹⁹")
