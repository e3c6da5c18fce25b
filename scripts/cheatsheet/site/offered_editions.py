"""The editions that the site offers as downloads, and the names of their files."""

from collections.abc import Mapping
from dataclasses import dataclass

from cheatsheet.base.vocabulary import NAME

FOLDER = "downloads/"
BOOK_A4, BOOK_LETTER = f"{NAME}-a4.pdf", f"{NAME}-letter.pdf"
EVERYTHING, QUESTIONS_PDF = f"{NAME}-everything.pdf", f"{NAME}-questions.pdf"
HANDOUT, FOLDER_COPY = f"{NAME}-handout.pdf", f"{NAME}-site.zip"
EPUB, EXAMPLES = f"{NAME}.epub", f"{NAME}-examples.zip"


@dataclass(frozen=True)
class Edition:
    """What it is, what is in it, and its files with their formats."""

    title: str
    what: str
    files: Mapping[str, str]


BOOK = Edition(
    "The book",
    "the ten sections, to read or to print",
    {BOOK_A4: "PDF, A4", BOOK_LETTER: "PDF, US Letter"},
)
READER = Edition(
    "The e-book", "for e-readers and phones; with the ledger and the index", {EPUB: "EPUB"}
)
SCRIPTS = Edition(
    "All examples", "scripts and notebooks, with what they need to run", {EXAMPLES: "ZIP"}
)
EDITIONS = (
    BOOK,
    Edition(
        "The questions", "with answers and what stands behind them", {QUESTIONS_PDF: "PDF, A4"}
    ),
    Edition(
        "Everything",
        "also the ledger, how far each number carries, all code",
        {EVERYTHING: "PDF, A4"},
    ),
    READER,
    Edition("The handout", "the ten summary tables at a glance", {HANDOUT: "PDF, A4"}),
    Edition(
        "The site as a folder", "unpack it, open index.html; search works", {FOLDER_COPY: "ZIP"}
    ),
    SCRIPTS,
)


def section_pdf(slug: str) -> str:
    """Name of the download that holds one section page."""
    return f"sections/{slug}.pdf"
