"""What a build says of itself: the version and the date of what it was made from."""

import os
import shlex
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project

DATE = "SOURCE_DATE_EPOCH"
LAST = 253_402_300_799  # of the year 9999


@dataclass(frozen=True)
class Provenance:
    """The commit's short name, and its time in seconds."""

    version: str
    epoch: int

    @property
    def date(self) -> str:
        return day(self.epoch)


def provenance(project: Project) -> Provenance:
    """Of the checkout's last commit, or of now where there is none; SOURCE_DATE_EPOCH is the time where it is set."""
    words, _ = _last_commit(project)
    version, stamp = words if len(words) == 2 else ("unversioned", str(time.time()))
    given = source_date()
    return Provenance(version, int(float(stamp)) if given is None else given)


def check_commit(project: Project, problems: Problems) -> None:
    """Note a checkout of which git does not say the last commit: its date would be that of the clock."""
    if not os.path.lexists(project.root / ".git") or source_date() is not None:
        return
    words, said = _last_commit(project)
    if said and not words:
        cure = f"make `git log -1` work there, or set {DATE} to the time of the commit"
        if "safe.directory" in said:
            cure = f"git config --global --add safe.directory {shlex.quote(str(project.root))}, or set {DATE}"
        what = f"git does not say which commit this is: {said.splitlines()[0].removeprefix('fatal: ')[:200]}"
        problems.add(".git", None, what, cure)


def _last_commit(project: Project) -> tuple[list[str], str]:
    """Name and time of the last commit; none, and the reason, where git does not answer, and no reason where there is none."""
    # As long in every clone: of itself git chooses by how much a clone holds.
    ask = ["git", "-c", "core.abbrev=8", "log", "-1", "--format=%h %ct"]
    try:
        done = _run(project, ask)
        words = done.stdout.split()
        if not done.returncode and len(words) == 2:
            return words, ""
        # 1 where nothing was committed yet.
        any_commit = _run(project, ["git", "rev-parse", "--quiet", "--verify", "HEAD"])
        reason = done.stderr.strip() or f"it ends with {done.returncode}"
        return [], reason if any_commit.returncode != 1 else ""
    except OSError as error:
        return [], f"it cannot start: {error.strerror}"


def _run(project: Project, command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=project.root, capture_output=True, text=True, errors="replace", check=False
    )


def source_date() -> int | None:
    """The time that SOURCE_DATE_EPOCH sets; None where it sets none, or says no time."""
    given = os.environ.get(DATE, "")
    return int(given) if given.isascii() and given.isdecimal() and int(given) <= LAST else None


def check_source_date(problems: Problems) -> None:
    """Note a SOURCE_DATE_EPOCH that says no time."""
    given = os.environ.get(DATE, "")
    if given and source_date() is None:
        cure = "unset it, or set it to the time of the last commit: git log -1 --format=%ct"
        problems.add(
            DATE, None, f"its value {given[:50]!a} is no number of seconds since 1970", cure
        )


def day_of_run(ran: float) -> str:
    """The day of a run, or that of SOURCE_DATE_EPOCH where it is set."""
    given = source_date()
    return day(ran if given is None else given)


def day(seconds: float) -> str:
    """A date as the site prints it, e.g. 22 November 2026."""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"
