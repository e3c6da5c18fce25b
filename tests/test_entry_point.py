"""scripts/test: which packages it asks for, what of its arguments reaches pytest, what it says, and how Ctrl-C ends it."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from conftest import ROOT
from engines import packages
from miniature import wait_for


@pytest.fixture
def run(tmp_path):
    """`run(argument, …)` is the kind of environment that scripts/test asks for, and what it then calls pytest with."""
    (tmp_path / "scripts/cheatsheet").mkdir(parents=True)
    (tmp_path / ".venv/bin").mkdir(parents=True)
    for name in ("test", "common.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    log = tmp_path / "log"
    note = (
        "import os, sys\nwith open({!r}, 'a') as log:\n    print(*sys.argv[1:], sep='|', file=log)\n"
        "assert not any(name.startswith('PYTHON') for name in os.environ)\n"
    )
    (tmp_path / "scripts/cheatsheet/environment.py").write_text(note.format(str(log)), "utf-8")
    for name in ("python", "lint-imports"):
        command = tmp_path / ".venv/bin" / name
        command.write_text(f"#!{sys.executable}\n{note.format(str(log))}", "utf-8")
        command.chmod(0o755)
    # The interpreter that runs the tests is of a version that the script takes.
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/python3").symlink_to(sys.executable)

    def run(*arguments, **outside):
        log.write_text("", "utf-8")
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        subprocess.run(
            ["scripts/test", *arguments],
            env={**os.environ, "PATH": path, **outside},
            cwd=tmp_path,
            check=True,
        )
        lines = log.read_text("utf-8").splitlines()
        return lines[0].split("|")[-1], lines[-1].split("|")

    return run


PYTEST = ["-m", "pytest", "-n", "2", "--dist", "loadgroup"]


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ([], "test"),
        (["tests/base", "-k", "a name or another"], "test"),
        (["-k", "--engines or not"], "test"),
        (["--engines"], "engines"),
        (["-x", "--engines", "tests/engines", "-k", "two words"], "engines"),
    ],
)
def test_all_arguments_reach_pytest_and_one_chooses_the_packages(run, arguments, kind):
    assert run(*arguments) == (kind, [*PYTEST, *arguments])


def test_no_variable_of_the_caller_reaches_python_or_cd(run, tmp_path):
    (tmp_path / "elsewhere/scripts").mkdir(parents=True)
    outside = {
        "PYTHONOPTIMIZE": "2",
        "PYTHONHOME": "",
        "PYTHONPATH": "x",
        "PYTHONWARNINGS": "error",
    }
    assert run("x", CDPATH=f"{tmp_path}/elsewhere:.", **outside) == ("test", [*PYTEST, "x"])


def test_each_step_is_said_and_how_long_all_tests_take(run, capfd):
    run()
    lines = capfd.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "First five checks, then the tests", "ruff", "codespell", "mypy", "lint-imports", "pytest",
    ]  # fmt: skip
    assert "about 20 minutes" in lines[-1]
    run("tests/base")
    assert capfd.readouterr().err.splitlines()[-1] == "pytest"


ENDLESS = """import threading
from pathlib import Path

def test_endless():
    Path("begun").touch()
    while True:
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            pass
"""
CONFTEST = """from interrupted import Ending

def pytest_configure(config):
    config.pluginmanager.register(Ending(config))
    config.pluginmanager.register(Manager())

class Manager:
    def pytest_sessionfinish(self, session):
        print("patience", session.config.pluginmanager.getplugin("dsession").nodemanager.EXIT_TIMEOUT)
"""


def test_an_interrupt_is_said_before_anything_waits_and_a_test_that_goes_on_is_ended(tmp_path):
    (tmp_path / "test_endless.py").write_text(ENDLESS, "utf-8")
    (tmp_path / "conftest.py").write_text(CONFTEST, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", "-n", "1", "-p", "no:cacheprovider", "test_endless.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT / "tests")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # As a shell starts what Ctrl-C reaches.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        wait_for(lambda: (tmp_path / "begun").exists() or process.poll() is not None)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate()
    assert process.returncode == pytest.ExitCode.INTERRUPTED
    before, found, after = said.partition("Interrupted: ending the processes that run the tests.\n")
    assert found, said
    assert "KeyboardInterrupt" not in before
    assert "patience 2\n" in after


def test_what_is_missing_is_named_in_one_sentence(monkeypatch):
    for name in packages.NEEDED:
        monkeypatch.setitem(packages.NEEDED, name, lambda: "/usr/bin/there")
    assert packages.missing() is None
    monkeypatch.setitem(packages.NEEDED, "xvfb", lambda: None)
    monkeypatch.setitem(packages.NEEDED, "webkit2gtk-driver", lambda: None)
    sentence = packages.missing()
    assert "webkit2gtk-driver, xvfb" in sentence
    assert "firefox" not in sentence
    assert sentence.count(".") == 1


def test_engines_that_are_missing_stop_the_tests(monkeypatch, tmp_path):
    """No engine is left out without a word: pytest ends at once, and says the packages."""
    command = [sys.executable, "-m", "pytest", "--engines", "--collect-only", "tests/engines"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(ROOT / "scripts")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.strip().startswith("ERROR: --engines needs Debian's or Ubuntu's")
    assert "xvfb" in done.stderr
