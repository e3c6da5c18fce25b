"""Pages that are made anew are announced where they are many, and only there."""

import pytest

from cheatsheet.commands.build import build
from cheatsheet.material import progress
from miniature import PAGE, write


@pytest.fixture
def said(ran, capsys, monkeypatch):
    """`said(many)` builds, and gives the lines on stderr; `many` is the least number that is announced."""

    def said(many: int) -> list[str]:
        monkeypatch.setattr(progress, "MANY", many)
        build(ran)
        return capsys.readouterr().err.splitlines()

    return said


def test_many_pages_are_announced_and_few_are_not(ran, said):
    assert said(5) == ["Making 5 pages", "Finishing pages"]
    write(ran.root, "docs/cnn.md", PAGE + "\nMore of it.\n")
    assert said(5) == []


def test_a_small_site_says_nothing(said):
    assert said(6) == []
