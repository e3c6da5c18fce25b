"""The same inputs make the same bytes, whatever surrounds the build: two small sites, all editions, file by file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import miniature
from cheatsheet.base.project import Project
from differences import different, explain

ROOT = Path(__file__).parents[2]
EPOCH = "1700000000"
GLANCE = "## At a glance { #at-a-glance }\n\nA line rises.\n\n"
BUILD = """if __name__ == "__main__":
    import os, sys
    if sys.argv[2] and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    os.umask(int(sys.argv[3], 8))
    from pathlib import Path
    from cheatsheet.base.project import Project
    from cheatsheet.commands.build import EDITIONS, build
    build(Project(Path(sys.argv[1])), frozenset(EDITIONS))
"""
PLAIN = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
ODD = {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.ISO-8859-9", "PYTHONHASHSEED": "4711"}

pytestmark = pytest.mark.xdist_group("print")


def checkout(folder: Path) -> Project:
    """A miniature that has all that editions want."""
    project = miniature.make(folder)
    miniature.enrich(project)
    page = project.root / "docs/cnn.md"
    text = page.read_text("utf-8").replace("## 1. Slope", f"{GLANCE}## 1. Slope")
    miniature.write(project.root, "docs/cnn.md", text)
    return project


def test_two_checkouts_make_the_same_files_whatever_surrounds_them(tmp_path):
    plain = checkout(tmp_path / "one")
    odd = checkout(tmp_path / "a folder with Größe" / "two")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", BUILD, str(project.root), processors, umask],
            env={**os.environ, **settings, "PYTHONPATH": str(ROOT / "scripts"), "SOURCE_DATE_EPOCH": EPOCH},
            stderr=subprocess.PIPE,
        )
        for project, settings, processors, umask in (
            (plain, PLAIN, "", "022"), (odd, ODD, "one", "077"),
        )
    ]  # fmt: skip
    said = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    unlike = different(plain.site, odd.site)
    assert not unlike, explain(plain.site, odd.site, unlike[0])
    kinds = {path.suffix for path in plain.site.rglob("*") if path.is_file()}
    assert {".html", ".pdf", ".epub", ".zip", ".woff2", ".svg", ".css", ".js"} <= kinds
    # A server that is somebody else can read what was made under a mask.
    modes = {path.stat().st_mode & 0o777 for path in odd.site.rglob("*")}
    assert modes == {0o755, 0o644}
