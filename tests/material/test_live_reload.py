"""A served folder: what is watched, in which order things start, and how it ends."""

import pytest

from cheatsheet.material import live_reload
from cheatsheet.material.live_reload import serve_folder


@pytest.fixture
def server(monkeypatch):
    """The server that was made last, and what happened to it in turn; it is interrupted at once."""

    class Observer:
        def start(self):
            Server.events.append("observe")

    class Server:
        events: list = []  # noqa: RUF012
        last = None

        def __init__(self, *options):
            Server.last, self.options, self.observer = self, options, Observer()

        def watch(self, path):
            self.events.append(f"watch {path}")

        def serve(self):
            # As MkDocs' own does.
            self.observer.start()
            self.events.append("serve")
            raise KeyboardInterrupt

        def shutdown(self):
            self.events.append("shut down")

    monkeypatch.setattr(live_reload, "LocalServer", Server)
    return Server


def test_edits_during_the_first_build_are_seen(server, tmp_path):
    """The observer starts once, and before the build."""
    folder = tmp_path / "served"

    def rebuild(changed):
        assert changed == []
        server.events.append("build")
        folder.mkdir()

    serve_folder(folder, 8000, [tmp_path / "docs", tmp_path / "examples"], rebuild)
    assert server.events == [
        f"watch {tmp_path / 'docs'}",
        f"watch {tmp_path / 'examples'}",
        "observe",
        "build",
        "serve",
        "shut down",
    ]
    assert server.last.options == (folder, 8000, rebuild)


def test_a_first_build_that_leaves_nothing_ends_it(server, tmp_path):
    with pytest.raises(SystemExit) as stop:
        serve_folder(tmp_path / "served", 8000, [], lambda _: None)
    assert stop.value.code == 1
    assert "serve" not in server.events
