"""What was found out about texts stays between builds, and never where something else would be found."""

import sys

import pytest

from cheatsheet.base import memory
from cheatsheet.base.memory import FILE, recall, remembered


@pytest.fixture
def ask(tmp_path):
    """`ask(text)` finds the words of a text in a build of its own; `ask.found` are the texts that were looked into."""
    found = []

    def ask(*texts: str, kind: str = "words") -> list[list[str]]:
        with remembered(tmp_path):
            return [
                recall(kind, text, lambda text=text: found.append(text) or text.split())
                for text in texts
            ]

    ask.found, ask.file = found, tmp_path / FILE
    return ask


def test_a_text_is_looked_into_once(ask):
    assert ask("a b", "a b", "c") == [["a", "b"], ["a", "b"], ["c"]]
    assert ask("a b") == [["a", "b"]]
    assert ask.found == ["a b", "c"]
    ask("a b", kind="letters")
    assert ask.found == ["a b", "c", "a b"]


def test_what_a_build_did_not_ask_for_is_kept_for_the_next(ask):
    ask("a", "b")
    ask()
    ask("c")
    ask("b")
    assert ask.found == ["a", "b", "c"]


def test_the_oldest_is_forgotten_where_there_is_too_much(ask, monkeypatch):
    monkeypatch.setattr(memory, "MANY", 2)
    ask("a", "b")
    ask("c")
    ask("b", "c")
    assert ask.found == ["a", "b", "c"]
    ask("a")
    assert ask.found == ["a", "b", "c", "a"]


def test_without_a_folder_nothing_is_remembered():
    found = []
    for _ in range(2):
        recall("words", "a", lambda: found.append("a") or ["a"])
    assert found == ["a", "a"]


@pytest.mark.parametrize("harm", ["flipped", "cut", "binary", "gone", "folder"])
def test_a_damaged_memory_is_none(ask, harm):
    ask("a b")
    data = ask.file.read_bytes()
    ask.file.unlink()
    if harm == "folder":
        ask.file.mkdir()
    elif harm != "gone":
        flipped = data.replace(b'"a"', b'"x"')
        ask.file.write_bytes({"flipped": flipped, "cut": data[:-1], "binary": b"\xff\0"}[harm])
    assert ask("a b") == [["a", "b"]]
    assert ask.found == ["a b", "a b"]


def test_another_python_or_other_finders_look_again(ask, monkeypatch):
    ask("a")
    monkeypatch.setattr(sys, "version", "3.99.0")
    ask("a")
    monkeypatch.setattr(memory, "FINDERS", ("memory.py",))
    ask("a")
    assert ask.found == ["a", "a", "a"]
