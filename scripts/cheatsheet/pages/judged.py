"""What the judge of numbers looks at: a page or a data file as it was written, and the lines that it prints."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class PrintedLine:
    """A line that is printed, or what is wrong with its markup: then `cure` says how to mend it.

    `part` is the id of the heading above.
    """

    text: str
    part: str = ""
    what: str = ""
    cure: str = ""


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
    lines: list[PrintedLine] = field(default_factory=list)
