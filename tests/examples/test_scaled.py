"""Units that a fact says behind a value, and what the run makes of it."""

import ast

import pytest

from cheatsheet.examples.names import Names
from cheatsheet.examples.scaled import faults, of_two_units

SCRIPT = "x, share = work()\nkilo = x / 1e3\npercent = 100 * share\n"
WRONG = [
    "f'{x / 1e3:.1f} GB'",
    "f'{x / 1e3:.1f}'",
    "f'{x / 1e6:.1f} GB'",
    "f'{x / 10**9:.1f} MB'",
    "f'{x * 1e-6:.1f} GB'",
    "f'{x / 1024:.1f} MiB'",
    "f'{x / 1024**2:.1f} GiB'",
    "f'{x / 1024**3:.1f} MiB'",
    "f'{x / 1024**4:.1f} GiB'",
    "f'{x / 1e9:.1f} million'",
    "f'{x / 1e12:.1f} billion'",
    "f'{x * 1e9:.1f} µs'",
    "f'{kilo:.1f} MB'",
    "f'{x * 1e3:.1f} s'",
    "f'{x * 1e6:.1f} ms'",
    "f'{100 * share:.1f} px'",
    "f'{share:.2f}%'",
    "f'{share} percent'",
    "f'{100 * share:.0%}'",
    "f'{share:.0%}%'",
]
RIGHT = [
    "f'{x / 1e3:.1f} kB'",
    "f'{x / 1000:.1f} s'",
    "f'{x / 1e6:.1f} MB'",
    "f'{x / 1e6:.1f} million'",
    "f'{x / 1e9:.0f} billion'",
    "f'{x / 1024:.0f} KiB'",
    "f'{x / 2**20:.0f} MiB'",
    "f'{x / 1024**3:.1f} GiB'",
    "f'{x / 1024**4:.1f} TiB'",
    "f'{x / 1e12:.1f} trillion'",
    "f'{x * 1e9:.1f} ns'",
    "f'{x * 1e3:.1f} ms'",
    "f'{x * 1e6:.1f} µs'",
    "f'{kilo:.1f} kB'",
    "f'{100 * share:.1f}%'",
    "f'{percent:.1f}%'",
    "f'{share:.1%}'",
    "f'{x / share:.1f}×'",
    "f'{x / 4:.0f}'",
    "f'{1e9 / x:.0f}'",
]


def found(text: str) -> list[tuple[str, str]]:
    return list(faults(ast.parse(text, mode="eval").body, Names(ast.parse(SCRIPT))))


@pytest.mark.parametrize("text", WRONG)
def test_a_value_in_another_unit_than_is_said_is_found(text):
    assert len(found(text)) == 1


@pytest.mark.parametrize("text", RIGHT)
def test_a_value_in_the_unit_that_is_said_is_right(text):
    assert found(text) == []


def test_a_text_and_its_sentence_say_one_unit():
    assert of_two_units("n ms", "below 0.5 s") == "ms and s"
    assert of_two_units("12 GB", "under 3 MB") == "GB and MB"
    assert of_two_units("n ms", "at 90% of it, 5 ms") == ""
    assert of_two_units("n ms", "below 5 GB") == ""
