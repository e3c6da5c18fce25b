"""Tools that the bench brings along, below .cache/: builders to compare with, and Lighthouse."""

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from bench.table import NotMeasured, say
from cheatsheet.base.project import Project

LIGHTHOUSE = "12.8.2"  # the last that runs on Node.js 18


def gallery_python(project: Project) -> Path:
    """A Python with sphinx-gallery that also sees the packages of `.venv`, so that torch is there once."""
    folder, lock = project.cache / "bench-venv", project.root / "requirements/bench.txt"
    python, stamp = folder / "bin/python", folder / "installed.txt"
    wanted = f"{sys.version}\n{sysconfig.get_path('purelib')}\n{lock.read_text('utf-8')}"
    if stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    say("Installing sphinx-gallery into .cache/bench-venv")
    venv.create(folder, clear=True)
    own = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    (own / "site.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    command = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet",
               "--disable-pip-version-check", "-r", lock]  # fmt: skip
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
        raise NotMeasured("pip cannot install sphinx-gallery, see above")
    stamp.write_text(wanted, "utf-8")
    return python


def lighthouse_command(project: Project) -> Path:
    """Lighthouse's program, installed where it is missing."""
    npm, folder = shutil.which("npm"), project.cache / "bench-npm"
    if not npm:
        raise NotMeasured("npm is missing")
    package = folder / "node_modules/lighthouse/package.json"
    if not package.exists() or json.loads(package.read_text("utf-8"))["version"] != LIGHTHOUSE:
        say(f"Installing Lighthouse {LIGHTHOUSE} into .cache/bench-npm")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error",
                   f"lighthouse@{LIGHTHOUSE}"]  # fmt: skip
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            raise NotMeasured("npm cannot install Lighthouse, see above")
    return folder / "node_modules/.bin/lighthouse"
