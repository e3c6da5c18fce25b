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
        ("/// note | A\n//// question | B\n////\n///", 2, "a question stands in the block note"),
        ("/// question\n///", 1, "the block question has no words"),
        ("/// question | A\n//// asked |\n////\n///", 2, "the block asked has no words"),
        ("/// question | A\n//// behind | B\n////\n///", 2, "the block behind takes no words"),
        (
            "/// question | Is a<b?\n///",
            1,
            "the question holds <, and lists show its words as they are",
        ),
        ("/// note | A\n    level: core\n///", 2, "the block note has no option 'level'"),
        ("/// note | A\n    Text.\n///", 2, "the block note has no option 'Text.'"),
        ("/// note | A\n    attrs:\n      {id: a}\n///", 2, "attrs gives no id"),
        (
            "/// note | A\n    attrs: {id: a\n///",
            2,
            "the option 'attrs: {id: a' is no YAML",
        ),
        (
            "/// question | A\n    level: core\n    level: senior\n///",
            1,
            "the block question has level twice",
        ),
        ("# Focal <!-- x --> { #focal }", 1, "the heading holds <!-- x -->"),
        ("A line.\n\n<!-- a\n\nb", 3, "the comment has no end"),
        ("~~~ python\na = 1\n```\n", 1, "the code block has no end"),
    ],
)
def test_each_fault_is_named_with_its_line(text, line, what):
    assert (line, what) in found(text)


def test_lines_that_are_no_blocks_pass():
    assert found("A path /// in a line.\n\n//// a / b\n\n    /// code\n") == []
    assert found("<!-- of many\n/// questions\n## Old <b> { #old }\n-->\n# A `<b>` { #a }\n") == []
