"""Files are written whole or not at all, and one process builds at a time."""

import os
import resource
import stat
import threading

import pytest

from cheatsheet.base.project import Project, only_one, write_whole
from miniature import wait_for


def test_where_things_lie(tmp_path):
    project = Project(tmp_path)
    places = (project.docs, project.examples, project.cache, project.site)
    assert [place.relative_to(tmp_path).as_posix() for place in places] == [
        "docs",
        "examples",
        ".cache",
        "site",
    ]


def test_a_build_reads_pages_examples_templates_and_the_configuration(tmp_path):
    names = [path.relative_to(tmp_path).as_posix() for path in Project(tmp_path).inputs]
    assert names == ["docs", "examples", "overrides", "mkdocs.yml"]


def test_a_file_is_written_with_its_folders_and_can_be_read_by_all(tmp_path):
    path = tmp_path / "a/b/c.txt"
    write_whole(path, "é\r\n")
    assert path.read_bytes() == b"\xc3\xa9\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    write_whole(path, b"\xff")
    assert path.read_bytes() == b"\xff"
    assert list(path.parent.iterdir()) == [path]


def test_whoever_reads_while_a_file_is_written_sees_the_old_one(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")
    with open(path, encoding="utf-8") as reader:
        write_whole(path, "new")
        assert reader.read() == "old"
    assert path.read_text("utf-8") == "new"


def test_a_full_disk_half_way_leaves_the_old_file_and_nothing_beside_it(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_whole(path, b"n" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_before_the_rename_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "page.html"
    path.write_text("old", "utf-8")

    def interrupt(source, target):
        assert os.stat(source).st_size == 3
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(path, "new")
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_second_build_waits_and_says_for_what(tmp_path, capsys):
    project, said, entered = Project(tmp_path), [], threading.Event()

    def second():
        with only_one(project, "second"):
            entered.set()

    def says():
        said.append(capsys.readouterr().err)
        return "".join(said)

    thread = threading.Thread(target=second, daemon=True)
    with only_one(project, "scripts/build"):
        thread.start()
        wait_for(lambda: says().endswith("\n"))
        assert not entered.is_set()
    thread.join(120)
    assert entered.is_set()
    assert "".join(said) == f"Waiting for scripts/build (process {os.getpid()}) to finish.\n"


def test_a_build_that_fails_lets_the_next_one_in(tmp_path, capsys):
    with pytest.raises(RuntimeError), only_one(Project(tmp_path), "first"):
        raise RuntimeError
    with only_one(Project(tmp_path), "second"):
        assert (tmp_path / ".cache/lock").read_text("utf-8") == f"second (process {os.getpid()})"
    assert (tmp_path / ".cache/lock").read_text("utf-8") == ""
    assert capsys.readouterr().err == ""
