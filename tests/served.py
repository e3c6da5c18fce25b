"""A static server that compresses as web hosts do."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".py", ".ipynb", ".txt"}
LEVEL = 6  # gzip's default, and nginx's and GitHub's neighbourhood


@cache
def _body(path: Path, modified: int) -> bytes:
    """What is sent for a file; `modified` (ns) is part of the key alone."""
    data = path.read_bytes()
    return gzip.compress(data, LEVEL, mtime=0) if path.suffix in COMPRESSED else data


class Handler(SimpleHTTPRequestHandler):
    """Folders as their index.html, text compressed, 404.html for what is not there, kept for ten minutes."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave together
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".woff2": "font/woff2",
    }

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        address, mark, asked = self.path.partition("?")
        if path.is_dir() and not address.endswith("/"):
            self.send_response(HTTPStatus.MOVED_PERMANENTLY)
            self.send_header("Location", f"{address}/{mark}{asked}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, status = path / "index.html" if path.is_dir() else path, HTTPStatus.OK
        if not path.is_file():
            path, status = Path(self.directory, "404.html"), HTTPStatus.NOT_FOUND
        body = _body(path, path.stat().st_mtime_ns) if path.is_file() else b""
        self.send_response(status)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        if body and path.suffix in COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)
        self.server.sent.append(len(body))

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """A site on a free port of this machine; `sent` holds the bytes of each answer."""

    daemon_threads = True

    def __init__(self, site: Path):
        super().__init__(("127.0.0.1", 0), partial(Handler, directory=str(site)))
        self.sent: list[int] = []
        self.address = f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that closes in the middle of an answer is no fault."""


@contextmanager
def served(site: Path) -> Iterator[Server]:
    """Serve the folder `site` until the block ends."""
    server = Server(site)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
