"""Notices edits of sources: at once where the system tells of them, and soon where it does not."""

import os
import threading
from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

# Seconds between two looks at all sources. Some systems tell nothing of what changes on a disk of another one.
INTERVAL = 0.5
# What an observer may say of a file that is not the same any more. To open and read one is no change.
CHANGES = {"created", "modified", "moved", "deleted", "closed"}


class Watcher:
    """Calls `changed` with the path of each file that changes, once however often that is told."""

    def __init__(self, changed: Callable[[str], None]):
        self.observers = [Observer(), PollingObserver(timeout=INTERVAL)]
        self._changed, self._last = changed, dict[str, tuple[int, int] | None]()
        self._one_at_a_time = threading.Lock()

    def watch(self, path: Path) -> None:
        """Watch a file, or a folder with all that is in it."""
        top = path.resolve()
        if path.is_dir():
            handler = _Handler(self._note, None)
            for observer in self.observers:
                observer.schedule(handler, str(top), recursive=True)
        else:
            # Many editors put another file in its place.
            handler = _Handler(self._note, str(top))
            for observer in self.observers:
                observer.schedule(handler, str(top.parent), recursive=False)

    def start(self) -> None:
        """Begin. Without what the system allows for the quick one the other does it alone."""
        quick, *others = self.observers
        try:
            quick.start()
        except OSError:
            # Of some folders it may hear already.
            quick.unschedule_all()
            self.observers = others
        for observer in others:
            observer.start()

    def stop(self) -> None:
        """End."""
        for observer in self.observers:
            observer.stop()

    def join(self) -> None:
        """Wait for the end."""
        for observer in self.observers:
            observer.join()

    def _note(self, path: str) -> None:
        try:
            stat = os.stat(path)
            state = (stat.st_mtime_ns, stat.st_size)
        except OSError:
            state = None
        with self._one_at_a_time:
            if path in self._last and self._last[path] == state:
                return
            self._last[path] = state
        self._changed(path)


class _Handler(FileSystemEventHandler):
    """Hands on the paths of files that changed: all, or the `only` one."""

    def __init__(self, note: Callable[[str], None], only: str | None):
        self._note, self._only = note, only

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or event.event_type not in CHANGES:
            return
        for told in (event.src_path, event.dest_path):
            path = os.fsdecode(told)
            if path and self._only in (None, path):
                self._note(path)
