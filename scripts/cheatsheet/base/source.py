"""Sources as text: UTF-8 of a bounded size, without what no editor shows; each fault named with its line and cure."""

import codecs
import errno
import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Self

from cheatsheet.base.problems import Problems

LARGEST = 400_000  # bytes: several times what any source has
SAVE = "save it as UTF-8"
NO_FILE = "it is no file, but a pipe or a device"
PUT_FILE = "put the file itself there"
# No editor shows them: control characters, and marks that turn the order of what follows round.
UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
HOLDS, DELETE = "it holds the character U+{:04X}, which no editor shows", "delete it"
OTHER_MARKS = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
CURES = {
    errno.EACCES: "let this user read and write it",
    errno.EPERM: "let this user read and write it",
    errno.EROFS: "use a folder that can be written",
    errno.ENOSPC: "make room on the disk, and start again",
    errno.EDQUOT: "make room on the disk, and start again",
    errno.EFBIG: "allow larger files (ulimit -f)",
    errno.EMFILE: "allow more open files (ulimit -n)",
    errno.ENOENT: "start again; if it is missing still, restore it, or mend the link that should lead to it",
    errno.EISDIR: "move the folder away",
    errno.ENOTDIR: "move the file away that lies where a folder should",
    errno.EEXIST: "move the file away that lies where a folder should",
    errno.ELOOP: "mend the link, which leads to itself",
}


class Unread(str):
    """What is wrong with a file of which nothing is known, so that nobody misses what it would hold."""


class Lost(str):
    """What is wrong with an entry of a file that is left out, so that nobody misses the entry; `key` is its name."""

    key: str

    def __new__(cls, what: str, key: str) -> Self:
        """The words, with the name beside them."""
        made = super().__new__(cls, what)
        made.key = key
        return made


def unread(problems: Problems) -> frozenset[str]:
    """The files of which nothing is known, and FILE#KEY of each entry that is left out."""
    files = {problem.path for problem in problems if isinstance(problem.what, Unread)}
    entries = {f"{each.path}#{each.what.key}" for each in problems if isinstance(each.what, Lost)}
    return frozenset(files | entries)


def is_lost(file: str, key: str, lost: Collection[str]) -> bool:
    """Whether an entry would stand in what is `lost`, see `unread`."""
    return file in lost or f"{file}#{key}" in lost


def cure_of(error: OSError) -> str:
    """What to do about a fault of the system."""
    return CURES.get(error.errno or 0, "see to that, and start again")


def read_source(path: Path, label: str, problems: Problems, largest: int = LARGEST) -> str | None:
    """The text of a file, its lines ended by `\\n`; None, with the problem noted, where it is none.

    `label` is its path in problems.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                problems.add(label, None, Unread(NO_FILE), PUT_FILE)
                return None
            data = file.read(largest + 1)
    except OSError as error:
        what = f"it cannot be read: {error.strerror}"
        problems.add(label, None, Unread(what), cure_of(error))
        return None
    if len(data) > largest:
        what = f"it has more than {largest / 1000:.0f} KB"
        problems.add(label, None, Unread(what), "split it, or leave out what is not needed")
        return None
    return decode(data, label, problems)


def text_if_file(path: Path) -> str:
    """What a file holds, nothing where there is none: what else is there is a problem, and a pipe would have no end."""
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def decode(data: bytes, label: str, problems: Problems) -> str | None:
    """The same of bytes that were read already."""
    for mark, name in OTHER_MARKS.items():
        if data.startswith(mark):
            problems.add(label, None, Unread(f"it is {name}, not UTF-8"), SAVE)
            return None
    if data.startswith(codecs.BOM_UTF8):
        what = "it begins with a byte order mark"
        cure = "save it as UTF-8 without one (“UTF-8”, not “UTF-8 with BOM”)"
        problems.add(label, 1, Unread(what), cure)
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.add(label, line, Unread("it is not UTF-8"), SAVE)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = {text.count("\n", 0, found.start()) + 1: found[0] for found in UNSEEN.finditer(text)}
    for line, character in list(lines.items())[:10]:
        what = HOLDS.format(ord(character))
        problems.add(label, line, Unread(what) if len(lines) > 10 else what, DELETE)
    # What else is wrong with it is said, too, unless it is no text at all.
    return UNSEEN.sub("", text) if len(lines) <= 10 else None


def _at_once(path: str, flags: int) -> int:
    """Open a file without waiting for what another process may write into it."""
    return os.open(path, flags | os.O_NONBLOCK)


def odd_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, str]]:
    """What lies among files and can be read by nobody, what is wrong with it, and the cure."""
    for path in paths:
        try:
            if not path.is_file():
                # Links to themselves raise here.
                yield path, NO_FILE if path.stat() else "", PUT_FILE
        except OSError as error:
            yield path, f"it cannot be read: {error.strerror}", cure_of(error)
