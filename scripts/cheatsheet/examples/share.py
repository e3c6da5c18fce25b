"""One of several shares of the examples, for as many machines as there are shares."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
FORM = re.compile(r"([1-9]\d{0,3})/([1-9]\d{0,3})")


@dataclass(frozen=True)
class Share:
    """The share `number`, from 1, of `count`."""

    number: int
    count: int

    @classmethod
    def read(cls, word: str) -> "Share":
        """From `3/8`. Raises ValueError with a sentence."""
        match = FORM.fullmatch(word)
        if not match or int(match[1]) > int(match[2]):
            raise ValueError(f"{word!r} is no share: write 3/8 for the third of eight")
        return cls(int(match[1]), int(match[2]))

    def of(self, things: Sequence[T]) -> list[T]:
        """Each thing is in one share; neighbours, which need about as long, are in different ones."""
        return list(things[self.number - 1 :: self.count])


WHOLE = Share(1, 1)
