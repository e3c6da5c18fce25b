"""Numbers of texts and of code, by their values."""

import pytest

from cheatsheet.pages.number_words import numbers_in, numbers_of

WORDS = [
    ("5,498,677,252 bytes", {5498677252.0}),
    ("1,2,4", {1.0, 2.0, 4.0}),
    ("1.2.3", {1.2, 3.0}),
    ("93.1% of 1,234.5", {0.931, 1234.5}),
    ("1e-05", {1e-05}),
    ("at batch=64 px", {64.0}),
]


@pytest.mark.parametrize(("words", "numbers"), WORDS)
def test_the_numbers_of_words(words, numbers):
    assert numbers_of(words) == numbers


def test_numbers_of_code_stand_neither_in_texts_nor_in_remarks():
    assert numbers_in('x = 1_000 + 0.5  # 93.1\nax.set_title("93.1 of 7")\ny = f"{x:.2f} 8"') == {
        1000.0,
        0.5,
    }
    assert numbers_in("x = (") == set()
