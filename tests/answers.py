"""What a host answers for each file of the site, and what is wrong with it."""

import gzip
import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

ROOT = Path(__file__).parents[1]
# What browsers and standards expect, whatever the configuration says.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".py": "text/x-python; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    "": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".ipynb": "application/x-ipynb+json",
    ".webmanifest": "application/manifest+json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
    ".zip": "application/zip",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
PACKED = {".woff2", ".png", ".zip", ".epub", ".pdf"}
AN_HOUR, EACH_TIME = "max-age=3600", "no-cache"
PATIENCE = 30  # seconds until an answer is there
SHORT = 300  # bytes; below, a compressed file is hardly smaller


@dataclass(frozen=True)
class Answer:
    """An answer to one request; `sent` counts its bytes with status and headers."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def sent(self) -> int:
        return len("HTTP/1.1 200 OK\r\n\r\n") + len(self.body) + self.heading

    @property
    def heading(self) -> int:
        return sum(len(f"{name}: {value}\r\n") for name, value in self.headers.items())


def ask(
    connection: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> Answer:
    """One request on an open connection. Raises TimeoutError with a sentence where the host keeps silent."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(
            method, quote(path, safe="/?="), headers={"Accept-Encoding": "gzip", **named}
        )
        got = connection.getresponse()
        return Answer(got.status, got.headers, got.read())
    except TimeoutError:
        host = f"{connection.host}:{connection.port}"
        raise TimeoutError(f"{host} does not answer {path} within {PATIENCE} s") from None


def connect(address: str) -> closing[http.client.HTTPConnection]:
    """A connection to the host of an address, to be used in a `with`."""
    parts = urlsplit(address)
    return closing(http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE))


def promised() -> dict[str, str]:
    """The headers that the README asks a host for."""
    found = re.findall(r"^ {4}([A-Z][\w-]+): (.+)$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert len(found) > 3
    return dict(found)


def answers(address: str, site: Path, encodings: str = "gzip") -> Iterator[tuple[Path, Answer]]:
    """Each file of the site with its answer, in order. A page is asked for by its address."""
    with connect(address) as connection:
        for file in sorted(path for path in site.rglob("*") if path.is_file()):
            name = file.relative_to(site).as_posix()
            below = re.sub(r"(^|/)index\.html$", r"\1", name)
            yield file, ask(connection, urlsplit(address).path + below, Accept_Encoding=encodings)


def faults(file: Path, answer: Answer) -> Iterator[str]:
    """What is wrong with the answer for a file."""
    said, body = answer.headers, file.read_bytes()
    if answer.status != 200:
        yield f"{answer.status}"
        return
    wanted = {
        **promised(),
        "Content-Type": TYPES[file.suffix],
        "Cache-Control": AN_HOUR if file.suffix == ".woff2" else EACH_TIME,
    }
    for name, value in wanted.items():
        if said.get_all(name) != [value]:
            yield f"{name} is {said.get_all(name)} instead of {value!r}"
    if not said.get("ETag"):
        yield "no ETag"
    packed = said.get("Content-Encoding") == "gzip"
    if (
        not packed
        and file.suffix in TYPES
        and file.suffix not in PACKED | {""}
        and len(body) > SHORT
    ):
        yield "not compressed"
    if packed and said.get("Vary") != "Accept-Encoding":
        yield "compressed without Vary"
    if (gzip.decompress(answer.body) if packed else answer.body) != body:
        yield "other bytes than the file has"
