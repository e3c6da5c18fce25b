"""Every number in the text of a section page is checked by a run, quoted with its source, or excepted for a reason."""

import re
from pathlib import Path

import pytest

from original import SECTIONS

DOCS = Path(__file__).parents[2] / "docs"

# What is not a statement of ours, removed in this order.
NOT_OURS = [
    r"\A---\n.*?\n---\n",  # front matter
    r"\[[^\]]*\]\((?:example:[^)#]+#|cite:|claim:)[^)]*\)",  # checked, quoted with its source, or a mark
    r"\]\([^)]*\)",  # addresses of other links
    r"\$\$.*?\$\$|\$[^$\n]+\$",  # formulas: set-ups that the text chooses, and mathematics
    r"`[^`\n]*`",  # code
    r"“[^”]*”",  # words of the original
    r"\{[^}\n]*\}",  # ids
    r"^# \d+\.",  # number of the section
    r"^ *\d+\. ",  # numbered lists
    r"^ {4}attrs:.*$",
]
# Names and sizes that hold digits without stating a number.
NAMES = [
    r"\(ResNet-50, batch=64\)",  # the original's heading
    r"\d+×\d+(?:×\d+)*",  # sizes: 3×3, 224×224
    r"\b[A-Za-z][A-Za-z/]*-?v?\d+[A-Za-z]?(?:-[A-Za-z]+)?\b",  # ResNet-50, FP16, AP50, L2, YOLOv3, B0, H100
    r"\bv\d+(?:[–-]v?\d+)?\b",  # YOLO's v5, v3–v5
    r"\b\d-D\b",  # dimensions
    r"\b(?:19|20)\d\d\b",  # years
    r"\bbatch (?:size|of|of size) 1\b",  # what the question is called
    r"\bImageNet-\d+k\b|\bJFT-\d+M\b|\bTop-\d\b|\bViT-\w/\d+\b",  # data sets, measures and models
    r"\b5-Step\b",  # the original's name for its framework
    r"\bA100-40GB\b",  # a product
]
DIGITS = re.compile(r"\S*\d\S*")


def bare_numbers(text: str) -> list[tuple[int, str]]:
    """Line and word of each number that stands in the text without a reason."""
    for pattern in NOT_OURS:
        flags = re.M if pattern.startswith("^") else re.S
        text = re.sub(pattern, lambda match: "\n" * match[0].count("\n") or " ", text, flags=flags)
    for pattern in NAMES:
        text = re.sub(pattern, "", text)
    lines = enumerate(text.splitlines(), 1)
    return [(number, word) for number, line in lines for word in DIGITS.findall(line)]


def test_a_bare_number_is_found():
    text = (
        "# 1. Title { #a-1 }\n\nA [5 px](example:a/b#c) in ResNet-50 of 3×3 with $x = 3$, `k=3`, “4×”\n"
        "costs 17% or [18%](example:a/b) or [3](cite:he-2015)."
    )
    assert [word.strip("[]") for _, word in bare_numbers(text)] == ["17%", "18%"]


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_section_page_states_no_bare_number(slug):
    path = DOCS / f"{slug}.md"
    found = [f"{path.name}:{line}: {word}" for line, word in bare_numbers(path.read_text("utf-8"))]
    assert found == []
