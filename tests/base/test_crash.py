"""The last word of a command: one sentence with place and cure."""

import errno
import sys

from cheatsheet.base.crash import DAMAGED, fault_of, missing, unforeseen
from cheatsheet.base.project import Project


def test_what_the_system_refuses_has_a_place_and_a_cure(tmp_path):
    full = OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "site/a.html"))
    assert fault_of(full, tmp_path) == (
        "site/a.html: No space left on device.\n"
        "    cure: make room on the disk, and start again\n1 problem."
    )
    odd = OSError(errno.EACCES, "Permission denied", b"/else\xff\nwhere")
    assert fault_of(odd, tmp_path).startswith(
        "/else\\udcff\\nwhere: Permission denied.\n    cure: let"
    )
    assert fault_of(OSError("what"), tmp_path).startswith("what.\n    cure: ")


def test_what_is_missing_in_the_environment_is_looked_for_by_the_next_start(tmp_path, monkeypatch):
    venv = tmp_path / ".venv"
    venv.mkdir()
    monkeypatch.setattr(sys, "prefix", str(venv))
    gone = f"{venv}/lib/python3.11/site-packages/a/b.dat"
    said = fault_of(FileNotFoundError(errno.ENOENT, "No such file", gone), tmp_path)
    assert said.startswith(
        ".venv/lib/python3.11/site-packages/a/b.dat is missing.\n    cure: start"
    )
    assert (venv / DAMAGED).exists()
    (venv / DAMAGED).unlink()
    assert missing(ImportError("No module named 'a'"), tmp_path).startswith(
        "No module named 'a'.\n"
    )
    assert (venv / DAMAGED).exists()


def test_an_error_of_the_program_says_where_and_keeps_its_traceback(tmp_path):
    for folder in (tmp_path, tmp_path / "file/is/no/folder"):
        (tmp_path / "file").write_text("") if not (tmp_path / "file").exists() else None
        try:
            raise KeyError("gone\nfor good \ud800")
        except KeyError:
            said = unforeseen(Project(folder))
        assert "test_crash.py" in said.split(": ")[0]
        assert "KeyError: 'gone\\nfor good" in said
        assert said.endswith("\n1 problem.")
        file = said.partition("report it with ")[2].partition("\n")[0]
        assert "Traceback" in (tmp_path / file).read_text("utf-8")
