"""Temporary copies of the project, and commands that are timed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.table import Failed
from cheatsheet.base.project import Project

PARTS = (
    "docs",
    "examples",
    "overrides",
    "scripts",
    "mkdocs.yml",
    "pyproject.toml",
    "requirements",
    "requirements.txt",
)


def copy_parts(root: Path, to: Path, parts: tuple[str, ...] = PARTS) -> None:
    """Copy files and folders of the checkout at `root` into the folder `to`, as they are."""
    for name in parts:
        source, target = root / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, symlinks=True)
        elif source.exists():
            shutil.copy2(source, target)


@contextmanager
def scratch_copy(project: Project, with_results: bool) -> Iterator[Project]:
    """A copy of the checkout that shares its `.venv`, with or without the kept results of the examples.

    Its `scripts/` run its own package; whoever starts Python itself sets PYTHONPATH.
    """
    with TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder).resolve()
        copy_parts(project.root, root)
        (root / ".venv").symlink_to(project.root / ".venv")
        if with_results and (project.cache / "examples").exists():
            copy_parts(project.root, root, (".cache/examples",))
        yield Project(root)


def seconds(
    command: list[str | Path], folder: Path, extra: Mapping[str, str] | None = None
) -> float:
    """Wall-clock seconds of a command from start to exit. Raises Failed with its last words."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **(extra or {})}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - start
    if done.returncode:
        words = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        raise Failed(words[-1] if words else f"{command[0]} ended with {done.returncode}")
    return taken
