"""Version and date of what a build was made from."""

import os
import subprocess
import time

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.provenance import check_commit, day, provenance


@pytest.fixture(autouse=True)
def _no_date_from_outside(monkeypatch, tmp_path):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))


@pytest.fixture
def checkout(tmp_path):
    """A checkout with two commits; `git(…)` there gives git's answer."""
    who = {
        f"GIT_{role}_{part}": "x" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }

    def git(*arguments, **dates):
        done = subprocess.run(
            ["git", *arguments], cwd=tmp_path, env={**os.environ, **who, **dates},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    git("init", "-q")
    for stamp in ("1600000000", "1700000000"):
        git("commit", "-q", "--allow-empty", "-m", "a commit", GIT_COMMITTER_DATE=f"{stamp} +0900",
            GIT_AUTHOR_DATE="1500000000 +0000")  # fmt: skip
    return Project(tmp_path), git


def test_version_and_date_are_those_of_the_last_commit(checkout):
    project, git = checkout
    found = provenance(project)
    assert found.version == git("rev-parse", "--short=8", "HEAD")
    assert found.epoch == 1_700_000_000
    assert found.date == "14 November 2023"


def test_the_date_can_be_set_from_outside(checkout, monkeypatch):
    project, git = checkout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    found = provenance(project)
    assert found.version == git("rev-parse", "--short=8", "HEAD")
    assert found.date == "2 January 1970"


def test_without_a_commit_it_is_unversioned_and_of_now(tmp_path):
    before = int(time.time())
    found = provenance(Project(tmp_path))
    assert found.version == "unversioned"
    assert before <= found.epoch <= time.time()


def test_git_is_not_needed(checkout, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    assert provenance(checkout[0]).version == "unversioned"


@pytest.mark.parametrize(
    ("name", "value", "said", "cure"),
    [
        ("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1", "dubious ownership", "add safe.directory "),
        ("GIT_DIR", "/gone/.git", "not a git repository", "make `git log -1` work there"),
        ("PATH", "/gone", "it cannot start: No such file", "set SOURCE_DATE_EPOCH to"),
    ],
)
def test_a_checkout_that_git_does_not_answer_for_is_a_problem(
    checkout, monkeypatch, name, value, said, cure
):
    problems = Problems()
    check_commit(checkout[0], problems)
    assert not problems
    monkeypatch.setenv(name, value)
    check_commit(checkout[0], problems)
    (found,) = problems
    assert found.path == ".git"
    assert said in found.what
    assert cure in found.cure
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    check_commit(checkout[0], settled := Problems())
    assert not settled


@pytest.mark.parametrize("what", ["an archive", "nothing committed"])
def test_where_there_is_no_commit_git_need_not_answer(tmp_path, what):
    if what == "nothing committed":
        subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    check_commit(Project(tmp_path), problems := Problems())
    assert not problems


def test_dates_are_those_of_utc_without_a_zero_in_front(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert day(1_767_225_599) == "31 December 2025"
        assert day(1_767_225_600) == "1 January 2026"
    finally:
        monkeypatch.undo()
        time.tzset()
