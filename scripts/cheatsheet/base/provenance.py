"""What a build says of itself: the version and the date of what it was made from."""

import os
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
    # As long in every clone: of itself git chooses by how much a clone holds.
    command = ["git", "-c", "core.abbrev=8", "log", "-1", "--format=%h %ct"]
    try:
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)
        words = done.stdout.split()
    except (OSError, subprocess.CalledProcessError):
        words = []
    version, stamp = words if len(words) == 2 else ("unversioned", str(time.time()))
    given = source_date()
    return Provenance(version, int(float(stamp)) if given is None else given)


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
