"""Sources are UTF-8 of a bounded size; whatever else they are is said with line and cure."""

import os

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.source import read_source, unread


def read(path, largest=1000):
    problems = Problems()
    text = read_source(path, "docs/a.md", problems, largest)
    return text, [str(problem).splitlines()[0] for problem in problems]


@pytest.mark.parametrize("data", [b"a\nb\n", b"a\r\nb\r\n", b"a\rb\r"])
def test_lines_end_alike(tmp_path, data):
    (tmp_path / "a.md").write_bytes(data)
    assert read(tmp_path / "a.md") == ("a\nb\n", [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("a\nGröße".encode("latin-1"), "docs/a.md:2: it is not UTF-8"),
        ("a".encode("utf-16"), "docs/a.md: it is UTF-16, not UTF-8"),
        ("a".encode("utf-16-be"), "docs/a.md:1: it holds the character U+0000, which"),
        ("a".encode("utf-32"), "docs/a.md: it is UTF-16, not UTF-8"),
        (b"\xef\xbb\xbf# A", "docs/a.md:1: it begins with a byte order mark"),
        (b"a\n\nb\0", "docs/a.md:3: it holds the character U+0000, which no editor shows"),
        (b"a\x1b[31m", "docs/a.md:1: it holds the character U+001B, which no editor shows"),
        ("1 a\n\u202e2".encode(), "docs/a.md:2: it holds the character U+202E, which no editor"),
        (b"\xed\xa0\x80", "docs/a.md:1: it is not UTF-8"),
        (b"x" * 1001, "docs/a.md: it has more than 1 KB"),
    ],
)
def test_what_is_no_text_is_named_with_its_line(tmp_path, data, said):
    (tmp_path / "a.md").write_bytes(data)
    text, [problem] = read(tmp_path / "a.md")
    assert (text is None) != (
        "no editor" in problem
    )  # without such a character the rest is looked at
    assert problem.startswith(said)


def test_what_cannot_be_read_says_why(tmp_path):
    assert read(tmp_path / "gone") == (
        None,
        ["docs/a.md: it cannot be read: No such file or directory"],
    )
    assert read(tmp_path) == (None, ["docs/a.md: it cannot be read: Is a directory"])
    (tmp_path / "loop").symlink_to("loop")
    assert read(tmp_path / "loop")[1][0].startswith("docs/a.md: it cannot be read: Too many levels")
    (tmp_path / "a.md").write_text("a")
    (tmp_path / "a.md").chmod(0)
    if os.geteuid():
        assert read(tmp_path / "a.md")[1] == ["docs/a.md: it cannot be read: Permission denied"]


def test_of_many_characters_ten_lines_are_named(tmp_path):
    (tmp_path / "a.md").write_bytes(b"\0\0\n" * 50)
    assert len(read(tmp_path / "a.md")[1]) == 10


def test_a_file_of_which_nothing_is_known_is_told_apart(tmp_path):
    problems = Problems()
    (tmp_path / "some.md").write_bytes("a\u202eb\n".encode())
    (tmp_path / "none.md").write_bytes(b"\xff\n")
    (tmp_path / "odd.md").write_bytes("\u202e\n".encode() * 11)
    for name in ("some.md", "none.md", "odd.md", "gone.md"):
        read_source(tmp_path / name, name, problems)
    problems.add("other.md", 1, "it is wrong", "mend it")
    assert unread(problems) == {"none.md", "odd.md", "gone.md"}
