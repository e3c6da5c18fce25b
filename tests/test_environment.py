"""Making and repairing .venv, with a stub of the wheel index on this machine and no network."""

import http.server
import shutil
import threading
import time
from contextlib import contextmanager

import pytest

from cheatsheet import environment


@contextmanager
def stub_index(delay: float = 0.0):
    """A local server that answers every request, after `delay` seconds; yields its address and what was asked."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            time.sleep(delay)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/whl/cpu", asked
    server.shutdown()


@pytest.fixture
def checkout(tmp_path):
    """A checkout that pins nothing, and whose .venv is made without a network."""
    for name in ("requirements.txt", "requirements-test.txt"):
        (tmp_path / name).write_text("# nothing\n", "utf-8")
    return tmp_path


@pytest.fixture
def pip_calls(monkeypatch):
    calls = []
    monkeypatch.setattr(environment, "_pip", lambda root, *arguments: calls.append(arguments))
    monkeypatch.setattr(environment.venv, "create", lambda *a, **k: None)
    return calls


def test_the_wheel_index_is_used_when_it_answers(monkeypatch, checkout, pip_calls):
    (checkout / "requirements.txt").write_text(
        "torch==2.13.0\n    # via -r\nnumpy==2.4.6\n", "utf-8"
    )
    (checkout / ".venv").mkdir()
    with stub_index() as (address, asked):
        monkeypatch.setenv("TORCH_INDEX_URL", address)
        monkeypatch.setattr(environment, "interpreter_works", lambda root: True)
        environment.install(checkout, "site")
    assert asked == ["/whl/cpu/torch/"]
    assert pip_calls[0][:3] == ("torch==2.13.0", "--extra-index-url", address)
    assert pip_calls[-1] == ("-r", str(checkout / "requirements.txt"))


def test_a_silent_wheel_index_costs_three_seconds_at_most(monkeypatch, capsys):
    with stub_index(delay=10) as (address, _):
        monkeypatch.setenv("TORCH_INDEX_URL", address)
        start = time.monotonic()
        assert environment.wheel_index() is None
        assert time.monotonic() - start < environment.PATIENCE + 1
    assert "does not answer" in capsys.readouterr().err


def test_an_empty_address_switches_the_index_off(monkeypatch):
    monkeypatch.setenv("TORCH_INDEX_URL", "")
    assert environment.wheel_index() is None


def test_a_graphics_card_keeps_the_default_wheel(monkeypatch):
    monkeypatch.delenv("TORCH_INDEX_URL", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/nvidia-smi")
    assert environment.wheel_index() is None


def test_pins_are_compared_with_what_is_installed(tmp_path, monkeypatch):
    packages = tmp_path / ".venv/lib/python3.11/site-packages"
    for name in ("torch-2.13.0+cpu", "mkdocs_material-9.8.1"):
        (packages / f"{name}.dist-info").mkdir(parents=True)
        (packages / f"{name}.dist-info/RECORD").write_text("", "utf-8")
    assert environment.installed(tmp_path) == {"torch": "2.13.0", "mkdocs_material": "9.8.1"}
    wanted = "Mkdocs-Material==9.8.1\n    # via x\ntorch==2.13.0\ncolorama==0.4 ; sys_platform == 'win32'\n"
    assert environment.pinned(wanted) == environment.installed(tmp_path)


def test_packages_without_record_or_files_are_damaged(tmp_path):
    packages = tmp_path / ".venv/lib/python3.11/site-packages"
    for name, record in {
        "whole": "whole.py,sha256=x,1\n",
        "gone": "gone.py,sha256=x,1\n",
        "half": None,
    }.items():
        (packages / f"{name}-1.dist-info").mkdir(parents=True)
        if record:
            (packages / f"{name}-1.dist-info/RECORD").write_text(record, "utf-8")
    (packages / "whole.py").touch()
    assert sorted(environment.damaged(tmp_path)) == ["gone", "half"]


def test_a_broken_environment_is_made_again_and_a_good_one_left_alone(checkout, monkeypatch, capfd):
    monkeypatch.setenv("TORCH_INDEX_URL", "")
    assert environment.main(checkout, "site") == 0
    python = checkout / ".venv/bin/python"
    stamp = checkout / ".venv/installed-site.json"
    first = stamp.stat().st_mtime_ns
    assert environment.main(checkout, "site") == 0
    assert stamp.stat().st_mtime_ns == first
    python.unlink()
    assert environment.main(checkout, "site") == 0
    assert environment.interpreter_works(checkout)
    assert capfd.readouterr().err.count("Creating .venv") == 2


def test_a_failing_installation_says_so_in_one_sentence(checkout, monkeypatch, capsys):
    def fail(*arguments):
        raise environment.CannotInstall("pip could not install what is pinned.")

    monkeypatch.setattr(environment, "_pip", fail)
    monkeypatch.setattr(environment, "interpreter_works", lambda root: True)
    (checkout / ".venv").mkdir()
    assert environment.main(checkout, "site") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "pip could not install what is pinned."
    assert not (checkout / ".venv/installed-site.json").exists()
