"""Serve the site with live reload: an edit of a page or an example shows by itself."""

import socket
import sys
from http import HTTPStatus
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from cheatsheet.build import put_in_place, render
from cheatsheet.faults import BadInput
from cheatsheet.installable import retire_worker
from cheatsheet.offers import offer
from cheatsheet.project import Project, only_one

WATCHED = ("docs", "examples", "overrides", "mkdocs.yml")


def serve(project: Project, port: int) -> None:
    """Build into a folder of its own and serve it until interrupted. Raises OSError where the port is taken."""
    socket.create_server(("127.0.0.1", port)).close()  # taken? Say so before the first build
    folder = project.cache / "served"
    address = f"http://127.0.0.1:{port}/"

    def rebuild() -> None:
        new = project.cache / "served-new"
        with only_one(project, "scripts/serve"):
            try:
                render(project, new, address)
            except BadInput as bad:
                print(bad, file=sys.stderr)
                return
            offer(new, "")
            retire_worker(new)
            put_in_place(new, folder)
        print(f"Ready: {address}", file=sys.stderr)

    server = LiveReloadServer(builder=rebuild, host="127.0.0.1", port=port, root=str(folder))
    server.error_handler = lambda code: _error_page(folder, code)
    for name in WATCHED:
        server.watch(str(project.root / name))
    # Sees edits that are made while the first build runs; the server itself would start it behind that.
    server.observer.start()
    server.observer.start = lambda: None
    rebuild()
    if not folder.exists():
        raise SystemExit(1)
    try:
        server.serve()
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if code == HTTPStatus.NOT_FOUND and page.exists() else None
