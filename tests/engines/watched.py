"""The site for these tests: each page notes what goes wrong in it, from its first line on."""

import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from pathlib import Path

# The console itself can be read in one engine of three.
WATCH = """<script>
window.faults = [];
{
  const note = (...words) => faults.push(words.join(" "));
  const place = (one) => one.message ?? `missing: ${one.target.src ?? one.target.href}`;
  addEventListener("error", (event) => note(place(event)), true);
  addEventListener("securitypolicyviolation", (event) => note("stopped:", event.effectiveDirective, event.blockedURI));
  addEventListener("unhandledrejection", (event) => note(event.reason));
  const { error } = console;
  console.error = (...words) => {
    note(...words);
    error(...words);
  };
}
</script>"""


def watched(page: str) -> str:
    """A page with the watch in front of everything else."""
    before, head, after = page.partition("<head>")
    assert head, "a page without a head"
    return before + head + WATCH + after


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Address of the watched site. As a host does, an address that is none gets 404.html."""

    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(site), **options)

        def do_GET(self):
            file = Path(self.translate_path(self.path))
            if file.is_dir() and self.path.partition("?")[0].endswith("/"):
                file /= "index.html"
            if file.suffix == ".html" and file.exists():
                self._answer(HTTPStatus.OK, file)
            # A worker that keeps the site would fetch all of it in the middle of the tests.
            elif not file.exists() or file.name == "service-worker.js":
                self._answer(HTTPStatus.NOT_FOUND, site / "404.html")
            else:
                super().do_GET()

        def _answer(self, status: HTTPStatus, file: Path) -> None:
            page = watched(file.read_text("utf-8")).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *arguments):
            pass

    class Server(http.server.ThreadingHTTPServer):
        def handle_error(self, *arguments):
            """Nothing to say: a browser that leaves a page takes no more of it."""

    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


def unpacked(site: Path, folder: Path) -> str:
    """Address of the watched copy that opens from a folder, without a slash at its end."""
    with zipfile.ZipFile(site / "downloads/cv-cheatsheet-site.zip") as packed:
        packed.extractall(folder)
    for page in folder.rglob("*.html"):
        page.write_text(watched(page.read_text("utf-8")), "utf-8")
    return (folder / "cv-cheatsheet").as_uri()
