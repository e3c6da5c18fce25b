"""Marks that only the build can make: what it puts into a page carries the digest of what was written for that page.

A text cannot hold its own digest, so no page can forge one; the same page has the same marks in every build.
"""

import hashlib

# The attribute of an element that the build has made: seal and kind.
ATTRIBUTE = "data-evidence"
# What a seal says: the words are checked, the link is checked but not its words, all that is inside is made by the build.
NUMBER, LINK, MADE = "number", "link", "made"


def seal_of(*texts: str) -> str:
    """The seal of a page that was written as these texts."""
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def enclosed(made: str, seal: str) -> str:
    """HTML or Markdown that the build has made, between two comments that the converter takes for blocks of their own."""
    return f"<!-- {seal} -->\n\n{made}\n\n<!-- /{seal} -->"
