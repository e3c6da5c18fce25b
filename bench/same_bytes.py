"""Whether two clones of the project make the same files, all editions included, whatever surrounds the build."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.differences import different, explain

from bench.table import Failed, Row, Task, at_most, say

# Beside the name of the folder and the mask of new files.
SURROUNDINGS: tuple[Mapping[str, str], ...] = (
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.ISO-8859-9", "PYTHONHASHSEED": "4711"},
)
FOLDERS = ("one", "another clone, of Größe 2")
MASKS = (0o022, 0o077)


def measure(task: Task) -> list[Row]:
    """Build two clones of the last commit from nothing; the second one on one processor."""
    with TemporaryDirectory(prefix="bench-") as folder:
        sites = [_built(task.project.root, Path(folder), number) for number in range(2)]
        unlike = different(*sites)
        for name in unlike:
            say(explain(*sites, name))
        files = sum(path.is_file() for path in sites[0].rglob("*"))
        note = f"of {files}" + (f"; the first: {unlike[0]}" if unlike else "")
        return [
            at_most("files that differ between two clones", len(unlike), 0, note=note, digits=0)
        ]


def _built(root: Path, folder: Path, number: int) -> Path:
    clone = folder / FOLDERS[number]
    subprocess.run(["git", "clone", "--quiet", root, clone], check=True)
    date = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=clone, capture_output=True, text=True, check=True
    ).stdout.strip()
    environment = {
        **os.environ, **SURROUNDINGS[number], "PYTHONPATH": str(clone / "scripts"), "SOURCE_DATE_EPOCH": date,
    }  # fmt: skip
    processors = os.sched_getaffinity(0) if hasattr(os, "sched_setaffinity") else set()

    def surround() -> None:
        os.umask(MASKS[number])
        if number and processors:
            os.sched_setaffinity(0, {min(processors)})

    say(f"building all in {clone}")
    command = [sys.executable, "-P", "-m", "cheatsheet", "build", "--all"]
    done = subprocess.run(
        command, cwd=clone, env=environment, stdout=sys.stderr, preexec_fn=surround, check=False
    )
    if done.returncode:
        raise Failed("its problems stand above")
    return clone / "site"
