"""Numbers and factors of a sentence, in words and in digits: their values, and on which side of them the run is."""

import pytest

from cheatsheet.examples.spelled import claims, without_held

VALUES = [
    ("within tenfold", [10]),
    ("a two hundred-fold gain", [200]),
    ("twenty-five times", [25]),
    ("a fifth", [0.2]),
    ("four fifths", [0.8]),
    ("it halves", [0.5]),
    ("doubling", [2]),
    ("a third of them, twice as fast", [1 / 3, 2]),
    ("two crops of one photograph", []),
    ("the fifth step, each one", []),
    ("in batches of four", []),
    ("ten", [10]),
    ("a trillionfold", [1e12]),
    ("two hundred thousand times", [2e5]),
    ("two million three hundred thousand times", [2.3e6]),
    ("a thousand million times", [1e9]),
    ("a thousand and one times", [1001]),
    ("zero times", [0]),
    ("a sixteenth", [1 / 16]),
    ("fourteen times", [14]),
    ("fifteen times", [15]),
    ("a hundred-thousandth", [1e-5]),
    ("three ten-thousandths", [3e-4]),
    ("a hundred thousandths", [0.1]),
    ("five-hundredths", [0.05]),
    ("a twenty-fifth", [0.04]),
    ("three halves", [1.5]),
    ("a third-party test of a half-open door, of a dozen two-layer nets", [0.5]),
]
SIDES = [
    ("more than ten", 1),
    ("ten of them at least", 1),
    ("five or more", 1),
    ("5 or more of 10 of them", 1),
    ("it exceeds ten", 1),
    ("no fewer than ten", 1),
    ("within ten", -1),
    ("up to ten", -1),
    ("ten at most", -1),
    ("not above ten", -1),
    ("about ten", 0),
    ("over 12", 1),
    ("12 or less", -1),
    ("never over 5%", -1),
    # What more than halves is below a half.
    ("it more than halves", -1),
    ("it halves at most", 1),
    ("more than half of it", 1),
]
# What is left of a sentence whose numbers hold.
LEFT = [
    ("Over 1,200  of 18", "Over n of n"),
    ("3.5 points, 5% or 5 percent", "n points, n or n"),
    ("−3 and 5 million", "n and n"),
    ("1 in every 20", "n in every n"),
    ("twelve of 12k, 1.2.3 and ResNet-50", "twelve of 12k, 1.2.3 and ResNet-n"),
]


@pytest.mark.parametrize(("words", "values"), VALUES)
def test_the_values_of_words(words, values):
    assert [claim.values[0] for claim in claims(words)] == values


@pytest.mark.parametrize(("words", "side"), SIDES)
def test_a_bound_has_its_side(words, side):
    assert [claim.side for claim in claims(words)] == [side]


def test_digits_without_a_bound_are_left_to_the_build():
    assert list(claims("18 layers, about 5% of 300")) == []
    assert [claim.words for claim in claims("3 to 5 or more")] == ["5"]
    (twice,) = claims("5% of them alarm at most twice")
    assert (twice.words, twice.side) == ("twice", -1)


@pytest.mark.parametrize(("words", "left"), LEFT)
def test_digits_that_hold_are_taken_out(words, left):
    assert without_held(words, "n", lambda claim: True) == left
    assert without_held(words, "n", lambda claim: False) == " ".join(words.split())
