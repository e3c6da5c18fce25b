"""Print the built site: the whole of it on A4 and Letter, each section by itself, and the handout."""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import click

from cheatsheet.chromium import MISSING, find_chromium
from cheatsheet.faults import BadInput, Fault
from cheatsheet.offers import FOLDER
from cheatsheet.print_base import A4, LETTER, Document
from cheatsheet.print_document import single, whole
from cheatsheet.print_finish import finish
from cheatsheet.print_handout import fit, handout
from cheatsheet.print_pages import Printer
from cheatsheet.print_source import read_source
from cheatsheet.project import Project, write_whole

NAME = "cv-cheatsheet"
Note = tuple[str, str]  # page of the site, what had to be changed


@dataclass(frozen=True)
class Work:
    """All documents to print, sections by name, and what is to be said of them."""

    book: Document
    handout: Document
    sections: dict[str, Document]
    notes: list[Note]
    faults: list[Fault]


def make(project: Project, site: Path, built: dict[str, str]) -> None:
    """Write all PDFs below `site`'s downloads, once all are printed. Raises BadInput, and then writes none."""
    chromium = find_chromium()
    if chromium is None:
        raise SystemExit(MISSING)
    files, notes = print_all(chromium, site, built)
    for page, what in notes:
        click.echo(f"site/{page}: {what}", err=True)
    for name, data in files.items():
        path = site / FOLDER / name
        try:
            write_whole(path, data)
        except OSError as error:
            raise BadInput([Fault(str(path), None, f"it cannot be written: {error.strerror or error}",
                                  "free what is in the way, or some space")]) from None  # fmt: skip


def print_all(
    chromium: str, site: Path, built: dict[str, str]
) -> tuple[dict[str, bytes], list[Note]]:
    """All PDFs by name, and what had to be changed to fit the paper."""
    work = gather(site, built)
    if work.faults:
        raise BadInput(work.faults)
    epoch, files, notes = int(built["epoch"]), {}, list(work.notes)
    sections = [(f"sections/{name}.pdf", document, A4) for name, document in work.sections.items()]
    rounds = [
        [(f"{NAME}-a4.pdf", work.book, A4)],
        [(f"{NAME}-letter.pdf", work.book, LETTER)],
        sections,
    ]
    total = sum(map(len, rounds)) + 1
    with click.progressbar(length=total, label="Printing", file=sys.stderr) as bar:
        for jobs in (
            rounds
        ):  # a fresh Chromium for each book, so that one does not keep the memory of another
            with Printer(chromium, site) as printer:
                for name, document, paper in jobs:
                    printed = printer.print(document, paper)
                    notes += printed.notes if document is work.book else []
                    files[name] = finish(printed, document, epoch)
                    bar.update(1)
                if jobs is sections:
                    printed = fit(printer, work.handout)
                    files[f"{NAME}-handout.pdf"] = finish(printed, work.handout, epoch)
                    bar.update(1)
    return files, list(dict.fromkeys(notes))


def gather(site: Path, built: dict[str, str]) -> Work:
    """`prepare` in a process of its own, whose memory is free when it ends."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(prepare, site, built["version"], built["date"]).result()


def prepare(site: Path, version: str, date: str) -> Work:
    """Read the site and put all documents together."""
    source = read_source(site)
    sections = {page.key: single(source, page) for page in source.sections}
    notice, book = handout(source, version, date), whole(source, version, date)
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    source.pages.clear()  # what follows needs no trees
    return Work(book, notice, sections, notes, [*source.faults, *book.faults, *notice.faults])
