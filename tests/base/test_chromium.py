"""Which Chromium is taken, and how one is got; every program here is a stub."""

import stat
import sys

import pytest

from cheatsheet.base import chromium
from cheatsheet.base.chromium import MISSING, NAMES, find_chromium, main


@pytest.fixture
def program(tmp_path, monkeypatch):
    """`program(path, code)` is an executable that notes its call in `calls`; there are no others, and no home."""
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setattr(chromium, "MACOS", tmp_path / "absent")

    def program(name, code=0, script=""):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = ["#!/bin/sh", f'echo "{path.name} $*" >>{tmp_path}/calls', script, f"exit {code}"]
        path.write_text("\n".join(lines), "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return program


@pytest.fixture
def calls(tmp_path):
    return lambda: (tmp_path / "calls").read_text("utf-8").splitlines()


def test_there_may_be_none(program):
    assert find_chromium() is None


@pytest.mark.parametrize("name", NAMES)
def test_one_on_the_path_is_found_under_each_of_its_names(program, name):
    path = program(f"bin/{name}")
    assert find_chromium() == path


def test_the_one_that_is_named_comes_before_all_others(program, monkeypatch):
    program("bin/chromium")
    named = program("elsewhere/chrome")
    monkeypatch.setenv("CHROMIUM", named)
    assert find_chromium() == named
    monkeypatch.setenv("CHROMIUM", named + "-gone")
    assert find_chromium() is None


@pytest.mark.parametrize("cache", [".cache/ms-playwright", "Library/Caches/ms-playwright"])
def test_what_playwright_installed_is_the_last_choice(program, cache):
    folder = f"home/{cache}/chromium-1/chrome-linux"
    program(f"{folder}/a_helper_of_chrome")
    found = program(f"{folder}/chrome")
    assert find_chromium() == found
    on_path = program("bin/chrome")
    assert find_chromium() == on_path


def test_main_prints_the_path_and_installs_nothing(program, capsys):
    found = program("bin/chromium")
    assert main() == 0
    assert capsys.readouterr().out == f"{found}\n"


def test_one_that_is_named_and_missing_is_not_replaced(program, monkeypatch, tmp_path, capsys):
    program("bin/apt-get")
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "gone"))
    assert main() == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"{MISSING}\n")
    assert not (tmp_path / "calls").exists()


@pytest.mark.parametrize(("user", "prefix"), [(0, ""), (1000, "sudo -n ")])
def test_debians_package_is_installed_where_that_needs_no_password(
    program, calls, monkeypatch, tmp_path, capfd, user, prefix
):
    monkeypatch.setattr(chromium.os, "geteuid", lambda: user)
    monkeypatch.setattr(sys, "executable", program("elsewhere/python"))
    program("bin/sudo", script='shift; "$@"')
    chrome = tmp_path / "bin/chromium"
    program("bin/apt-get", script=f"/bin/cp $0 {chrome}; echo noise")
    assert main() == 0
    assert [call for call in calls() if call.startswith("sudo" if prefix else "apt-get")] == [
        f"{prefix}apt-get update -q",
        f"{prefix}apt-get install -q -y chromium",
    ]
    assert not [call for call in calls() if call.startswith("python")]
    assert capfd.readouterr().out == f"{chrome}\n"


@pytest.mark.parametrize("apt", [True, False])
def test_playwright_downloads_one_where_debian_has_none(program, calls, monkeypatch, apt):
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0)
    if apt:
        program("bin/apt-get", code=100)
    monkeypatch.setattr(sys, "executable", program("elsewhere/python"))
    assert main() == 1
    assert calls() == ["apt-get update -q"] * apt + ["python -m playwright install chromium"]
