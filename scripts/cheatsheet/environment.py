"""Make `.venv` hold what is pinned: create it, repair it, or leave it alone. Standard library only.

usage: environment.py ROOT site|pdf|test
"""

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
    "pdf": ["requirements.txt", "requirements-pdf.txt"],
    "test": ["requirements.txt", "requirements-pdf.txt", "requirements-test.txt"],
}
CPU_WHEELS = "https://download.pytorch.org/whl/cpu"
PATIENCE = 3  # seconds for an answer of the wheel index
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;\s*(.*))?$", re.M)


class CannotInstall(Exception):
    """The environment cannot be made; the argument says why in one sentence."""


def pinned(text: str) -> dict[str, str]:
    """Name, as in dist-info folders, and version of each package that a lock file pins for every platform."""
    return {normal(name): pin for name, pin, marker in PIN.findall(text) if not marker}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "_", name).lower()


def installed(root: Path) -> dict[str, str]:
    """Name and version of each package in `.venv`, read from the names of its dist-info folders."""
    found = {}
    for path in root.glob(".venv/lib/python*/site-packages/*.dist-info"):
        name, _, release = path.stem.rpartition("-")
        found[normal(name)] = release.partition("+")[0]
    return found


def damaged(root: Path) -> list[str]:
    """Names of installed packages that lost their record, which pip writes last, or the files it names first."""
    lost = []
    for path in root.glob(".venv/lib/python*/site-packages/*.dist-info"):
        try:
            with open(path / "RECORD", encoding="utf-8") as record:
                files = [line.partition(",")[0] for line in itertools.islice(record, 40)]
        except OSError:
            files = ["RECORD"]
        own = [name for name in files if ".dist-info/" not in name and not name.endswith(".pyc")]
        if not all((path.parent / name).exists() for name in own[:3]):
            lost.append(normal(path.stem.rpartition("-")[0]))
    return lost


def interpreter_works(root: Path) -> bool:
    """Whether `.venv` has an interpreter that starts and is of this Python's version."""
    python = root / ".venv/bin/python"
    command = [python, "-c", "import sys; print(*sys.version_info[:2])"]
    try:
        told = subprocess.run(
            command, capture_output=True, text=True, timeout=60, check=True
        ).stdout.split()
    except (OSError, subprocess.SubprocessError):
        return False
    return tuple(map(int, told)) >= (3, 11)


def is_complete(root: Path, kind: str) -> bool:
    """Whether the last installation of these locks ended well and every pinned package is still there."""
    texts = [(root / name).read_text("utf-8") for name in LOCKS[kind]]
    stamp = root / f".venv/installed-{kind}.json"
    try:
        if json.loads(stamp.read_text("utf-8")) != texts:
            return False
    except (OSError, ValueError):
        return False
    wanted = {name: pin for text in texts for name, pin in pinned(text).items()}
    there = wanted.items() <= installed(root).items() and not damaged(root)
    return there and interpreter_works(root)


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
    """Create or repair `.venv` and install the locks. Raises CannotInstall."""
    folder = root / ".venv"
    if not interpreter_works(root):
        print("Creating .venv", file=sys.stderr)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            venv.create(folder, with_pip=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise CannotInstall(
                f"Python cannot create a virtual environment ({error}); on Debian or Ubuntu install python3-venv."
            ) from None
    (folder / f"installed-{kind}.json").unlink(missing_ok=True)
    texts = [(root / name).read_text("utf-8") for name in LOCKS[kind]]
    print("Installing what is pinned (the first time this takes minutes)", file=sys.stderr)
    torch = pinned(texts[0]).get("torch")
    if torch and installed(root).get("torch") != torch:
        index = wheel_index()
        if index:
            _pip(root, f"torch=={torch}", "--extra-index-url", index, "--prefer-binary")
    pins = {name: pin for text in texts for name, pin in pinned(text).items()}
    lost = [f"{name}=={pins[name]}" for name in damaged(root) if name in pins]
    if lost:
        _pip(root, *lost, "--force-reinstall", "--no-deps")
    _pip(root, *(part for name in LOCKS[kind] for part in ("-r", str(root / name))))
    (folder / f"installed-{kind}.json").write_text(json.dumps(texts), "utf-8")


def _pip(root: Path, *arguments: str) -> None:
    command = [
        root / ".venv/bin/python",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        *arguments,
    ]
    done = subprocess.run(command, stdout=sys.stderr, check=False)
    if done.returncode:
        raise CannotInstall(
            "pip could not install what is pinned; its message stands above. Is there a network?"
        )


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Two scripts at once: the second waits for the first's installation."""
    with open(root / ".venv.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another script that installs into .venv", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    (root / ".venv.lock").unlink(missing_ok=True)


def main(root: Path, kind: str) -> int:
    """Bring `.venv` up to date for `site`, `pdf` or `test`; returns the exit code."""
    if is_complete(root, kind):
        return 0
    try:
        with _alone(root):
            if not is_complete(root, kind):
                install(root, kind)
    except CannotInstall as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
