"""Faults of the machine at every stage of a build: a clear error or a right build, and the old site whole."""

import contextlib
import errno
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cheatsheet import command_line as command
from cheatsheet.base import placing
from cheatsheet.base.project import Project
from cheatsheet.commands.build import build
from miniature import PAGE, snapshot, write

# Set to what is done at each write, rename and new folder below the project: a hook stays for ever.
_at: list[Callable[[str, str], None]] = []


def _hook(event, arguments):
    if not _at:
        return
    if (
        event == "open"
        and isinstance(arguments[2], int)
        and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    ):
        _at[0](event, os.fsdecode(arguments[0]) if not isinstance(arguments[0], int) else "")
    elif event in ("os.rename", "os.mkdir"):
        _at[0](event, os.fsdecode(arguments[0]))


sys.addaudithook(_hook)


@pytest.fixture
def stages():
    """`stages(do)` lets `do(number, what)` see each write of another kind: the line of the code that asks for it."""

    def stages(do):
        seen: dict[tuple, int] = {}

        def at(event, path):
            frame, trace = sys._getframe(2), []
            while frame:
                name = frame.f_code.co_filename
                if "cheatsheet" in name or "mkdocs" in name:
                    trace.append((name, frame.f_lineno))
                frame = frame.f_back
            stage = (event, *trace[:4])
            if stage not in seen:
                seen[stage] = len(seen)
                do(seen[stage], (event, path))

        _at[:] = [at]
        return seen

    yield stages
    _at.clear()


@pytest.fixture
def edited(built, tmp_path):
    """A miniature with a site, and an edit that is not built yet."""
    root = tmp_path / "edited"
    shutil.copytree(built.root, root, symlinks=True)
    write(root, "docs/cnn.md", PAGE + "\nMore.\n")
    return Project(root)


def is_right(project, before):
    """Whether the site is the old one or the new one, as a whole."""
    now = snapshot(project.site)
    return now == before or b"More." in now.get("cnn/index.html", b"")


def test_a_disk_that_is_full_at_any_stage_leaves_the_old_site(edited, stages, tmp_path):
    before = snapshot(edited.site)
    count = _count(edited, stages, tmp_path)
    assert count > 8
    for wanted in range(count):

        def full(number, what, wanted=wanted):
            if number == wanted:
                raise OSError(errno.ENOSPC, "No space left on device", what[1])

        stages(full)
        with contextlib.suppress(OSError):
            build(edited)
        _at.clear()
        assert is_right(edited, before), wanted
        assert not list(edited.root.glob(".site-*")), wanted
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]


def test_a_build_that_is_killed_at_any_stage_leaves_a_whole_site(edited, stages, tmp_path):
    before = snapshot(edited.site)
    count = _count(edited, stages, tmp_path)
    for wanted in range(0, count, 2):
        process = os.fork()
        if not process:

            def kill(number, what, wanted=wanted):
                if number == wanted:
                    os.kill(os.getpid(), signal.SIGKILL)

            stages(kill)
            build(edited)
            os._exit(0)
        os.waitpid(process, 0)
        placing.recover(edited.site)
        assert is_right(edited, before), wanted
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]
    shutil.rmtree(edited.cache / "light")
    shutil.rmtree(edited.site)
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]


def _count(project, stages, tmp_path) -> int:
    """How many stages a build of this project has: one in a copy."""
    copy = Project(tmp_path / "copy")
    shutil.copytree(project.root, copy.root, symlinks=True)
    seen = stages(lambda number, what: None)
    build(copy)
    _at.clear()
    shutil.rmtree(copy.root)
    return len(seen)


def test_files_that_may_not_grow_leave_the_old_site(edited):
    """What is cut off in the middle, not at its beginning."""
    before = snapshot(edited.site)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            build(edited)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert snapshot(edited.site) == before
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]


PLACES = ("site.stamp", "examples/cnn/good.json", "examples/cnn/good.ipynb.key", "previews")
PLACES += ("light", "mkdocs", "site-new", "memory.json", "formulas", "templates")


@pytest.mark.parametrize("what", ["folder", "binary", "empty"])
@pytest.mark.parametrize("places", [PLACES, ("examples",)])
def test_what_is_kept_may_be_anything(edited, places, what):
    for place in places:
        path = edited.cache / place
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if what == "folder":
            write(path, "inside/deep", "x")
        else:
            path.write_bytes(b"\xff\0\xfe" if what == "binary" else b"")
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]


def test_a_clock_that_was_set_back_changes_nothing(edited, monkeypatch):
    monkeypatch.setattr(time, "time", lambda: 0.0)
    for path in edited.root.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (0, 0))
    build(edited)
    assert b"More." in snapshot(edited.site)["cnn/index.html"]
    write(edited.root, "docs/cnn.md", PAGE + "\nMore than that.\n")
    os.utime(edited.docs / "cnn.md", (0, 0))
    build(edited)
    assert b"More than that." in snapshot(edited.site)["cnn/index.html"]


def test_a_path_with_blanks_and_letters_of_any_kind(built, tmp_path):
    root = tmp_path / "Größe 100% #1 'ü\" ✓\n"
    shutil.copytree(built.root, root, symlinks=True)
    shutil.rmtree(root / "site")
    build(Project(root))
    assert snapshot(root / "site") == snapshot(built.site)


@pytest.fixture
def run(edited, monkeypatch, capsys):
    """`run()` is scripts/build of the miniature, without the shell: its code and what it says."""

    def run(*arguments):
        monkeypatch.setattr(command, "ROOT", edited.root)
        monkeypatch.setattr(sys, "argv", ["cheatsheet", "build", *arguments])
        code = command.main()
        said = capsys.readouterr()
        return code, said.out + said.err

    return run


KEPT = "Nothing that was built before has changed."


def test_a_folder_that_cannot_be_written_is_named_with_its_cure(edited, run, monkeypatch):
    before = snapshot(edited.site)

    def refused(path, data):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("cheatsheet.base.cache.write_whole", refused)
    shutil.rmtree(edited.cache / "light")
    code, said = run()
    assert code == 1
    assert said.startswith(".cache/")
    assert ": Permission denied.\n    cure: let this user read and write it" in said
    assert said.endswith(f"1 problem. {KEPT}\n")
    assert snapshot(edited.site) == before


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "\nInterrupted. "),
        (
            ImportError("No module named 'lxml'"),
            1,
            "No module named 'lxml'.\n    cure: start again",
        ),
        (RuntimeError("odd"), 1, "RuntimeError: odd\n    cure: this is a fault of the program"),
        (RecursionError("deep"), 1, "RecursionError: deep\n    cure: "),
    ],
)
def test_whatever_ends_a_build_is_one_sentence(edited, run, monkeypatch, error, code, words):
    def fails(*_):
        raise error

    monkeypatch.setattr(sys, "prefix", str(edited.root))
    monkeypatch.setattr("cheatsheet.commands.build.read_content", fails)
    ended, said = run()
    assert ended == code
    assert words in said
    assert said.endswith(f"{KEPT}\n")
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SOURCE_DATE_EPOCH", "yesterday", "SOURCE_DATE_EPOCH: its value 'yesterday' is no number"),
        ("SOURCE_DATE_EPOCH", "-5", "SOURCE_DATE_EPOCH: its value '-5' is no number"),
        ("SOURCE_DATE_EPOCH", "9" * 30, "SOURCE_DATE_EPOCH: its value '999"),
        ("SOURCE_DATE_EPOCH", "١٢", "SOURCE_DATE_EPOCH: its value '\\u0661\\u0662' is no number"),
        ("SITE_URL", "example.org", "SITE_URL: its value is no address: "),
        ("REPO_URL", "here", "REPO_URL: its value is no address: "),
    ],
)
def test_a_variable_of_another_form_is_named(run, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    code, words = run()
    assert code == 1
    assert words.startswith(said)
    assert "\n    cure: " in words


def test_neither_empty_variables_nor_a_umask_nor_missing_programs_matter(edited, run, monkeypatch):
    monkeypatch.setenv("PATH", str(edited.root / "empty"))
    for name in ("SOURCE_DATE_EPOCH", "SITE_URL", "REPO_URL", "LANG", "LC_ALL"):
        monkeypatch.setenv(name, "")
    before = os.umask(0o077)
    try:
        code, said = run()
    finally:
        os.umask(before)
    assert code == 0, said
    modes = {path.stat().st_mode & 0o777 for path in [edited.site, *edited.site.rglob("*")]}
    assert modes == {0o755, 0o644}


def test_a_checkout_that_git_cannot_read_is_named(edited, run, monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (edited.root / ".git").mkdir()
    code, said = run()
    assert code == 1
    assert said.startswith(".git: git does not say which commit this is: not a git repository")
    assert "or set SOURCE_DATE_EPOCH to the time of the commit" in said
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert run()[0] == 0


def test_a_site_behind_a_link(edited, run, tmp_path):
    Path(edited.site).rename(tmp_path / "www")
    edited.site.symlink_to(tmp_path / "www")
    assert run()[0] == 0
    assert edited.site.is_symlink()
    assert b"More." in (tmp_path / "www/cnn/index.html").read_bytes()
