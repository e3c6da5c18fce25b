"""Archives are the same wherever and whenever they are made."""

import io
import zipfile

from cheatsheet.editions.archive import archive


def test_the_archive_depends_on_files_and_time_alone():
    files = {"b/index.html": b"two", "a.txt": b"one"}
    made = archive(files, 1_700_000_000)
    assert made == archive(dict(sorted(files.items())), 1_700_000_000)
    assert made != archive(files, 1_700_000_002)
    entries = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert [entry.filename for entry in entries] == [
        "a.txt",
        "b/index.html",
    ]
    assert {entry.date_time for entry in entries} == {(2023, 11, 14, 22, 13, 20)}
    assert {entry.external_attr >> 16 for entry in entries} == {0o100644}
    assert {entry.create_system for entry in entries} == {3}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_DEFLATED}
    assert zipfile.ZipFile(io.BytesIO(made)).read("b/index.html") == b"two"
    # Before the format's first year.
    early = zipfile.ZipFile(io.BytesIO(archive(files, 0))).infolist()
    assert {entry.date_time for entry in early} == {(1980, 1, 1, 0, 0, 0)}


def test_the_file_that_must_be_first_is_so_and_not_compressed():
    made = archive({"a": b"one", "mimetype": b"kind", "z": b"two"}, 0, first="mimetype")
    entries = zipfile.ZipFile(io.BytesIO(made)).infolist()
    assert [entry.filename for entry in entries] == ["mimetype", "a", "z"]
    kinds = [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED]
    assert [entry.compress_type for entry in entries] == kinds
    # Readers look for it at this place.
    assert made[30:42] == b"mimetypekind"
