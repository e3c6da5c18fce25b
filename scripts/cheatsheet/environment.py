"""Make `.venv` hold what is pinned and run this checkout: create it, repair it, or leave it alone. Standard library only.

usage: environment.py ROOT site|pdf|test|engines
"""

import ast
import csv
import fcntl
import itertools
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCKS = {
    "site": ["requirements.txt"],
    "pdf": ["requirements.txt", "requirements/pdf.txt"],
    "test": ["requirements.txt", "requirements/pdf.txt", "requirements/test.txt"],
    "engines": [
        "requirements.txt",
        "requirements/pdf.txt",
        "requirements/test.txt",
        "requirements/engines.txt",
    ],
}
CHECKOUT = "cv_cheatsheet"  # the checkout's own name among the installed packages
DAMAGED = "damaged"  # of this name in .venv: see base/crash.py
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
PATIENCE = 3  # seconds for an answer of the wheel index
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;\s*(.*))?$", re.M)
# The settings of pip that uv needs, in words that pip joins by hyphens, and uv's names for them.
MORE, LINKS = "extra index url", "find links"
UV_VARIABLES = {
    "cert": "SSL_CERT_FILE",
    "index url": "UV_DEFAULT_INDEX",
    MORE: "UV_INDEX",
    LINKS: "UV_FIND_LINKS",
}
# As `pip config list` prints them.
PIP_SETTING = re.compile(rf"^\S+?\.({'|'.join(UV_VARIABLES).replace(' ', '-')})=(.+)$", re.M)
# The first line of a command, or the first three where that would be too long or hold a space.
LAUNCHER = re.compile(
    rb"\A#!(?:/bin/sh\n'''exec' )?[\"']?(/[^\n\"']*/\.venv/bin/python[\d.]*)[\"']?"
    rb"(?: \"\$0\" \"\$@\"\n' ''')?\n"
)


class CannotInstall(Exception):
    """The environment cannot be made; the argument says why in one sentence."""


def pinned(text: str) -> dict[str, str]:
    """Name, as in dist-info folders, and version of each package that a lock file pins for every platform."""
    return {normal(name): pin for name, pin, marker in PIN.findall(text) if not marker}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def dist_infos(root: Path) -> list[Path]:
    return list(root.glob(".venv/lib/python*/site-packages/*.dist-info"))


def is_whole(dist_info: Path, every_file: bool = False) -> bool:
    """Whether a package has its record, which is written last, and the files that this names first, or all of them."""
    try:
        with open(dist_info / "RECORD", encoding="utf-8", newline="") as record:
            lines = record if every_file else itertools.islice(record, 40)
            files = [line[0] for line in csv.reader(lines) if line]
    except (OSError, UnicodeDecodeError, csv.Error):
        return False
    own = [name for name in files if ".dist-info/" not in name and not name.endswith(".pyc")]
    return all((dist_info.parent / name).exists() for name in (own if every_file else own[:3]))


def is_damaged(root: Path) -> bool:
    """Whether a command found something missing in `.venv`, and asked that every file be looked at."""
    return (root / ".venv" / DAMAGED).exists()


def installed(root: Path) -> dict[str, str]:
    """Name and version, without a local suffix, of each whole package in `.venv`."""
    found = {}
    for path in filter(is_whole, dist_infos(root)):
        name, _, release = path.stem.rpartition("-")
        found[normal(name)] = release.partition("+")[0]
    return found


def interpreter_works(root: Path) -> bool:
    """Whether `.venv` has an interpreter that starts and is of a version that the locks are for."""
    python = str(root / ".venv/bin/python")
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True
        ).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return False
    return (3, 11) <= tuple(map(int, answer)) <= (3, 13)


def has_locks(root: Path, kind: str) -> bool:
    """Whether the last installation of these locks ended well and every pinned package is still there."""
    texts = _lock_texts(root, kind)
    # What holds more than this kind holds this kind.
    if is_damaged(root) or not any(
        _stamp(root, other) == _lock_texts(root, other)
        for other in LOCKS
        if LOCKS[kind] == LOCKS[other][: len(LOCKS[kind])]
    ):
        return False
    wanted = {name: pin for text in texts for name, pin in pinned(text).items()}
    return wanted.items() <= installed(root).items() and interpreter_works(root)


def has_checkout(root: Path) -> bool:
    """Whether `.venv` runs the package that lies at `root`, as its pyproject.toml says.

    A `.venv` behind a link runs that of the checkout that it belongs to: whoever shares it sets PYTHONPATH.
    """
    if (root / ".venv").is_symlink():
        return True
    return _stamp(root, "checkout") == _checkout(root) and CHECKOUT in installed(root)


def is_complete(root: Path, kind: str) -> bool:
    """Whether nothing is left to install."""
    return has_locks(root, kind) and has_checkout(root)


def _lock_texts(root: Path, kind: str) -> list[str]:
    return [(root / name).read_text("utf-8") for name in LOCKS[kind]]


def _checkout(root: Path) -> dict[str, str]:
    """What an installation of the checkout depends on."""
    return {"root": str(root), "pyproject": (root / "pyproject.toml").read_text("utf-8")}


def _stamp(root: Path, name: str) -> object:
    """What was installed under this name, or None."""
    try:
        return json.loads((root / f".venv/installed-{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None


def wheel_index() -> str | None:
    """The index with PyTorch's CPU wheels if it is wanted and answers in time, else None.

    TORCH_INDEX_URL overrides; empty, it switches the preference off.
    """
    address = os.environ.get("TORCH_INDEX_URL")
    if address is None:
        if platform.system() != "Linux" or shutil.which("nvidia-smi"):
            return None
        address = CPU_WHEELS
    if not address:
        return None
    try:
        with urllib.request.urlopen(f"{address.rstrip('/')}/torch/", timeout=PATIENCE):
            return address
    except (OSError, ValueError):
        print(f"{address} does not answer; torch comes from the default index.", file=sys.stderr)
        return None


def install(root: Path, kind: str) -> None:
    """Create or repair `.venv`, install the locks and the checkout. Raises CannotInstall."""
    if not has_locks(root, kind):
        _install_locks(root, kind)
    if not has_checkout(root):
        _install_checkout(root)


def _install_locks(root: Path, kind: str) -> None:
    folder = root / ".venv"
    if not interpreter_works(root):
        print("Creating .venv", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            venv.create(folder, symlinks=True, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotInstall(
                f"Python cannot create a virtual environment ({error}); on Debian or Ubuntu install python3-venv."
            ) from None
    stamp = folder / f"installed-{kind}.json"
    stamp.unlink(missing_ok=True)
    print("Installing what is pinned (the first time this takes minutes)", file=sys.stderr)
    # Without its folder a damaged package counts as missing, so that it is installed again.
    for path in dist_infos(root):
        if not is_whole(path, every_file=is_damaged(root)):
            shutil.rmtree(path)
    texts = _lock_texts(root, kind)
    torch = pinned(texts[0]).get("torch")
    if torch and installed(root).get("torch") != torch:
        # With its dependencies: a build for CUDA brings libraries that no lock names.
        index = wheel_index()
        preference = [f"--{MORE.replace(' ', '-')}", index] if index else []
        print("PyTorch comes first, the largest part", file=sys.stderr)
        words = [f"torch=={torch}", "-c", str(root / LOCKS["site"][0]), *preference]
        _install(root, *words, is_large=True)
    # The locks name all that is used; requirements/unused.txt says what they leave out.
    files = [part for name in LOCKS[kind] for part in ("-r", str(root / name))]
    _install(root, "--no-deps", *files)
    stamp.write_text(json.dumps(texts), "utf-8")
    (folder / DAMAGED).unlink(missing_ok=True)


def _install_checkout(root: Path) -> None:
    """Let `.venv` run the package from where it lies, and its commands start wherever `.venv` was made."""
    _install(root, "--no-deps", "--no-build-isolation", "--editable", str(root))
    _mend_launchers(root)
    (root / ".venv/installed-checkout.json").write_text(json.dumps(_checkout(root)), "utf-8")


def _mend_launchers(root: Path) -> None:
    """Commands name their interpreter by its full path: make that the one of this `.venv`."""
    python = str(root / ".venv/bin/python").encode()
    for path in filter(Path.is_file, (root / ".venv/bin").iterdir()):
        with open(path, "rb") as file:
            launcher = LAUNCHER.match(file.read(1000))
        if launcher and launcher[1] != python:
            header = b"#!/bin/sh\n'''exec' \"" + python + b'" "$0" "$@"\n' + b"' '''\n"
            path.write_bytes(header + path.read_bytes()[launcher.end() :])


def _install(root: Path, *arguments: str, is_large: bool = False) -> None:
    """Install with uv where it is there, for it takes a fraction of the time, else with pip.

    A terminal sees how far a large download is.
    """
    python = str(root / ".venv/bin/python")
    quiet = [] if is_large and sys.stderr.isatty() else ["--quiet"]
    uv = shutil.which("uv")
    if uv:
        command = [uv, "pip", "install", *quiet, "--python", python, *arguments]
        environment = {**_uv_settings(python), **os.environ}
        if not subprocess.run(command, stdout=sys.stderr, env=environment, check=False).returncode:
            return
        print("uv cannot install this, as it says above: pip tries.", file=sys.stderr)
    words = [*quiet, "--disable-pip-version-check", *arguments]
    command = [python, "-m", "pip", "install", *words]
    failed = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    if failed and not has_pip(root):
        bring_pip(root)
        failed = subprocess.run(command, stdout=sys.stderr, check=False).returncode
    if failed:
        raise CannotInstall(
            "pip could not install what is pinned; its message stands above. Is there a network?"
        )


def has_pip(root: Path) -> bool:
    """Whether pip is there with all of its files."""
    found = [path for path in dist_infos(root) if path.name.startswith("pip-")]
    return any(is_whole(path, every_file=True) for path in found)


def bring_pip(root: Path) -> None:
    """Python brings pip along; somebody has removed it, or a part of it."""
    print("pip is missing in .venv, or a part of it: bringing it back", file=sys.stderr)
    # A folder that is left of it would count as pip.
    for path in root.glob(".venv/lib/python*/site-packages/pip*"):
        if path.name == "pip" or path.name.startswith("pip-"):
            shutil.rmtree(path, ignore_errors=True)
    command = [str(root / ".venv/bin/python"), "-m", "ensurepip"]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise CannotInstall("pip is missing in .venv: delete .venv and start again.")


def _uv_settings(python: str) -> dict[str, str]:
    """Variables that make uv look where pip looks: it does not read pip's settings."""
    command = [python, "-m", "pip", "config", "list"]
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    # By default uv takes a package from the first index that has it; pip takes the best version of all.
    settings = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    # The listing names what variables say before what files say: the first counts, as for pip.
    for joined, value in PIP_SETTING.findall(listing):
        name = joined.replace("-", " ")
        separator = "," if name == LINKS else " "
        settings.setdefault(UV_VARIABLES[name], separator.join(ast.literal_eval(value).split()))
    return settings


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """One script at a time installs into `.venv`, which other checkouts may share by a link; the others wait.

    The lock's file stays: after a removal a third would lock a new one while the second holds the old.
    """
    folder = (root / ".venv").resolve().parent / ".cache"
    folder.mkdir(exist_ok=True)
    with open(folder / "environment.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another script that installs into .venv", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(root: Path, kind: str) -> int:
    """Bring `.venv` up to date for `site`, `pdf`, `test` or `engines`; returns the exit code."""
    if is_complete(root, kind):
        return 0
    try:
        with _alone(root):
            install(root, kind)
    except CannotInstall as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2]))
