"""What is printed of sections, statements and examples: only as they stand, never a part of another number."""

from types import SimpleNamespace

import pytest

import miniature
from cheatsheet.base.problems import Problems
from cheatsheet.content.claims import FILE, Claim
from cheatsheet.markdown.listed_phrases import Listed
from cheatsheet.pages.judged import PrintedLine, Source
from cheatsheet.pages.number_judge import Judge

CLAIM = Claim("1.1", "cnn", "y_{k-1} in 9 s", "wrong", "", {}, [], "cnn/#at-9")
SECTION = SimpleNamespace(number=3, name="Lines")
EXAMPLE = miniature.result(title="9 lines")


def faults(text, path="docs/a.md", part="1.1"):
    content = SimpleNamespace(
        claims={"1.1": CLAIM}, numbers={}, numbered=[SECTION], results={"cnn/a": EXAMPLE},
        unread=frozenset(),
    )  # fmt: skip
    problems = Problems()
    source = Source(path, text, lines=[PrintedLine(text, part)])
    Judge(content).look(source, Listed([]), problems)
    return [problem.what for problem in problems]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("3. Lines", "docs/a.md"),
        ("Next: 3. Lines", "docs/a.md"),
        ("9 lines", "docs/a.md"),
        ("See 9 lines: much", "docs/a.md"),
        ("“y_k-1 in 9 s” it said.", "docs/a.md"),
        ("“in 9 s”, it said.", "docs/a.md"),
        ("1.1 “y_k-1 in 9 s”", FILE),
        ("On the site: cnn/#at-9", FILE),
        ("0. Title and introduction", FILE),
    ],
)
def test_what_stands_there_passes(text, path):
    assert faults(text, path) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("It gains 3. Lines win.", "docs/a.md"),
        ("13. Lines", "docs/a.md"),
        ("−9 lines", "docs/a.md"),
        ("9 lines-", "docs/a.md"),
        ("9 lines", "examples/cnn/a.py"),
        ("“yk1 in 9 s” it said.", "docs/a.md"),
        ("“9 s in” it said.", "docs/a.md"),
        ("1.1 “y_k-1 in 9 s”", "docs/a.md"),
        ("1.1 “much”", FILE),
        ("On the site: cnn/#at-9", "docs/a.md"),
        ("0. Title and introduction", "docs/a.md"),
    ],
)
def test_no_other_number_passes_for_one(text, path):
    assert faults(text, path)
