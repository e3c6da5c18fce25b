"""Print the finished site: the book on A4 and Letter; everything, questions and each section on A4; the handout."""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Event

import click

from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.pdf.book import book, everything, questions, single
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import A4, LETTER, Document
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.handout import fit, handout
from cheatsheet.editions.pdf.printed import Printed
from cheatsheet.editions.pdf.source import read_source
from cheatsheet.site.model import Site
from cheatsheet.site.offered_editions import (
    BOOK_A4,
    BOOK_LETTER,
    EVERYTHING,
    HANDOUT,
    QUESTIONS_PDF,
    section_pdf,
)

# Path of a page in the site, and what had to be changed on it.
Note = tuple[str, str]
# Chromium prints on one core, and with the longest document needs 1.2 GB.
AT_ONCE = 2


@dataclass(frozen=True)
class Documents:
    """All that is printed, sections by name, and what had to be changed before; None where nothing is asked."""

    book: Document
    everything: Document
    questions: Document | None
    handout: Document
    sections: dict[str, Document]
    notes: list[Note]


@dataclass(frozen=True)
class Job:
    """One file to print, by the name of the download."""

    name: str
    document: Document
    print: Callable[[Printer, Document], Printed]


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
        click.echo(f"note: in the PDF of site/{page} {what}", err=True)
    return files


def print_all(
    documents: Documents, site: Site, chromium: str, epoch: int
) -> tuple[dict[str, bytes], list[Note]]:
    """All PDFs, and what had to be changed to fit the paper; `epoch` (seconds) becomes their date. Raises BadInput."""
    groups, stop = jobs(documents), Event()
    printed: SimpleQueue[tuple[Job, Printed] | BaseException | None] = SimpleQueue()

    def work(group: list[Job]) -> None:
        try:
            with Printer(chromium, site, stop) as printer:
                for job in group:
                    printed.put((job, job.print(printer, job.document)))
        except BaseException as error:
            printed.put(error)
        printed.put(None)

    files, changes, left = {}, {}, len(groups)
    with (
        click.progressbar(length=sum(map(len, groups)), label="Printing", file=sys.stderr) as bar,
        ThreadPoolExecutor(min(AT_ONCE, os.cpu_count() or 1)) as pool,
    ):
        try:
            for group in groups:
                pool.submit(work, group)
            # Finished in the main thread, for Ctrl-C reaches no other.
            while left:
                got = printed.get()
                if isinstance(got, BaseException):
                    raise got
                if got is None:
                    left -= 1
                else:
                    job, result = got
                    files[job.name] = finish(result, job.document, epoch)
                    changes[job.name] = result.notes
                    bar.update(1)
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            raise
    names = [job.name for group in groups for job in group]
    notes = [*documents.notes, *(note for name in names for note in changes[name])]
    return {name: files[name] for name in names}, list(dict.fromkeys(notes))


def jobs(documents: Documents) -> list[list[Job]]:
    """What to print, the longest first; a fresh Chromium for each list, so that none keeps the memory of another."""

    def on_a4(printer: Printer, document: Document) -> Printed:
        return printer.print(document, A4)

    def on_letter(printer: Printer, document: Document) -> Printed:
        return printer.print(document, LETTER)

    sections = [Job(section_pdf(key), each, on_a4) for key, each in documents.sections.items()]
    return [
        [Job(EVERYTHING, documents.everything, on_a4)],
        [Job(BOOK_A4, documents.book, on_a4)],
        [Job(BOOK_LETTER, documents.book, on_letter)],
        *([[Job(QUESTIONS_PDF, documents.questions, on_a4)]] if documents.questions else []),
        [*sections, Job(HANDOUT, documents.handout, fit)],
    ]


def prepare(site: Site, built: Provenance, problems: Problems) -> Documents:
    """Put all documents together. What is returned holds no trees, so that they are free before Chromium starts."""
    source = read_source(site, problems)
    bound = book(source, built.version, built.date, problems)
    whole = everything(source, built.version, built.date, problems)
    asked = questions(source, built.version, built.date, problems) if source.questions else None
    notice = handout(source, built.version, built.date, problems)
    sections = {page.key: single(source, page, problems) for page in source.sections}
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    return Documents(bound, whole, asked, notice, sections, notes)
