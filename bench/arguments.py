"""How arguments of the command lines are read."""

import argparse
from collections.abc import Callable


def chosen_from(known: list[str]) -> Callable[[str], list[str]]:
    """Names with commas between, in the order in which they are known; all where none is named."""

    def parse(text: str) -> list[str]:
        chosen = [name.strip() for name in text.split(",") if name.strip()]
        for name in chosen:
            if name not in known:
                raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(known)}")
        return [name for name in known if name in chosen] or known

    return parse


def at_least_one(text: str) -> int:
    """A count."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a count")
    return int(text)
