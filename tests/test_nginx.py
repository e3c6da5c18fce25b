"""A host that does not run or never answers ends in a sentence, in a bounded time, and leaves nothing running."""

import re
import socket
import sys

import pytest

import answers
import nginx

SILENT = """#!{python}
import signal, socket, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
with socket.create_server(("127.0.0.1", {port})) as server:
    time.sleep(600)
"""
ENDS = """#!{python}
import sys
open(sys.argv[sys.argv.index("-e") + 1], "w").write("unknown directive")
"""


@pytest.fixture
def hosted(tmp_path, monkeypatch):
    """`hosted(script)` waits for the answers of a program that stands for nginx."""

    def hosted(script):
        [port] = nginx._free_ports(1)
        program = tmp_path / "nginx"
        program.write_text(script.format(python=sys.executable, port=port), "utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(nginx, "program", lambda name: str(program))
        monkeypatch.setattr(nginx, "prepared", lambda *given: (tmp_path / "conf", [0, port, 0]))
        with nginx.hosted(tmp_path, tmp_path):
            pytest.fail("it does not answer")

    return hosted


def test_a_host_that_never_answers_is_given_up_and_ended(hosted, monkeypatch):
    monkeypatch.setattr(nginx, "PATIENCE", 0.5)
    with pytest.raises(TimeoutError, match=re.escape("nginx does not answer within 0.5 s")):
        hosted(SILENT)


def test_a_host_that_ends_says_why(hosted):
    with pytest.raises(ConnectionError, match="nginx does not run: unknown directive"):
        hosted(ENDS)


def test_a_host_that_falls_silent_is_named_with_the_address(monkeypatch):
    monkeypatch.setattr(answers, "PATIENCE", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with answers.connect(f"http://127.0.0.1:{port}/") as connection:
            what = f"127.0.0.1:{port} does not answer /cnn/ within 0.5 s"
            with pytest.raises(TimeoutError, match=re.escape(what)):
                answers.ask(connection, "/cnn/")
