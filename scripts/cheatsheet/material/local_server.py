"""MkDocs' server with live reload, for this computer alone: it answers to its own names, and to nothing malformed.

Any page that is open in the browser may send requests to 127.0.0.1, and by a name of its own that leads there (DNS
rebinding) read the answers too. So a request must name this server.
"""

import functools
from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer, _timestamp

from cheatsheet.material.watching import Watcher
from cheatsheet.site.scripts import flatten

HOST = "127.0.0.1"
NAMES = ("localhost", HOST, "[::1]")
# Seconds without another change before what was edited is made: an editor may write several files.
QUIET = 0.05
SCRIPT = "/live_reload.js"
HEADERS = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Content-Security-Policy", "frame-ancestors 'none'"),
]
Respond = Callable[..., Any]


class LocalServer(LiveReloadServer):
    """Serves one folder; error pages are the folder's own. `rebuild` takes the files that changed."""

    def __init__(self, folder: Path, port: int, rebuild: Callable[[list[str]], None]) -> None:
        super().__init__(builder=self._build, host=HOST, port=port, root=str(folder))
        self._rebuild, self._changed = rebuild, dict[str, None]()
        self.error_handler = lambda code: _error_page(folder, code)
        self.build_delay = QUIET
        self.observer = Watcher(self._want)  # type: ignore[assignment]

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Build anew when a file changes, or one in a folder."""
        self._watched_paths[path] = 1  # so that pages are told to reload
        self.observer.watch(Path(path))  # type: ignore[attr-defined]

    def _want(self, path: str) -> None:
        with self._rebuild_cond:
            self._changed[path] = None
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def _build(self) -> None:
        with self._rebuild_cond:
            changed = list(self._changed)
            self._changed.clear()
        self._rebuild(changed)

    def serve_request(self, environ: dict[str, Any], start_response: Respond) -> Iterable[bytes]:
        """Answer one request, as WSGI has it."""

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, *HEADERS], *rest)

        refused = refusal(environ, self.server_port)
        if refused:
            return _plainly(start, *refused)
        if environ["PATH_INFO"] == SCRIPT:
            start("200 OK", [("Content-Type", "text/javascript")])
            return [_script()]
        return super().serve_request(environ, start)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        script = f'<script src="{SCRIPT}" data-epoch="{epoch}" data-page="{_timestamp()}"></script>'
        before, end, after = content.rpartition(b"</body>")
        return before + script.encode() + end + after if end else after + script.encode()


def refusal(environ: dict[str, Any], port: int) -> tuple[HTTPStatus, str] | None:
    """Why a request gets no answer; None where it gets one."""
    host, method = environ.get("HTTP_HOST", ""), environ.get("REQUEST_METHOD", "")
    if host.lower() not in {f"{name}:{port}" for name in NAMES}:
        what = f"This server answers to http://{HOST}:{port}/ only, and was asked as {host[:80]!r}."
        return HTTPStatus.MISDIRECTED_REQUEST, what
    if method != "GET":
        return HTTPStatus.METHOD_NOT_ALLOWED, "This server only answers to GET."
    try:
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8")
    except UnicodeError:
        path = ""
    # A path with two slashes in front names another host once it is redirected.
    if not path.isprintable() or not path.startswith("/") or path.startswith("//") or "\\" in path:
        return HTTPStatus.BAD_REQUEST, "This address is malformed."
    return None


def _plainly(start: Respond, status: HTTPStatus, sentence: str) -> list[bytes]:
    start(f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{sentence}\n".encode()]


def _error_page(folder: Path, code: int) -> bytes | None:
    page = folder / f"{code}.html"
    return page.read_bytes() if code == HTTPStatus.NOT_FOUND and page.exists() else None


@functools.cache
def _script() -> bytes:
    return flatten([(Path(__file__).parent / "live_reload.js").read_text("utf-8")]).encode()
