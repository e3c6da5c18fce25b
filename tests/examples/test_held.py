"""Whether a comparison holds what the words and digits of a sentence say."""

import ast

import pytest

from cheatsheet.examples.compared import compared
from cheatsheet.examples.names import Names
from cheatsheet.examples.spelled import claims

SCRIPT = "LIMIT = 3 * 4\nSTEPS = 200\nSERVICE = 10\nfew = min(y) > 5\ndef ratio(a, b):\n    return a / b\ndef many(v):\n    return v > LIMIT\n"
HELD = [
    ("they differ tenfold at most", "max(x) < 10"),
    ("a fourth of them or fewer", "4 * max(x) <= min(y)"),
    ("a fourth or less", "ratio(x, y).min() > 4"),
    ("within five percent", "max(abs(x / y - 1)) < 0.05"),
    ("by about half", "min(x) > 0.4 and max(x) < 0.6"),
    ("one percent, within a factor of two", "min(x) > 0.005 and max(x) < 0.02"),
    ("by six powers of ten or more", "min(x) > 10**5.5"),
    ("in the first half of the run", "max(x) < STEPS / 2"),
    ("it takes ten times the service time", "abs(x / (10 * SERVICE) - 1) < 0.2"),
    ("a request takes a thousand times or more", "x > 100 * SERVICE"),
    ("five or more of them", "few"),
    ("it brings back three quarters of it", "x < y / 4"),
    ("two bits cost more than four", "x[4] - x[2] > 0"),
    ("it loses three points at most, two on average", "x < 0.03"),
    ("at twice the rate it is the same", "abs(2 * x - y) < 0.1"),
    ("it more than halves", "max(x) < 0.5"),
    ("it halves at least", "ratio(x, y) > 2"),
    ("it halves at most", "min(x) > 0.5"),
    ("more than half of it", "x > 0.5"),
    ("about ten", "min(x) > 5 and max(x) < 20"),
    ("ten times as many at least", "x > 10 * y"),
    ("less than a tenth", "x < y / 10"),
    ("a tenth or more", "10 * x > y"),
    ("it saves more than a third", "x < 2 * y / 3"),
    ("it loses less than a tenth", "x > 0.9"),
    ("it loses a tenth at least", "x < 0.9 * y"),
    ("up to 12 times as many", "x < 12 * y"),
    ("longer than 12 steps, shorter than 20", "12 < x < 20"),
    ("no more than ten, never over ten", "x < 10"),
    ("not fewer than ten", "x > 10"),
    ("it is over 12", "x > 12"),
    ("it is under 12, no more than 12", "x < LIMIT"),
    ("over 12 of them", "many(x)"),
    ("over 5%, 5 percent or more", "x > 0.05"),
    ("over 5%", "100 * x > 5"),
    ("it falls by more than 3", "x < -3"),
    ("over 5 million", "x > 5e6"),
    ("PSI above 0.1 alarms twice as often at least", "x > 2 * y"),
    ("on 18 layers", "x > 12"),
]
NOT_HELD = [
    ("within tenfold", "max(x) < 100"),
    ("they differ tenfold at most", "max(x) < 100"),
    ("they differ tenfold at most", "min(x) > 0.1 and max(x) < 100"),
    ("they differ tenfold at most", "min(x) > 10"),
    ("more than a fifth", "max(x) < 0.2"),
    ("ten or more", "max(x) < 10"),
    ("twice as many", "x > 3 * y"),
    ("a fifth or more", "min(x) > 0.5"),
    ("under five percent", "x < 0.5"),
    ("nine of ten runs win", "x > 3"),
    ("by three orders of magnitude", "x > 3"),
    ("within a factor of two", "min(x) > 0.1 and max(x) < 10"),
    ("about ten", "min(x) > 1 and max(x) < 1000"),
    ("it doubles", "x > y"),
    ("tenfold at most", "len([one for one in x if one < 10]) > 3"),
    ("over a trillionfold", "x > 3"),
    ("sextuple at least", "x > 3"),
    ("down to a billionth", "x > 3"),
    ("it more than halves", "min(x) > 0.5"),
    ("it halves at least", "ratio(x, y) < 2"),
    ("about ten", "min(x) > 1 and max(x) < 30"),
    ("ten times as many at least", "x < 10 * y"),
    ("less than a tenth", "x > y / 10"),
    ("a tenth or more", "10 * x < y"),
    ("it loses less than a tenth", "x < 0.9"),
    ("it loses a tenth at least", "x > 0.9 * y"),
    ("up to 12 times as many", "x > 12 * y"),
    ("longer than 12 steps", "x < 12"),
    ("shorter than 12 steps", "x > 12"),
    ("at least one", "x < 1"),
    ("no more than ten, never over ten", "x > 10"),
    ("not fewer than ten", "x < 10"),
    ("it exceeds ten", "x < 10"),
    ("it is over 12", "x < 12"),
    ("it exceeds 12", "x < 12"),
    ("12 at least", "x < LIMIT"),
    ("under 12 of them", "many(x)"),
    ("over 5%", "x < 0.05"),
    ("over 5%", "100 * x < 5"),
    ("it falls by less than 3", "x < -3"),
    ("over −3", "x < -3"),
    ("under 5 million", "x > 5e6"),
    ("loses a thirtieth or more", "x > 3"),
    ("keeps an eleventh at most", "x > 3"),
    ("at least a lakh times", "x > 3"),
    ("at zero times the rate", "x > 3"),
]


def faults(words: str, comparison: str) -> list[str]:
    numbers = compared(ast.parse(comparison, mode="eval").body, Names(ast.parse(SCRIPT)))
    return [claim.words for claim in claims(words) if numbers.contradicts(claim)]


@pytest.mark.parametrize(("words", "comparison"), HELD)
def test_words_say_what_is_compared(words, comparison):
    assert faults(words, comparison) == []


@pytest.mark.parametrize(("words", "comparison"), NOT_HELD)
def test_words_that_say_another_number_are_found(words, comparison):
    assert faults(words, comparison)
