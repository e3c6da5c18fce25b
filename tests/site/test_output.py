"""What was written last: linked and not made again, unless somebody touched it."""

import hashlib
import os
import shutil

import pytest

from cheatsheet.site.model import Site
from cheatsheet.site.output import NOTHING, Output
from miniature import edit_unseen


@pytest.fixture
def made():
    """Names of the files that were made."""
    return []


@pytest.fixture
def write(tmp_path, made):
    """Write a site of two files, one under a key, into a folder; what was written before."""

    def write(folder: str, key: str | None, before: Output = NOTHING) -> Output:
        site = Site(files={"plain.txt": b"p"}, before=before)
        site.files.later("kept.txt", key, lambda: made.append(folder) or b"kept")
        return site.write(tmp_path / folder)

    return write


def test_a_file_under_the_same_key_is_linked_and_not_made(write, made, tmp_path):
    first = write("first", "k")
    second = write("second", "k", first)
    assert made == ["first"]
    assert (tmp_path / "second/kept.txt").read_bytes() == b"kept"
    assert os.path.samefile(tmp_path / "first/kept.txt", tmp_path / "second/kept.txt")
    digests = {each.written["kept.txt"].digest for each in (first, second)}
    assert digests == {hashlib.sha256(b"kept").hexdigest()}
    # A third build finds it in the second.
    write("third", "k", second)
    assert made == ["first"]


@pytest.mark.parametrize("key", ["other", None])
def test_a_file_under_another_key_is_made(write, made, key):
    write("second", key, write("first", "k"))
    assert made == ["first", "second"]


@pytest.mark.parametrize("harm", ["longer", "other bytes", "touched", "replaced", "gone", "folder"])
def test_a_file_that_somebody_touched_is_made_again(write, made, tmp_path, harm):
    before = write("first", "k")
    path = tmp_path / "first/kept.txt"
    if harm == "longer":
        path.write_bytes(b"kept!")
    elif harm == "other bytes":
        edit_unseen(path, b"KEPT")
    elif harm == "touched":
        os.utime(path, ns=(1, 1))
    elif harm == "replaced":
        other = tmp_path / "other"
        other.write_bytes(b"KEPT")
        shutil.copystat(path, other)
        other.replace(path)
    else:
        path.unlink()
        if harm == "folder":
            path.mkdir()
    write("second", "k", before)
    assert made == ["first", "second"]
    assert (tmp_path / "second/kept.txt").read_bytes() == b"kept"


def test_where_no_link_can_be_made_the_file_is_made(write, made, monkeypatch):
    before = write("first", "k")

    def refuse(*given):
        raise OSError("another file system")

    monkeypatch.setattr(os, "link", refuse)
    write("second", "k", before)
    assert made == ["first", "second"]


def test_what_was_written_is_kept_and_read_again(write, tmp_path):
    written = write("first", "k")
    record = tmp_path / "site.json"
    written.save(record, tmp_path / "first")
    assert Output.read(record, tmp_path / "first") == written


def test_what_is_kept_says_how_the_files_lie_in_their_last_place(write, made, tmp_path):
    written, record = write("first", "k"), tmp_path / "site.json"
    shutil.copytree(tmp_path / "first", tmp_path / "placed")
    written.save(record, tmp_path / "placed")
    write("second", "k", Output.read(record, tmp_path / "placed"))
    assert made == ["first"]


def test_one_other_byte_in_the_record_is_noticed(write, tmp_path):
    written, record = write("first", "k"), tmp_path / "site.json"
    written.save(record, tmp_path / "first")
    data = record.read_bytes()
    for place in range(len(data)):
        record.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert Output.read(record, tmp_path / "first") == NOTHING


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"a": 1}', b'{"a": [1]}', b"\xff", b"null"])
def test_a_damaged_record_says_nothing(tmp_path, damage):
    (tmp_path / "site.json").write_bytes(damage)
    assert Output.read(tmp_path / "site.json", tmp_path) == NOTHING
    assert Output.read(tmp_path / "absent.json", tmp_path) == NOTHING


def test_the_digest_of_what_stays_is_known_without_making_it(write, made, tmp_path):
    before = write("first", "k")
    site = Site(before=before)
    site.files.later("kept.txt", "k", lambda: made.append("again") or b"kept")
    assert site.digest("kept.txt") == before.written["kept.txt"].digest
    assert made == ["first"]
