"""Files as bytes that are made when somebody asks for them."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass


@dataclass(frozen=True)
class _Later:
    """Bytes that `make` gives, for which `key` stands."""

    key: str | None
    make: Callable[[], bytes]


class Contents(MutableMapping[str, bytes]):
    """The files of a site that are no pages, by their path below its root."""

    def __init__(self, files: Mapping[str, bytes] | None = None):
        self._held: dict[str, bytes | _Later] = dict(files or {})

    def __getitem__(self, name: str) -> bytes:
        held = self._held[name]
        return held.make() if isinstance(held, _Later) else held

    def __setitem__(self, name: str, data: bytes) -> None:
        self._held[name] = data

    def __delitem__(self, name: str) -> None:
        del self._held[name]

    def __contains__(self, name: object) -> bool:
        return name in self._held

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def later(self, name: str, key: str | None, make: Callable[[], bytes]) -> None:
        """Hold a file that is made when it is needed; `key` stands for all that its bytes depend on, None for nothing."""
        self._held[name] = _Later(key, make)

    def key(self, name: str) -> str | None:
        """What stands for the bytes of a file; None for one that was put here as bytes."""
        held = self._held[name]
        return held.key if isinstance(held, _Later) else None
