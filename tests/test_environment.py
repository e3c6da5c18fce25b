"""Making and repairing .venv, with a stub of the wheel index on this machine and no network."""

import http.server
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
import venv
from contextlib import ExitStack, contextmanager
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from cheatsheet import environment
from conftest import ROOT


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


PYPROJECT = """[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "cv-cheatsheet"
version = "0"
[tool.setuptools]
package-dir = { "" = "scripts" }
packages = ["cheatsheet"]
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with one module that pins nothing."""
    root = tmp_path / "checkout"
    package = root / "scripts/cheatsheet"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (root / "pyproject.toml").write_text(PYPROJECT, "utf-8")
    (root / "requirements").mkdir()
    for name in environment.LOCKS["engines"]:
        (root / name).write_text("# nothing\n", "utf-8")
    return root


@pytest.fixture
def calls(monkeypatch):
    """What would be installed. `.venv` is an empty folder that counts as one with a working interpreter."""
    found = []
    monkeypatch.setattr(
        environment, "_install", lambda root, *arguments, **how: found.append(arguments)
    )
    monkeypatch.setattr(environment, "interpreter_works", lambda root: (root / ".venv").exists())
    monkeypatch.setattr(
        environment.venv, "create", lambda folder, **options: (folder / "bin").mkdir(parents=True)
    )
    return found


def add_package(root, name, record="", version="1"):
    """A dist-info folder as an installer leaves it; without a record where that is None."""
    (root / ".venv/bin").mkdir(parents=True, exist_ok=True)
    packages = root / ".venv/lib/python3.11/site-packages"
    dist_info = packages / f"{name}-{version}.dist-info"
    dist_info.mkdir(parents=True)
    if record is not None:
        (dist_info / "RECORD").write_text(record, "utf-8")
    return packages


def test_the_wheel_index_is_used_when_it_answers(monkeypatch, checkout, calls):
    lock = checkout / "requirements.txt"
    lock.write_text("torch==2.13.0\n    # via -r\nnumpy==2.4.6\n", "utf-8")
    with stub_index() as (address, asked):
        monkeypatch.setenv("TORCH_INDEX_URL", address)
        environment.install(checkout, "site")
    assert asked == ["/whl/cpu/torch/"]
    torch, locks, own = calls
    assert torch == ("torch==2.13.0", "-c", str(lock), "--extra-index-url", address)
    assert locks == ("--no-deps", "-r", str(lock))
    assert own == ("--no-deps", "--no-build-isolation", "--editable", str(checkout))


def test_torch_that_is_there_is_not_asked_for_again(checkout, calls):
    (checkout / "requirements.txt").write_text("torch==2.13.0\n", "utf-8")
    add_package(checkout, "torch", version="2.13.0+cpu")
    environment.install(checkout, "site")
    assert [call[0] for call in calls] == ["--no-deps", "--no-deps"]


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


def test_pins_are_compared_with_what_is_installed(tmp_path):
    add_package(tmp_path, "torch", version="2.13.0+cpu")
    add_package(tmp_path, "mkdocs_material", version="9.8.1")
    assert environment.installed(tmp_path) == {"torch": "2.13.0", "mkdocs_material": "9.8.1"}
    wanted = "Mkdocs-Material==9.8.1\n    # via x\ntorch==2.13.0\ncolorama==0.4 ; sys_platform == 'win32'\n"
    assert environment.pinned(wanted) == environment.installed(tmp_path)


def test_packages_without_record_or_files_are_installed_again(checkout, calls):
    packages = add_package(checkout, "whole", "whole.py,sha256=x,1\n")
    (packages / "whole.py").touch()
    add_package(checkout, "gone", "gone.py,sha256=x,1\n")
    add_package(checkout, "half", None)
    assert list(environment.installed(checkout)) == ["whole"]
    environment.install(checkout, "site")
    assert [path.name for path in packages.glob("*.dist-info")] == ["whole-1.dist-info"]


def test_a_file_that_is_missing_deep_in_a_package_is_looked_for_when_a_command_asks(
    checkout, calls
):
    names = [f"deep/{number}.py" for number in range(50)]
    record = "".join(
        f"{name},sha256=x,1\n" for name in [*names, "deep-1.dist-info/METADATA", "a.pyc"]
    )
    packages = add_package(checkout, "deep", record + '"with, comma.py",,\n')
    for name in [*names[:-1], "with, comma.py"]:
        (packages / name).parent.mkdir(exist_ok=True)
        (packages / name).touch()
    (checkout / "requirements.txt").write_text("deep==1\n", "utf-8")
    environment.install(checkout, "site")
    calls.clear()
    assert environment.has_locks(checkout, "site")
    (checkout / ".venv" / environment.DAMAGED).touch()
    assert not environment.has_locks(checkout, "site")
    environment.install(checkout, "site")
    assert not list(packages.glob("deep-*"))
    assert ("--no-deps", "-r", str(checkout / "requirements.txt")) in calls
    assert not environment.is_damaged(checkout)


def test_what_was_installed_for_more_is_enough_for_less(checkout, calls):
    environment.install(checkout, "pdf")
    assert environment.has_locks(checkout, "site")
    assert not environment.has_locks(checkout, "test")
    (checkout / "requirements.txt").write_text("# changed\n", "utf-8")
    assert not environment.has_locks(checkout, "site")


def test_pip_that_is_missing_or_not_whole_is_brought_back(tmp_path, capfd):
    venv.create(tmp_path / ".venv", symlinks=True, with_pip=False)
    (packages,) = tmp_path.glob(".venv/lib/python*/site-packages")
    (packages / "pip").mkdir()
    (packages / "pip-99.dist-info").mkdir()
    (packages / "pip-99.dist-info/RECORD").write_text("pip/__main__.py,,\n", "utf-8")
    assert not environment.has_pip(tmp_path)
    # There is nothing to install: pip says so and ends well, once it is there.
    (tmp_path / "nothing.txt").touch()
    environment._install(tmp_path, "-r", str(tmp_path / "nothing.txt"))
    assert environment.has_pip(tmp_path)
    assert not (packages / "pip-99.dist-info").exists()
    assert "bringing it back" in capfd.readouterr().err


def test_pip_that_cannot_be_brought_back_has_a_cure(checkout, tools):
    tools(pip=1)
    add_package(checkout, "pip", "pip/__main__.py,,\n")
    with pytest.raises(environment.CannotInstall, match="delete .venv and start again"):  # noqa: RUF043
        environment._install(checkout, "x")


def test_every_package_that_a_pinned_one_needs_is_pinned(request):
    """The locks are installed as they are, so what they leave out must be what requirements/unused.txt names."""
    kind = "engines" if request.config.getoption("engines") else "test"
    pins = {
        name
        for lock in environment.LOCKS[kind]
        for name in environment.pinned((ROOT / lock).read_text("utf-8"))
    }
    unused = {
        environment.normal(line.partition("#")[0].strip())
        for line in (ROOT / "requirements/unused.txt").read_text("utf-8").splitlines()
    } - {""}
    needed = {
        environment.normal(requirement.name)
        for pin in pins
        for requirement in map(Requirement, metadata.requires(pin) or ())
        if not requirement.marker or requirement.marker.evaluate({"extra": ""})
    }
    # A build of torch for CUDA brings its libraries along.
    cuda = {name for name in needed if name.startswith(("nvidia_", "cuda_", "triton"))}
    assert needed - pins - cuda == unused


def test_a_broken_environment_is_made_again_and_a_good_one_left_alone(
    checkout, monkeypatch, capsys
):
    without_pip = venv.EnvBuilder(symlinks=True)
    monkeypatch.setattr(
        environment.venv, "create", lambda folder, **options: without_pip.create(folder)
    )
    monkeypatch.setattr(environment, "_install", lambda root, *arguments: None)
    monkeypatch.setattr(environment, "has_checkout", lambda root: True)
    assert environment.main(checkout, "site") == 0
    python = checkout / ".venv/bin/python"
    stamp = checkout / ".venv/installed-site.json"
    first = stamp.stat().st_mtime_ns
    assert environment.main(checkout, "site") == 0
    assert stamp.stat().st_mtime_ns == first
    python.unlink()
    assert environment.main(checkout, "site") == 0
    assert environment.interpreter_works(checkout)
    assert capsys.readouterr().err.count("Creating .venv") == 2


def test_a_failing_installation_says_so_in_one_sentence(checkout, monkeypatch, calls, capsys):
    def fail(*arguments):
        raise environment.CannotInstall("pip could not install what is pinned.")

    monkeypatch.setattr(environment, "_install", fail)
    assert environment.main(checkout, "site") == 1
    assert capsys.readouterr().err.splitlines()[-1] == "pip could not install what is pinned."
    assert not (checkout / ".venv/installed-site.json").exists()


def test_the_checkout_is_installed_again_when_it_was_changed_or_moved(checkout, calls):
    def editable(root):
        """What `install` asks for, beside the record that an installer would leave."""
        calls.clear()
        environment.install(root, "site")
        return [call[-1] for call in calls if "--editable" in call]

    assert editable(checkout) == [str(checkout)]
    add_package(checkout, "cv_cheatsheet")
    assert editable(checkout) == []
    (checkout / "pyproject.toml").write_text(PYPROJECT + "# changed\n", "utf-8")
    assert editable(checkout) == [str(checkout)]
    moved = checkout.rename(checkout.with_name("moved"))
    assert editable(moved) == [str(moved)]
    assert editable(moved) == []


def test_an_environment_behind_a_link_keeps_its_own_checkout(checkout, calls, tmp_path):
    environment.install(checkout, "site")
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy, ignore=shutil.ignore_patterns(".venv"))
    (copy / ".venv").symlink_to(checkout / ".venv")
    calls.clear()
    assert environment.main(copy, "site") == 0
    assert calls == []


def test_commands_run_the_package_from_wherever_the_checkout_lies(checkout, monkeypatch):
    """The real thing: an environment that borrows pip and setuptools from the one that runs the tests."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    venv.create(checkout / ".venv", symlinks=True, with_pip=False)
    packages = next(checkout.glob(".venv/lib/python*/site-packages"))
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    where = "import cheatsheet; print(cheatsheet.__file__)"
    launcher = checkout / ".venv/bin/where"
    launcher.write_text(f"#!{checkout}/.venv/bin/python3\n{where}\n", "utf-8")
    launcher.chmod(0o755)
    # Where a package's command is a module, pip leaves what it compiled of it beside.
    (launcher.parent / "__pycache__").mkdir()
    for name in ("a place", "b" * 130):
        checkout = checkout.rename(checkout.with_name(name))
        assert environment.main(checkout, "site") == 0
        for command in ([".venv/bin/where"], [".venv/bin/python", "-c", where]):
            done = subprocess.run(
                command, cwd=checkout, env={}, capture_output=True, text=True, check=True
            )
            assert done.stdout.strip() == str(checkout / "scripts/cheatsheet/__init__.py")


@pytest.fixture
def tools(checkout, monkeypatch):
    """Stand-ins for uv and for the interpreter that runs pip; each notes how it was called in a file."""
    folder = checkout.parent / "bin"
    folder.mkdir()
    python = checkout / ".venv/bin/python"
    python.parent.mkdir(parents=True)

    def write(path, *lines):
        path.write_text("\n".join(["#!/bin/sh", *lines, ""]), "utf-8")
        path.chmod(0o755)

    def tools(uv=None, settings="", pip=0):
        """`uv` and `pip` are exit codes, without the first there is no uv; `settings` is what pip lists."""
        log = checkout.parent / "calls"
        log.write_text("", "utf-8")
        if uv is not None:
            variables = "$UV_INDEX_STRATEGY $UV_DEFAULT_INDEX $UV_INDEX $UV_FIND_LINKS"
            write(
                folder / "uv", f'echo "uv $*" >>{log}', f'echo "{variables}" >>{log}', f"exit {uv}"
            )
        write(
            python,
            f'[ "$3" = config ] && {{ cat <<"EOF"\n{settings}\nEOF\nexit; }}',
            f'echo "$*" >>{log}',
            f"exit {pip}",
        )
        return log

    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    for name in ("UV_INDEX_STRATEGY", "UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS"):
        monkeypatch.delenv(name, raising=False)
    return tools


PIP_CALL = "-m pip install --quiet --disable-pip-version-check --no-deps x==1"


def test_pip_installs_where_uv_is_missing(checkout, tools):
    log = tools()
    environment._install(checkout, "--no-deps", "x==1")
    assert log.read_text("utf-8").splitlines() == [PIP_CALL]


@pytest.mark.parametrize("uv", [None, 0])
@pytest.mark.parametrize("terminal", [True, False])
def test_a_terminal_sees_how_far_the_largest_download_is(
    checkout, tools, monkeypatch, capfd, uv, terminal
):
    (checkout / "requirements.txt").write_text("torch==2.13.0\n", "utf-8")
    monkeypatch.setenv("TORCH_INDEX_URL", "")
    monkeypatch.setattr(environment, "interpreter_works", lambda root: True)
    monkeypatch.setattr(environment, "has_checkout", lambda root: True)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    log = tools(uv=uv)
    environment.install(checkout, "site")
    torch, locks = [line for line in log.read_text("utf-8").splitlines() if " install " in line]
    assert "torch==2.13.0" in torch
    assert ("--quiet" in torch) is not terminal
    assert "--quiet" in locks
    assert "PyTorch comes first, the largest part\n" in capfd.readouterr().err


def test_uv_installs_where_it_is_there_from_where_pip_would(checkout, tools):
    settings = (
        ":env:.find-links='/wheels /more'\nglobal.extra-index-url='\\nhttps://a/simple\\nhttps://b/simple'\n"
        "global.find-links='/other'\nglobal.index-url='https://mirror/simple'\nglobal.timeout='60'"
    )
    log = tools(uv=0, settings=settings)
    environment._install(checkout, "--no-deps", "x==1")
    assert log.read_text("utf-8").splitlines() == [
        f"uv pip install --quiet --python {checkout}/.venv/bin/python --no-deps x==1",
        "unsafe-best-match https://mirror/simple https://a/simple https://b/simple /wheels,/more",
    ]


def test_settings_of_uv_come_before_those_of_pip(checkout, tools, monkeypatch):
    log = tools(uv=0, settings="global.index-url='https://mirror/simple'")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://own/simple")
    environment._install(checkout, "x==1")
    assert "https://own/simple" in log.read_text("utf-8")
    assert "https://mirror" not in log.read_text("utf-8")


def test_pip_tries_where_uv_fails(checkout, tools, capfd):
    log = tools(uv=2)
    environment._install(checkout, "--no-deps", "x==1")
    assert log.read_text("utf-8").splitlines()[-1] == PIP_CALL
    assert "pip tries" in capfd.readouterr().err


def test_where_both_fail_the_message_is_one_sentence(checkout, tools):
    tools(uv=2, pip=1)
    add_package(checkout, "pip")
    with pytest.raises(environment.CannotInstall, match="Is there a network"):
        environment._install(checkout, "x==1")


INSTALLER = """
import sys
from pathlib import Path
from cheatsheet import environment

def install(root, kind):
    print("inside", flush=True)
    sys.stdin.readline()

environment.install = install
sys.exit(environment.main(Path(sys.argv[1]), "site"))
"""


def test_of_three_processes_one_installs_at_a_time(checkout):
    """Each says when it is inside and stays there until it is told to leave, so that no clock is needed."""
    with ExitStack() as stack:

        def start():
            process = subprocess.Popen(
                [sys.executable, "-c", INSTALLER, checkout],
                env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        def leave(process):
            process.communicate("\n")

        first = start()
        assert first.stdout.readline() == "inside\n"
        second = start()
        assert second.stdout.readline().startswith("Waiting")
        leave(first)
        assert second.stdout.readline() == "inside\n"
        third = start()
        assert third.stdout.readline().startswith("Waiting")
        leave(second)
        assert third.stdout.readline() == "inside\n"
        leave(third)
