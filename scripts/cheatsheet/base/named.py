"""What mkdocs.yml makes a build depend on beside its own text: scripts that it names, and variables."""

import os
import re
from pathlib import Path

from cheatsheet.base.source import text_if_file

SETTINGS = "mkdocs.yml"
SCRIPT = re.compile(r"[\w./-]+\.py\b")
HOOKS = re.compile(r"^[\"']?hooks[\"']?\s*:", re.M)
WORD = re.compile(r"\w+")
# A value that the environment gives: `!ENV NAME`, `!ENV [NAME, OTHER, usual]`.
GIVEN = "!ENV"


def scripts_of(root: Path) -> list[Path]:
    """The hooks, which may change every page."""
    named = (root / name for name in SCRIPT.findall(text_if_file(root / SETTINGS)))
    return sorted({path for path in named if path.is_file()})


def has_hooks(root: Path) -> bool:
    """Whether the settings name hooks, which may read whatever they like: what they make is never kept."""
    return HOOKS.search(text_if_file(root / SETTINGS)) is not None


def variables_of(root: Path) -> list[str]:
    """`NAME=VALUE` of each variable that is set and of which the settings hold the name, where they ask for any."""
    text = text_if_file(root / SETTINGS)
    names = sorted(set(WORD.findall(text)) & set(os.environ)) if GIVEN in text else []
    return [f"{name}={os.environ[name]}" for name in names]
