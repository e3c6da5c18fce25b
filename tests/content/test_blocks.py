"""Blocks that would be printed as they stand are named with their line."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.content.blocks import check_blocks

WHOLE = """/// interview | Why?
Because.
///

/// question | Why / how?
    attrs: {id: q-why}
    level: core

Because.

//// behind
A fence:

~~~ text
/// none
///
~~~
////

//// asked | And?
So.
////
///
"""


def found(text: str) -> list[tuple[int | None, str]]:
    problems = Problems()
    check_blocks({"cnn.md": text}, problems)
    assert all(problem.path == "docs/cnn.md" and problem.cure for problem in problems)
    return [(problem.line, problem.what) for problem in problems]


def test_what_is_whole_passes():
    assert found(WHOLE) == []


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("/// questions | Why?\n///", 1, "there is no block questions"),
        ("/// follow-up | Why?\n///", 1, "there is no block follow-up"),
        ("A line.\n\n/// note | Why?\nText.", 3, "the block note has no end"),
        ("///", 1, "/// ends no block"),
        ("/// note | A\n////", 2, "//// ends no block"),
        ("/// behind\n///", 1, "behind stands in no question"),
        ("/// note | A\n//// mistake\n////\n///", 2, "mistake stands in no question"),
        (
            "/// question | A\n/// behind\n///\n///",
            2,
            "behind begins with as many slashes as the block around it",
        ),
    ],
)
def test_each_fault_is_named_with_its_line(text, line, what):
    assert (line, what) in found(text)


def test_lines_that_are_no_blocks_pass():
    assert found("A path /// in a line.\n\n//// a / b\n\n    /// code\n") == []
