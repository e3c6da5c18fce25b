"""A finished folder takes the place of the old one at once, on any disk, and whoever is killed leaves one of them."""

import errno
import os
import stat
from pathlib import Path

import pytest

from cheatsheet.base import placing
from cheatsheet.base.placing import put_in_place, recover
from miniature import snapshot, write

OLD, NEW = {"index.html": b"old", "gone/a.js": b"1"}, {"index.html": b"new", "more/b.js": b"2"}


def make(folder, files):
    for name, data in files.items():
        write(folder, name, data.decode())


@pytest.fixture
def folders(tmp_path):
    """The new folder and the old one, each below a folder of its own."""
    make(tmp_path / "cache/site-new", NEW)
    make(tmp_path / "root/site", OLD)
    return tmp_path / "cache/site-new", tmp_path / "root/site"


def rest(site) -> list[str]:
    return sorted(path.name for path in site.parent.iterdir())


def test_the_new_folder_replaces_the_old_one_and_nothing_else_is_left(folders):
    put_in_place(*folders)
    assert snapshot(folders[1]) == NEW
    assert not folders[0].exists()
    assert rest(folders[1]) == ["site"]


def test_the_first_folder_has_nothing_to_replace(tmp_path):
    make(tmp_path / "new", NEW)
    put_in_place(tmp_path / "new", tmp_path / "deep/er/site")
    assert snapshot(tmp_path / "deep/er/site") == NEW


@pytest.fixture
def _no_exchange(monkeypatch):
    monkeypatch.setattr(placing, "_exchange", lambda one, other: False)


@pytest.mark.usefixtures("_no_exchange")
def test_where_two_folders_cannot_be_exchanged_they_are_renamed(folders):
    put_in_place(*folders)
    assert snapshot(folders[1]) == NEW
    assert rest(folders[1]) == ["site"]


@pytest.mark.usefixtures("_no_exchange")
def test_what_is_killed_between_two_renames_is_found_by_the_next_start(folders, monkeypatch):
    renamed = []

    def killed(path, target):
        renamed.append(path)
        if len(renamed) == 2:
            os._exit(9)
        os.rename(path, target)

    process = os.fork()
    if not process:
        monkeypatch.setattr(Path, "rename", killed)
        put_in_place(*folders)
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9
    assert not folders[1].exists()
    recover(folders[1])
    assert snapshot(folders[1]) == OLD
    assert rest(folders[1]) == ["site"]
    put_in_place(*folders)
    recover(folders[1])
    assert snapshot(folders[1]) == NEW


@pytest.mark.usefixtures("_no_exchange")
def test_a_second_rename_that_fails_brings_the_old_folder_back(folders, monkeypatch):
    rename, calls = Path.rename, []

    def failing(path, target):
        calls.append(path)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="No space"):
        put_in_place(*folders)
    assert snapshot(folders[1]) == OLD


def elsewhere(one, other):
    if "cache" in one.parts:
        raise OSError(errno.EXDEV, "Invalid cross-device link")
    return exchange(one, other)


exchange = placing._exchange


def test_a_folder_of_another_disk_is_copied_beside_first(folders, monkeypatch):
    monkeypatch.setattr(placing, "_exchange", elsewhere)
    put_in_place(*folders)
    assert snapshot(folders[1]) == NEW
    assert rest(folders[1]) == ["site"]
    assert not folders[0].exists()


def test_a_full_disk_while_it_is_copied_leaves_the_old_folder(folders, monkeypatch):
    monkeypatch.setattr(placing, "_exchange", elsewhere)

    def full(source, target):
        make(target, {"index.html": b"ha"})
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(placing.shutil, "copytree", full)
    with pytest.raises(OSError, match="No space"):
        put_in_place(*folders)
    assert snapshot(folders[1]) == OLD
    assert rest(folders[1]) == ["site"]


def test_a_disk_of_its_own_is_filled_and_emptied_of_the_rest(folders, monkeypatch):
    def busy(one, other):
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(placing, "_exchange", busy)
    monkeypatch.setattr(os.path, "ismount", lambda path: path == folders[1])
    before = folders[1].stat().st_ino
    put_in_place(*folders)
    assert snapshot(folders[1]) == NEW
    assert folders[1].stat().st_ino == before
    assert not (folders[1] / "gone").exists()


def test_a_link_stays_a_link(folders, tmp_path):
    (tmp_path / "site").symlink_to(folders[1])
    put_in_place(folders[0], tmp_path / "site")
    assert (tmp_path / "site").is_symlink()
    assert snapshot(folders[1]) == NEW
    make(folders[0], OLD)
    (tmp_path / "dangling").symlink_to(tmp_path / "not/yet")
    put_in_place(folders[0], tmp_path / "dangling")
    assert snapshot(tmp_path / "not/yet") == OLD


def test_whoever_serves_it_may_read_it(folders):
    for path in [folders[0], *folders[0].rglob("*")]:
        path.chmod(0o700 if path.is_dir() else 0o600)
    put_in_place(*folders)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [folders[1], *folders[1].rglob("*")]}
    assert modes == {0o755, 0o644}


def test_two_folders_are_exchanged_at_once_where_the_system_can(folders):
    inodes = [path.stat().st_ino for path in folders]
    if exchange(*folders):
        assert [path.stat().st_ino for path in folders] == inodes[::-1]
        with pytest.raises(FileNotFoundError):
            exchange(folders[0], folders[1] / "gone")
