"""Plant faults one at a time in a copy of the project; say which of them the tests notice."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cheatsheet.base.problems import Problems
from cheatsheet.base.yaml_file import read_entries

ROOT = Path(__file__).resolve().parents[1]
FILE = "mutants/faults.yml"
FORM = "a list of entries with file, fault, old, new and tests"
ENOUGH = 0.9  # of the faults have to be noticed
PARTS = ("docs", "examples", "mutants", "overrides", "scripts", "tests", "requirements", ".github")
FILES = ("mkdocs.yml", "pyproject.toml", "requirements.txt", "README.md", "CONTRIBUTING.md")
PATIENCE = 300  # seconds for the tests of one fault


@dataclass(frozen=True)
class Mutant:
    """One fault: `old`, which stands once in `file`, becomes `new`; `tests` should fail then."""

    file: str
    fault: str
    old: str
    new: str
    tests: str

    def text(self, root: Path) -> str:
        """The file as it is. Raises SystemExit where the fault does not fit it any more."""
        path = root / self.file
        text = path.read_text("utf-8") if path.exists() else ""
        if text.count(self.old) != 1:
            count = text.count(self.old)
            raise SystemExit(f"{FILE}: {self.fault}: {self.file} holds the old text {count} times")
        return text

    def plant(self, root: Path) -> str:
        """Change the file and return its text as it was."""
        text = self.text(root)
        (root / self.file).write_text(text.replace(self.old, self.new), "utf-8")
        return text


def read_mutants(words: list[str]) -> list[Mutant]:
    """The faults whose file or description holds one of the words; all where there are none."""
    problems = Problems()
    entries = read_entries(ROOT / FILE, FILE, list, FORM, problems)
    problems.stop_if_any()
    mutants = [Mutant(**entry.value) for entry in entries]
    return [
        mutant
        for mutant in mutants
        if not words or any(word in f"{mutant.file} {mutant.fault}" for word in words)
    ]


def copy_project(to: Path) -> None:
    """A copy that shares the environment and has the results of the examples."""
    for name in PARTS:
        shutil.copytree(ROOT / name, to / name, symlinks=True)
    for name in FILES:
        shutil.copy2(ROOT / name, to / name)
    if (ROOT / ".cache/examples").exists():
        shutil.copytree(ROOT / ".cache/examples", to / ".cache/examples")


def passes(root: Path, tests: list[str]) -> bool:
    """Whether these tests pass in the copy at `root`, whose code comes before the installed one."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "scripts"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    with subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as running:  # fmt: skip
        try:
            said, _ = running.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            # With what it has started: an example that never ends would take a processor from all that follow.
            os.killpg(running.pid, signal.SIGKILL)
            return False
    if running.returncode not in (0, 1):
        raise SystemExit(said)
    return running.returncode == 0


def main(words: list[str]) -> int:
    """Plant all; the exit code says whether enough are noticed. Tests that fail without a fault come first."""
    mutants = read_mutants(words)
    for mutant in mutants:
        mutant.text(ROOT)
    missed = []
    with TemporaryDirectory(prefix="mutants-") as folder:
        root = Path(folder).resolve()
        copy_project(root)
        tests = sorted({name for mutant in mutants for name in mutant.tests.split()})
        if not passes(root, tests):
            raise SystemExit("The tests fail before a fault is planted: run ./scripts/test")
        for number, mutant in enumerate(mutants, 1):
            text = mutant.plant(root)
            noticed = not passes(root, mutant.tests.split())
            (root / mutant.file).write_text(text, "utf-8")
            word = "noticed" if noticed else "MISSED "
            print(f"{number:3} {word} {mutant.file}: {mutant.fault}", flush=True)
            if not noticed:
                missed.append(mutant)
    count = len(mutants) - len(missed)
    print(f"{count} of {len(mutants)} planted faults noticed.")
    return 0 if count >= ENOUGH * len(mutants) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
