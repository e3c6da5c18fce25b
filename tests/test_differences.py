"""What is said of two folders that should be the same: which files differ, and where they part."""

from pathlib import Path

import pikepdf
import pytest

from cheatsheet.editions.archive import archive
from differences import different, explain


@pytest.fixture
def folders(tmp_path) -> tuple[Path, Path]:
    """Two folders with one file that is the same in both."""
    made = tmp_path / "one", tmp_path / "two"
    for folder in made:
        folder.mkdir()
        (folder / "same.txt").write_text("same")
    return made


def test_what_is_not_in_both_and_what_is_not_the_same_is_named_in_order(folders):
    one, two = folders
    (one / "b.txt").write_text("first\nsecond line")
    (two / "b.txt").write_text("first\nsecond lane")
    (two / "a.txt").write_text("")
    assert different(one, two) == ["a.txt", "b.txt"]
    assert explain(one, two, "a.txt") == f"a.txt: missing in {one}"
    assert explain(one, two, "b.txt").startswith("b.txt: line 2, byte 14: ")


def test_of_an_archive_the_first_file_inside_is_named(folders):
    for folder, word in zip(folders, ("red", "rot"), strict=True):
        (folder / "a.zip").write_bytes(archive({"x.txt": b"same", "y.txt": word.encode()}, 0))
    assert explain(*folders, "a.zip").startswith("a.zip: in y.txt: line 1, byte 1: 'red'")


def test_of_a_pdf_what_stands_in_it_unpacked_is_compared(folders):
    for folder, title in zip(folders, ("Losses", "Lasses"), strict=True):
        with pikepdf.new() as pdf:
            pdf.docinfo["/Title"] = title
            pdf.save(folder / "a.pdf", compress_streams=True)
    said = explain(*folders, "a.pdf")
    assert "unpacked, line" in said
    assert "/Title (Losses)" in said
