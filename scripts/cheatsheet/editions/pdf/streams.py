"""Content streams as units that can change places: what paints, with the graphics state that it needs.

Chromium writes one operator a line and text as hexadecimal, so that lines can be told apart without a parser.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

MARK = re.compile(rb"/MCID\s+(\d+)")
# Operators that paint, besides text.
PAINTING = set(b"f f* F S s B B* b b* Do sh".split())
# Operators that begin or continue a path.
PATH = set(b"m l c v y h re W W*".split())
# Of these only the last counts: colours, fonts, and dictionaries, which hold all else.
LAST = {b"rg", b"RG", b"gs", b"Tf"}


class Level(NamedTuple):
    """The graphics state since a `q`: matrices and clips in their order, and the last of each other setting."""

    geometry: tuple[bytes, ...] = ()
    settings: tuple[tuple[bytes, bytes], ...] = ()


State = tuple[Level, ...]


@dataclass
class Unit:
    """Lines that paint something, the state that they need, and their mark: its line, and its number in the page."""

    lines: list[bytes]
    state: State
    mark: int | None = None
    opening: bytes = b""
    is_text: bool = False

    @property
    def drawing(self) -> str:
        """The name of what is drawn that stands apart, such as /X5; empty where nothing is."""
        last = self.lines[-1]
        return last.removesuffix(b" Do").decode() if last.endswith(b" Do") else ""


def read_units(stream: bytes) -> list[Unit]:
    """All that a content stream paints. Marks inside a text are left as they are."""
    return _Reader().read(stream.split(b"\n"))


class _Reader:
    def __init__(self) -> None:
        self._units: list[Unit] = []
        self._above: list[Level] = []
        self._geometry: tuple[bytes, ...] = ()
        self._settings: dict[bytes, bytes] = {}
        self._pending: list[bytes] = []
        self._marks: list[tuple[int | None, bytes]] = []

    def read(self, lines: list[bytes]) -> list[Unit]:
        text: list[bytes] | None = None
        for line in lines:
            if text is not None:
                text.append(line)
                if line == b"ET":
                    # The first line of the next page stands without its glyphs at the end of a page.
                    if any(part.endswith(b"Tj") for part in text):
                        self._add(text, is_text=True)
                    self._keep_font(text)
                    text = None
            elif line == b"BT":
                text = [line]
            elif line:
                self._take(line, line.rpartition(b" ")[2])
        return self._units

    def _take(self, line: bytes, operator: bytes) -> None:
        if operator in PATH:
            self._pending.append(line)
        elif operator in PAINTING:
            self._add([*self._pending, line])
            self._pending = []
        elif operator == b"q":
            self._above.append(self._level())
            self._geometry, self._settings = (), {}
        elif operator == b"Q":
            self._geometry, settings = self._above.pop()
            self._settings = dict(settings)
        elif operator.endswith((b"BDC", b"BMC")):
            number = MARK.search(line)
            self._marks.append((int(number[1]) if number else None, line))
        elif operator == b"EMC":
            self._marks.pop()
        elif operator in LAST:
            self._settings[operator] = line
        else:
            self._geometry += (*self._pending, line)
            self._pending = []

    def _level(self) -> Level:
        return Level(self._geometry, tuple(self._settings.items()))

    def _add(self, lines: list[bytes], is_text: bool = False) -> None:
        mark, opening = next((each for each in self._marks if each[0] is not None), (None, b""))
        state = (*self._above, self._level())
        self._units.append(Unit(lines, state, mark, opening, is_text))

    def _keep_font(self, text: Iterable[bytes]) -> None:
        """A font that a text sets is that of the next ones too."""
        for line in text:
            if line.endswith(b" Tf"):
                self._settings[b"Tf"] = line


class Writer:
    """A content stream that goes from state to state with as few lines as it can."""

    def __init__(self) -> None:
        self.lines: list[bytes] = []
        self._now: list[Level] = []

    def paint(self, units: Iterable[Unit], marks: list[bytes]) -> None:
        """Paint units inside these marks."""
        self.lines += marks
        for unit in units:
            self._go_to(unit.state)
            self.lines += unit.lines
            self._now[-1] = _after(self._now[-1], unit)
        self.lines += [b"EMC"] * len(marks)

    def finish(self) -> bytes:
        """The stream, with all levels closed."""
        self._leave(0)
        return b"\n".join(self.lines)

    def _go_to(self, state: State) -> None:
        same = 0
        for level, wanted in zip(self._now, state, strict=False):
            if level != wanted:
                break
            same += 1
        if same == len(self._now) - 1 and same < len(state) and self._grow(state[same]):
            same += 1
        self._leave(same)
        for level in state[same:]:
            self.lines += [b"q", *level.geometry, *(line for _, line in level.settings)]
            self._now.append(level)

    def _grow(self, wanted: Level) -> bool:
        """Bring the last level to what is wanted, where that needs no way back."""
        level = self._now[-1]
        before, after = dict(level.settings), dict(wanted.settings)
        count = len(level.geometry)
        if wanted.geometry[:count] != level.geometry or before.keys() - after.keys():
            return False
        self.lines += wanted.geometry[count:]
        self.lines += [line for key, line in after.items() if before.get(key) != line]
        self._now[-1] = wanted
        return True

    def _leave(self, count: int) -> None:
        self.lines += [b"Q"] * (len(self._now) - count)
        del self._now[count:]


def _after(level: Level, unit: Unit) -> Level:
    """The state once a text has set its font."""
    fonts = [line for line in unit.lines if line.endswith(b" Tf")] if unit.is_text else []
    if not fonts:
        return level
    return level._replace(settings=tuple({**dict(level.settings), b"Tf": fonts[-1]}.items()))
