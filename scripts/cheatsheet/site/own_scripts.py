"""The scripts that may stand in a page: those that templates and modules of this project hold, and no other.

A text of an author that a browser would take for a script is none of them, whatever way it took into the page.
"""

import json
import re
from functools import cache
from pathlib import Path

from cheatsheet.base.cache import PACKAGE
from cheatsheet.site import redirects, unknown

TEMPLATES = PACKAGE.parents[1] / "overrides"
SCRIPT = re.compile(r"<script>(.*?)</script>", re.S)
CONSTANT = re.compile(r"\{const [A-Z]+ = ")


def is_own(text: str) -> bool:
    """Whether this project has written a script of this text."""
    return text in _written() or _without_constant(text) == unknown.script_text()


def _written() -> frozenset[str]:
    paths = TEMPLATES.rglob("*.html")
    # While the site is served a template may change.
    return _scripts_of(tuple((path, path.stat().st_mtime_ns) for path in sorted(paths)))


@cache
def _scripts_of(templates: tuple[tuple[Path, int], ...]) -> frozenset[str]:
    texts = [path.read_text("utf-8") for path, _ in templates]
    texts += [redirects.FOLLOW, redirects.STUB.replace("{{", "{").replace("}}", "}")]
    return frozenset(script for text in texts for script in SCRIPT.findall(text))


def _without_constant(text: str) -> str:
    """The script behind a constant in front of it that is a value and runs nothing."""
    start = CONSTANT.match(text)
    if not start:
        return ""
    try:
        _, end = json.JSONDecoder().raw_decode(text, start.end())
    except ValueError:
        return ""
    return text[end:].removeprefix(";\n").removesuffix("}")
