"""Says that pages are made anew, where they are so many that a reader of the terminal would wonder."""

import sys
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager

import click

# An edit of one page makes a few anew; a first build, or one after a change of the code, makes all.
MANY = 20


def announce(pages: Sequence[str]) -> None:
    """Say how many pages are converted now."""
    if len(pages) >= MANY:
        print(f"Making {len(pages)} pages", file=sys.stderr)


def finishing(pages: Sequence[str]) -> AbstractContextManager[Iterable[str]]:
    """The same pages, of which a terminal shows how many are done."""
    hidden = len(pages) < MANY
    return click.progressbar(pages, label="Finishing pages", file=sys.stderr, hidden=hidden)
