"""What style sheets print: words that hold no number, and nothing that a page or a counter hands them."""

import re

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.markdown.numerals import WRITTEN, has_numeral

COMMENT = re.compile(r"/\*.*?\*/", re.S)
CONTENT = re.compile(r"(?<![\w-])content\s*:\s*([^;}]*)")
# A character by its number, such as a space of a certain width.
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
# `counter-reset`, `counter-increment` and `@counter-style` print nothing without the first of these.
HANDED = re.compile(r"\b(?:attr|counters?)\(")


def check_styles(project: Project, problems: Problems) -> None:
    """Note every number that a style sheet prints."""
    for path in sorted((project.docs / "assets/stylesheets").glob("*.css")):
        text = path.read_text("utf-8", "replace")
        plain = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
        for found in CONTENT.finditer(plain):
            words = ESCAPE.sub(_character, found[1])
            if has_numeral(words) or WRITTEN.search(words) or HANDED.search(words):
                label = path.relative_to(project.root).as_posix()
                line = plain.count("\n", 0, found.start()) + 1
                what = f"the style sheet prints {found[1].strip()}, and nothing checks it"
                problems.add(label, line, what, "write it into the page, as a checked link")


def _character(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    return chr(code) if code < 0x110000 else ""
