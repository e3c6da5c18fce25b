"""Titles and their parts: `6. Loss functions` is number and name, `CV cheatsheet: examples` a name and what it is."""

import re

NUMBER = re.compile(r"\s*(\d+)\.\s+")


def split_number(title: str) -> tuple[str, str]:
    """The number of a section and its name: '1. Networks' is ('1', 'Networks'), 'Claims' is ('', 'Claims')."""
    found = NUMBER.match(title)
    return (found[1], title[found.end() :]) if found else ("", title)


def split_subtitle(title: str) -> tuple[str, str]:
    """The site's name and what it says behind that: 'Sheet: all of it' is ('Sheet', 'all of it')."""
    name, _, more = title.partition(": ")
    return name, more
