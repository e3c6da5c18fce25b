"""Print the finished site: the whole of it on A4 and Letter, each section by itself, and the handout."""

import sys
from dataclasses import dataclass

import click

from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.pdf.book import single, whole
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import A4, LETTER, Document
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.handout import fit, handout
from cheatsheet.editions.pdf.source import read_source
from cheatsheet.site.downloads import BOOK_A4, BOOK_LETTER, HANDOUT, section_pdf
from cheatsheet.site.model import Site

# Path of a page in the site, and what had to be changed on it.
Note = tuple[str, str]


@dataclass(frozen=True)
class Documents:
    """All that is printed, sections by name, and what had to be changed before."""

    book: Document
    handout: Document
    sections: dict[str, Document]
    notes: list[Note]


def make(site: Site, built: Provenance, problems: Problems) -> dict[str, bytes]:
    """All PDFs by the name of the download, once all are printed. Raises BadInput.

    What had to be changed to fit the paper is said on stderr.
    """
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(MISSING)
    documents = prepare(site, built, problems)
    problems.stop_if_any()
    files, notes = print_all(documents, site, chromium, built.epoch)
    for page, what in notes:
        click.echo(f"site/{page}: {what}", err=True)
    return files


def print_all(
    documents: Documents, site: Site, chromium: str, epoch: int
) -> tuple[dict[str, bytes], list[Note]]:
    """All PDFs, and what had to be changed to fit the paper; `epoch` (seconds) becomes their date. Raises BadInput."""
    files, notes = {}, list(documents.notes)
    count = len(documents.sections) + 3
    with click.progressbar(length=count, label="Printing", file=sys.stderr) as bar:
        # A fresh Chromium for each book, so that one does not keep the memory of another.
        for name, paper in ((BOOK_A4, A4), (BOOK_LETTER, LETTER)):
            with Printer(chromium, site) as printer:
                printed = printer.print(documents.book, paper)
            notes += printed.notes
            files[name] = finish(printed, documents.book, epoch)
            bar.update(1)
        with Printer(chromium, site) as printer:
            for key, section in documents.sections.items():
                printed = printer.print(section, A4)
                files[section_pdf(key)] = finish(printed, section, epoch)
                bar.update(1)
            printed = fit(printer, documents.handout)
            files[HANDOUT] = finish(printed, documents.handout, epoch)
            bar.update(1)
    return files, list(dict.fromkeys(notes))


def prepare(site: Site, built: Provenance, problems: Problems) -> Documents:
    """Put all documents together. What is returned holds no trees, so that they are free before Chromium starts."""
    source = read_source(site, problems)
    book = whole(source, built.version, built.date, problems)
    notice = handout(source, built.version, built.date, problems)
    sections = {page.key: single(source, page, problems) for page in source.sections}
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    return Documents(book, notice, sections, notes)
