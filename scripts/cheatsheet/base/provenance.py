"""What a build says of itself: the version and the date of what it was made from."""

import os
import subprocess
import time
from dataclasses import dataclass
from datetime import UTC, datetime

from cheatsheet.base.project import Project


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
    command = ["git", "log", "-1", "--format=%h %ct"]
    try:
        done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=True)
        words = done.stdout.split()
    except (OSError, subprocess.CalledProcessError):
        words = []
    version, stamp = words if len(words) == 2 else ("unversioned", str(time.time()))
    return Provenance(version, int(float(os.environ.get("SOURCE_DATE_EPOCH", stamp))))


def day_of_run(ran: float) -> str:
    """The day of a run, or that of SOURCE_DATE_EPOCH where it is set."""
    return day(float(os.environ.get("SOURCE_DATE_EPOCH", ran)))


def day(seconds: float) -> str:
    """A date as the site prints it, e.g. 22 November 2026."""
    date = datetime.fromtimestamp(seconds, UTC)
    return f"{date.day} {date:%B %Y}"
