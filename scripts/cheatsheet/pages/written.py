"""What a page or a data file was written as, and what it prints: the two sides that are compared."""

from dataclasses import dataclass, field

from cheatsheet.pages.printed import Printed


@dataclass
class Source:
    """The file that problems name, its text, and the seal of what the build puts into its page.

    `beside` is a second file whose words the page prints, path and text. `section` is the one whose statements of the
    old cheatsheet the page may quote; empty for all. `lines` are what is printed.
    """

    path: str
    text: str
    seal: str = ""
    beside: tuple[str, str] = ("", "")
    section: str = ""
    lines: list[Printed] = field(default_factory=list)
