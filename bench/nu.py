"""The Nu HTML checker, on pages as a host sends them."""

import json
import re
import subprocess
from pathlib import Path

from bench.table import Failed

LIMIT = 600  # seconds
# What it says wrongly, by its words and the HTML that they are about.
WRONG = (
    # A block of data is no script: it does not run, so that no policy has to allow it.
    (r"^Inline script violates Content Security Policy", r'<script[^>]* type="application/json"'),
)


def check(command: list[str | Path], root: str, pages: list[str]) -> dict[str, list[str]]:
    """Errors and warnings by page, each a line. Raises Failed where a page cannot be read."""
    asked = [*command, "--format", "json", "--stdout", *(root + page for page in pages)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=LIMIT, check=False)
    except subprocess.TimeoutExpired:
        raise Failed(f"the Nu HTML checker did not end within {LIMIT} s") from None
    try:
        said = json.loads(done.stdout)["messages"]
    except (json.JSONDecodeError, KeyError):
        words = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise Failed(f"the Nu HTML checker: {words[-1]}") from None
    return by_page(said, root, pages)


def by_page(said: list[dict], root: str, pages: list[str]) -> dict[str, list[str]]:
    """What it says of each page, without what it says wrongly and without hints."""
    faults: dict[str, list[str]] = {page: [] for page in pages}
    for one in said:
        if one["type"] == "non-document-error":
            raise Failed(f"the Nu HTML checker: {one.get('url', '')} {one['message']}")
        if (one["type"] == "error" or one.get("subType") == "warning") and not _is_wrong(one):
            place = f"line {one.get('lastLine', '?')}"
            extract = " ".join(one.get("extract", "").split())
            faults[one["url"].removeprefix(root)].append(f"{place}: {one['message']} {extract}")
    return faults


def _is_wrong(one: dict) -> bool:
    return any(
        re.search(words, one["message"]) and re.search(html, one.get("extract", ""))
        for words, html in WRONG
    )
