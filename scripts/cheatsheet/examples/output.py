"""What a cell prints and shows: text for a notebook, bounded, whatever the example does to its streams."""

import io
import re
import unicodedata

LONGEST = 100_000  # characters that one cell may print
# An address in memory differs from run to run, and matplotlib's objects say nothing.
UNSHOWN = re.compile(r" at 0x[0-9a-f]+>|^<?matplotlib|\bText\(")


class TooLong(Exception):
    """A cell prints more than a page can hold."""


class Printed(io.TextIOBase):
    """Stands for stdout while a cell runs. It cannot be closed."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = LONGEST

    def write(self, text: str) -> int:
        self._left -= len(text)
        if self._left < 0:
            raise TooLong(f"it prints more than {LONGEST / 1000:.0f} KB")
        self._parts.append(text)
        return len(text)

    def writable(self) -> bool:
        return True

    def close(self) -> None:
        """Stay: the next cell prints too."""

    @property
    def text(self) -> str:
        return shown("".join(self._parts))


def shown(text: str) -> str:
    """The same text with what UTF-8 and XML have no place for written out: `\\ud800`, `\\x00`."""
    if text.isprintable():
        return text
    return "".join(
        char
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs")
        else ascii(char)[1:-1]
        for char in text
    )


def value_text(value: object) -> str:
    """What a notebook shows of a cell's last value; empty for what says nothing. Raises whatever its repr does."""
    text = "" if value is None else str.__str__(repr(value))
    if len(text) > LONGEST:
        raise TooLong(f"it shows a value of more than {LONGEST / 1000:.0f} KB")
    return "" if UNSHOWN.search(text) else shown(text)
