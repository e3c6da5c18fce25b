"""A server for a folder that rebuilds it when a source changes, and lets open pages reload."""

from collections.abc import Callable, Iterable
from pathlib import Path

from cheatsheet.material.local_server import LocalServer


def serve_folder(
    folder: Path, port: int, sources: Iterable[Path], rebuild: Callable[[list[str]], None]
) -> None:
    """Call `rebuild` now and, with the files that changed, after each change of the `sources`; serve `folder`.

    Ends when interrupted. Raises SystemExit where the first build leaves no folder.
    """
    server = LocalServer(folder, port, rebuild)
    for path in sources:
        server.watch(str(path))
    # Sees edits that are made while the first build runs; the server itself would start it behind that.
    server.observer.start()
    server.observer.start = lambda: None  # type: ignore[method-assign]
    rebuild([])
    if not folder.exists():
        raise SystemExit(1)
    try:
        server.serve()  # type: ignore[no-untyped-call]
    except KeyboardInterrupt:
        pass
    finally:
        server.shutdown()
