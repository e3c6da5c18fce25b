"""A server for a folder that rebuilds it when a source changes, and lets open pages reload."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

HOST = "127.0.0.1"


def serve_folder(
    folder: Path, port: int, sources: Iterable[Path], rebuild: Callable[[], None]
) -> None:
    """Call `rebuild` now and after each change of the `sources`, and serve `folder` until interrupted.

    Raises SystemExit where the first build leaves no folder.
    """
    server = LiveReloadServer(builder=rebuild, host=HOST, port=port, root=str(folder))
    server.error_handler = lambda code: _error_page(folder, code)
    for path in sources:
        server.watch(str(path))
    # Sees edits that are made while the first build runs; the server itself would start it behind that.
    server.observer.start()
    server.observer.start = lambda: None  # type: ignore[method-assign]
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
