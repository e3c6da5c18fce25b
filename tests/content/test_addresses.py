"""The list of published addresses: read line by line, and only ever longer."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.addresses import ADDRESS, append_addresses, read_addresses
from miniature import write

LISTED = "./\nlosses/\nlosses/#focal\n"


@pytest.mark.parametrize(
    "text",
    ["./", "./#home", "losses/", "system-design/#q-why-so", "claims/#1.1", "examples/cnn/a_b/#slope"],
)  # fmt: skip
def test_this_is_an_address(text):
    assert ADDRESS.fullmatch(text)


@pytest.mark.parametrize(
    "text",
    ["", "losses", "/losses/", "../losses/", "Losses/", "losses//", "losses/#", "losses/#-a", "losses/# a", "losses/#a/"],
)  # fmt: skip
def test_this_is_none(text):
    assert not ADDRESS.fullmatch(text)


def test_the_number_of_a_line_stands_for_its_address(tmp_path):
    problems = Problems()
    write(tmp_path, "docs/addresses.txt", LISTED)
    assert read_addresses(Project(tmp_path), problems) == ["./", "losses/", "losses/#focal"]
    assert not len(problems)


def test_a_faulty_line_is_named_and_moves_no_other(tmp_path):
    problems = Problems()
    write(tmp_path, "docs/addresses.txt", "./\nlosses\ncnn/\n./\n./\n")
    assert read_addresses(Project(tmp_path), problems)[2] == "cnn/"
    cure = "\n    cure: restore the file from git; only scripts/build --publish adds to it"
    assert [str(problem) for problem in problems] == [
        f"docs/addresses.txt:2: 'losses' is not an address{cure}",
        f"docs/addresses.txt:4: the address ./ stands in line 1 already{cure}",
        f"docs/addresses.txt:5: the address ./ stands in line 1 already{cure}",
    ]


def test_new_addresses_go_behind_the_old_ones(tmp_path):
    project, file = Project(tmp_path), tmp_path / "docs/addresses.txt"
    append_addresses(project, [])
    # Nothing to publish writes nothing.
    assert not file.exists()
    append_addresses(project, ["./", "losses/"])
    append_addresses(project, ["cnn/"])
    assert file.read_bytes() == b"./\nlosses/\ncnn/\n"


def test_bytes_that_are_no_text_are_named_with_their_line(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/addresses.txt").write_bytes(b"./\nl\xf6sses/\n")
    problems = Problems()
    read_addresses(Project(tmp_path), problems)
    [problem] = problems
    assert str(problem).startswith("docs/addresses.txt:2: it is not UTF-8")
