"""The nginx of this machine with the configuration in hosting/, on free ports of 127.0.0.1, as an ordinary process."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

HOSTING = Path(__file__).parents[1] / "hosting"
# Debian has it where only root looks.
PATHS = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
# What belongs to the machine and not to the site: one process that answers, so that one core is measured.
MAIN = """{user}{brotli}
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/site.conf;
}}
"""
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PATIENCE = 60  # seconds until nginx answers, and until it is gone: many times what it takes
CERTIFICATE = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
               "-subj", "/CN=127.0.0.1", "-days", "2"]  # fmt: skip


@dataclass(frozen=True)
class Host:
    """A running nginx: its addresses, with TLS and without, and the process that answers, 0 where /proc is missing."""

    secure: str
    plain: str
    moved: str
    worker: int


def program(name: str) -> str | None:
    """Path of a program; None where it is missing."""
    return shutil.which(name, path=PATHS)


def missing(*names: str) -> str:
    """Which of the programs are missing, beside nginx and what makes its certificate; empty where none is."""
    absent = [name for name in ("nginx", "openssl", *names) if not program(name)]
    cure = "apt-get install nginx-light openssl wrk"
    return f"{' and '.join(absent)} missing: {cure}" if absent else ""


def has_brotli() -> bool:
    """Whether this nginx can send what brotli compressed, and brotli is there."""
    return BROTLI.exists() and bool(program("brotli"))


def prepared(folder: Path, root: Path, more: str = "") -> tuple[Path, list[int]]:
    """Write the configuration, with `root` as its folder and `more` in its server, and a certificate; its main file and ports."""
    ports = _free_ports(3)
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = [*CERTIFICATE, "-keyout", key, "-out", certificate]
    subprocess.run(command, capture_output=True, check=True)
    text = (HOSTING / "nginx.conf").read_text("utf-8")
    for old, new in {
        "listen 80;": f"listen 127.0.0.1:{ports[2]};",
        "    listen [::]:80;\n": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{ports[0]} ssl http2; listen 127.0.0.1:{ports[1]};",
        "    listen [::]:443 ssl http2;\n": "",
        "/etc/ssl/certs/cheatsheet.pem": str(certificate),
        "/etc/ssl/private/cheatsheet.key": str(key),
        "error_log /var/log/nginx/error.log crit;": "",
        "root /srv/cheatsheet/current;": f'root "{root}"; {more}',
    }.items():
        assert text.count(old) == 1, f"hosting/nginx.conf has {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text, "utf-8")
    (folder / "snippets").mkdir()
    for snippet in ["cheatsheet.conf", *(["cheatsheet-brotli.conf"] if has_brotli() else [])]:
        shutil.copy(HOSTING / snippet, folder / "snippets")
    brotli = f"load_module {BROTLI};" if has_brotli() else ""
    # Started by root it would answer as somebody who may not read the folder.
    user = "" if os.geteuid() else "user root;"
    main = folder / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, user=user, brotli=brotli), "utf-8")
    return main, ports


@contextmanager
def hosted(folder: Path, root: Path, more: str = "") -> Iterator[Host]:
    """Serve the folder `root` until the block ends; `folder` is an empty one for nginx itself.

    Raises ConnectionError where nginx does not run, and TimeoutError where it keeps silent, with a sentence.
    """
    main, ports = prepared(folder, root, more)
    command = [program("nginx"), "-p", folder, "-c", main, "-e", folder / "errors.log"]
    with subprocess.Popen([*command, "-g", "daemon off;"]) as process:
        try:
            _wait_for_answer(process, ports[1], folder / "errors.log")
            secure, plain, moved = (f"127.0.0.1:{port}/" for port in ports)
            yield Host(
                f"https://{secure}", f"http://{plain}", f"http://{moved}", _worker(process.pid)
            )
        finally:
            _end(process)


def _wait_for_answer(process: subprocess.Popen[bytes], port: int, errors: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None:
            said = errors.read_text("utf-8").strip() if errors.exists() else "it says nothing"
            raise ConnectionError(f"nginx does not run: {said}")
        if time.monotonic() > deadline:
            raise TimeoutError(f"nginx does not answer within {PATIENCE} s")
        time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _worker(pid: int) -> int:
    """The one child of nginx, which it starts a moment after it has opened its ports."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for _ in range(200):
        if not children.exists():
            break
        if found := children.read_text("utf-8").split():
            return int(found[0])
        time.sleep(0.05)
    return 0


def _answers(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as tried:
        try:
            tried.request("HEAD", "/")
            tried.getresponse()
        except (OSError, http.client.HTTPException):
            return False
    return True
