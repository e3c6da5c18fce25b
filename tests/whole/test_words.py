"""Names that a reader must not mistake: the cheatsheet that the site corrects is no paper."""

import re
from pathlib import Path

import pytest
import yaml

from original import SECTIONS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [
    *SECTIONS,
    *(f"questions/{slug}" for slug in SECTIONS),
    "index",
    "questions",
    "scratch",
    "claims",
    "robustness",
    "study",
    "terms",
    "examples",
]
# “the original”, “Original's variant”: of what?
BARE = re.compile(r"\b[Oo]riginal(?:['’]s)?\b")
NAME = re.compile(r"old cheatsheet")
LINKED = re.compile(r"\[[^\]]*\bold cheatsheet\b[^\]]*\]\(term:old-cheatsheet\)")
FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)


def bare(text: str) -> list[str]:
    """Uses of the word with what stands around them; none where the paper's authors stand beside it."""
    return [
        text[max(0, match.start() - 40) : match.end() + 40]
        for match in BARE.finditer(text)
        if not re.search(
            r"cite:|et al\.|paper", text[max(0, match.start() - 120) : match.end() + 120]
        )
    ]


def test_a_bare_original_is_found():
    assert bare("The original's form leaves the weight out.")
    assert not bare('The original ([He et al. 2015](cite:he-2015 "sec. 3")) adds.')


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_whose_words_it_corrects(page):
    text = FRONT.sub("", (DOCS / f"{page}.md").read_text("utf-8"))
    assert bare(text) == []
    first, link = NAME.search(text), LINKED.search(text)
    assert (first is None) == (link is None)
    assert first is None or link.start() < first.start()


@pytest.mark.parametrize("file", ["claims.yml", "terms.yml", "plans.yml"])
def test_data_files_say_whose_words_they_correct(file):
    text = (DOCS / file).read_text("utf-8")
    entries = yaml.safe_load(text)
    said = [entry["right"] for entry in entries] if file == "claims.yml" else [text]
    assert [found for text in said for found in bare(text)] == []
