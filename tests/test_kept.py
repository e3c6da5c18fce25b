"""Results that are kept between builds."""

import pytest

from cheatsheet.kept import kept


@pytest.fixture
def ask(tmp_path):
    """`ask(inputs)` returns the result and how often one was made so far."""
    made = []

    def ask(inputs: bytes) -> tuple[bytes, int]:
        def make() -> bytes:
            made.append(inputs)
            return b"of " + inputs

        return kept(tmp_path, "font", inputs, make), len(made)

    return ask


def test_the_same_inputs_are_worked_on_once(ask):
    assert ask(b"a") == (b"of a", 1)
    assert ask(b"a") == (b"of a", 1)


def test_other_inputs_replace_what_was_kept(ask, tmp_path):
    ask(b"a")
    assert ask(b"b") == (b"of b", 2)
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("length", [0, 1, 20, 35])
def test_a_truncated_file_is_made_anew(ask, tmp_path, length):
    ask(b"a")
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size > length
    file.write_bytes(file.read_bytes()[:length])
    assert ask(b"a") == (b"of a", 2)
    assert ask(b"a") == (b"of a", 2)
