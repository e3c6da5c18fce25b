"""docs/numbers.yml: reasons from a closed list, each entry of use, each fault with its line."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.numbers import read_numbers
from miniature import write


def read(root, text):
    problems = Problems()
    write(root, "docs/cnn.md", "# 1. CNN { #cnn }\n")
    write(root, "docs/numbers.yml", text)
    found = read_numbers(Project(root), problems)
    return found, [(problem.line, problem.what) for problem in problems]


def test_phrases_are_known_by_file_with_their_lines(tmp_path):
    text = 'docs/cnn.md:\n  set-up:\n    - "of `64`"\n  code:\n    - a 3\n  quoted:\n    - a 4\n'
    found, problems = read(tmp_path, text)
    assert problems == []
    assert found["docs/cnn.md"].phrases == {"of `64`": 3, "a 3": 5, "a 4": 7}
    assert found["docs/cnn.md"].in_code == {"a 3"}
    assert found["docs/cnn.md"].quoted == {"a 4"}


def test_without_the_file_nothing_is_listed(tmp_path):
    assert read_numbers(Project(tmp_path), Problems()) == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("docs/no.md:\n  name: [a 3]\n", 1, "there is no file docs/no.md"),
        ("docs/cnn.md: [a 3]\n", 1, "docs/cnn.md is no mapping"),
        ("docs/cnn.md:\n  because: [a 3]\n", 2, "the reason is 'because'"),
        ("docs/cnn.md:\n  name: [3]\n", 1, "docs/cnn.md lists 3"),
        ("docs/cnn.md:\n  name: ['']\n", 1, "docs/cnn.md lists ''"),
        (
            "docs/cnn.md:\n  name: [a 3]\n  set-up: [a 3]\n",
            2,
            "'a 3' is listed twice for docs/cnn.md",
        ),
        (
            "docs/cnn.md:\n  name: [a]\ndocs/cnn.md:\n  name: [b]\n",
            3,
            "docs/cnn.md is listed twice",
        ),
        ("- a\n", 1, "not a mapping"),
    ],
)
def test_a_faulty_entry_is_named(tmp_path, text, line, what):
    assert read(tmp_path, text)[1] == [(line, what)]
