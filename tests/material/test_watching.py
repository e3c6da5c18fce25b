"""Edits of sources are noticed, each once, whatever the system tells."""

import os
import threading

import pytest

from cheatsheet.material import watching
from cheatsheet.material.watching import Watcher
from miniature import wait_for


@pytest.fixture
def noticed(tmp_path):
    """`noticed(paths)` watches them; a list that grows with each change."""
    watchers = []

    def watch(*paths) -> list[int]:
        found: list[int] = []
        watcher = Watcher(lambda _: found.append(1))
        for path in paths:
            watcher.watch(path)
        watcher.start()
        watchers.append(watcher)
        return found

    yield watch
    for watcher in watchers:
        watcher.stop()
        watcher.join()


class Blind(threading.Thread):
    """An observer that sees nothing."""

    def schedule(self, *given, **options):
        pass

    def stop(self):
        pass


@pytest.fixture(params=["told", "not told"])
def system(request, monkeypatch):
    """A system that tells of changes, and one that allows nobody to ask, where all files are looked at instead."""
    if request.param == "told":
        monkeypatch.setattr(watching, "PollingObserver", lambda timeout: Blind())
    else:

        class Refused(threading.Thread):
            def schedule(self, *given, **options):
                pass

            def unschedule_all(self):
                pass

            def start(self):
                raise OSError(28, "inotify watch limit reached")

        monkeypatch.setattr(watching, "Observer", Refused)


@pytest.mark.usefixtures("system")
def test_files_that_change_appear_move_or_go_are_noticed(noticed, tmp_path):
    folder, file = tmp_path / "docs", tmp_path / "mkdocs.yml"
    (folder / "deep").mkdir(parents=True)
    page = folder / "deep/a.md"
    page.write_text("a", "utf-8")
    file.write_text("a", "utf-8")
    found = noticed(folder, file)
    edits = [
        lambda: page.write_text("longer", "utf-8"),
        lambda: (folder / "b.md").write_text("new", "utf-8"),
        lambda: (folder / "b.md").rename(folder / "c.md"),
        lambda: (folder / "c.md").unlink(),
        # As many editors do.
        lambda: (tmp_path / "aside").write_text("another", "utf-8"),
        lambda: os.replace(tmp_path / "aside", file),
    ]
    for number, edit in enumerate(edits):
        before = len(found)
        edit()
        if number != 4:
            wait_for(lambda before=before: len(found) > before)


def test_what_is_read_or_stands_beside_a_watched_file_is_no_change(noticed, tmp_path):
    folder, file = tmp_path / "docs", tmp_path / "mkdocs.yml"
    folder.mkdir()
    for path in (folder / "a.md", file):
        path.write_text("a", "utf-8")
    found = noticed(folder, file)
    for path in (folder / "a.md", file):
        path.read_text("utf-8")
    (tmp_path / "other.yml").write_text("b", "utf-8")
    (folder / "last.md").write_text("the end", "utf-8")
    wait_for(lambda: found)
    assert len(found) <= 2  # made and filled


def test_a_change_that_is_told_twice_counts_once(noticed, tmp_path):
    path = tmp_path / "a.md"
    path.write_text("a", "utf-8")
    found: list[str] = []
    watcher = Watcher(found.append)
    path.write_text("b b", "utf-8")
    for _ in watcher.observers:
        watcher._note(str(path))
    assert found == [str(path)]
    path.unlink()
    for _ in watcher.observers:
        watcher._note(str(path))
    assert found == [str(path), str(path)]
