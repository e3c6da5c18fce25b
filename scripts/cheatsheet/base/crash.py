"""The last word of a command that cannot go on: one sentence with place and cure, whatever the reason."""

import errno
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.base.project import Project, write_whole
from cheatsheet.base.source import cure_of

FILE = "traceback.txt"
STUMBLED = "the program stumbled over it: "
# Beside the stamps of what is installed; scripts look at every file of `.venv` where it is there (environment.py).
DAMAGED = "damaged"


def sentence_of(error: Exception, project: Project) -> str:
    """What stopped a command, where, and the cure; to be called where the error is handled."""
    if isinstance(error, BadInput):
        return str(error)
    if isinstance(error, OSError):
        return fault_of(error, project.root)
    if isinstance(error, ImportError):
        return missing(error, project.root)
    return unforeseen(project)


def fault_of(error: OSError, root: Path) -> str:
    """What the system refused, where, and the cure."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else ""
    if _is_installed(name, root) and error.errno == errno.ENOENT:
        return _repair(f"{_short(name, root)} is missing", root)
    place = f"{_short(name, root)}: " if name else ""
    return f"{place}{error.strerror or error}.\n    cure: {cure_of(error)}\n1 problem."


def missing(error: ImportError, root: Path) -> str:
    """A package that is not whole."""
    return _repair(" ".join(str(error).split()), root)


def unforeseen(project: Project) -> str:
    """An error of this program itself; its traceback is kept."""
    what, file = _kept(project)
    return (
        f"{what}\n    cure: this is a fault of the program, not of your "
        f"files: report it with {file}\n1 problem."
    )


def stumbled(project: Project, path: str, problems: Problems) -> None:
    """Note an error of this program behind or beside faults of files, which may be its reason."""
    what, file = _kept(project, more=any(each.what.startswith(STUMBLED) for each in problems))
    cure = f"mend what else is named, and build again; if this stays, report it with {file}"
    problems.add(path, None, f"{STUMBLED}{what}", cure)


@contextmanager
def going_on(project: Project, path: str, problems: Problems) -> Iterator[None]:
    """Let an error of this program at one file be a problem, so that the others are looked at too."""
    try:
        yield
    except (BadInput, OSError):
        raise  # what the system refuses is no fault of one page
    except Exception:
        stumbled(project, path, problems)


def _kept(project: Project, more: bool = False) -> tuple[str, str]:
    """The error that is handled now, in a sentence, and the file that holds its traceback, behind those of before."""
    kind, error, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if "cheatsheet" in Path(frame.filename).parts] or frames
    place = f"{_short(own[-1].filename, project.root)}:{own[-1].lineno}: " if own else ""
    said = " ".join(str(error).split())[:300]
    file = project.cache / FILE
    try:
        before = file.read_text("utf-8", "replace") if more else ""
        write_whole(file, f"{before}{traceback.format_exc()}")
    except OSError:
        file = Path(tempfile.gettempdir(), f"cheatsheet-{FILE}")
        file.write_text(traceback.format_exc(), "utf-8", "backslashreplace")
    name = kind.__name__ if kind else "error"
    return f"{place}{name}: {said or 'no message'}", _short(str(file), project.root)


def _repair(what: str, root: Path) -> str:
    """Ask the next start to look at every installed file."""
    venv = Path(sys.prefix)
    if venv.name == ".venv":
        try:
            (venv / DAMAGED).touch()
        except OSError:
            return (
                f"{what}.\n    cure: delete {_short(str(venv), root)} and start again\n1 problem."
            )
    return f"{what}.\n    cure: start again: what is missing in .venv is installed then\n1 problem."


def _is_installed(name: str, root: Path) -> bool:
    return "site-packages" in Path(name).parts and name.startswith((sys.prefix, str(root)))


def _short(name: str, root: Path) -> str:
    """A path below the project without the project's own; on one line."""
    path = Path(name)
    text = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
    return text if text.isprintable() else ascii(text)[1:-1]
