"""Print the built site: the whole of it on A4 and Letter, each section by itself, and the handout."""

import gc
import sys
from pathlib import Path

import click

from cheatsheet.chromium import MISSING, find_chromium
from cheatsheet.faults import BadInput, Fault
from cheatsheet.offers import FOLDER
from cheatsheet.print_base import A4, LETTER
from cheatsheet.print_document import single, whole
from cheatsheet.print_finish import finish
from cheatsheet.print_handout import fit, handout
from cheatsheet.print_pages import Printer
from cheatsheet.print_source import read_source
from cheatsheet.project import Project, write_whole

NAME = "cv-cheatsheet"


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
) -> tuple[dict[str, bytes], list[tuple[str, str]]]:
    """All PDFs by name, and what had to be changed to fit the paper: (page of the site, what)."""
    source = read_source(site)
    version, date, epoch = built["version"], built["date"], int(built["epoch"])
    book, notice = whole(source, version, date), handout(source, version, date)
    faults = [*source.faults, *book.faults, *notice.faults]
    if faults:
        raise BadInput(faults)
    jobs = [(f"{NAME}-a4.pdf", book, A4), (f"{NAME}-letter.pdf", book, LETTER)]
    jobs += [(f"sections/{page.key}.pdf", single(source, page), A4) for page in source.sections]
    files: dict[str, bytes] = {}
    notes = [(page.path, note) for page in source.pages.values() for note in page.notes]
    source.pages.clear()  # the trees are larger than Chromium's own
    gc.collect()
    with (
        Printer(chromium, site) as printer,
        click.progressbar(length=len(jobs) + 1, label="Printing", file=sys.stderr) as bar,
    ):
        for name, document, paper in jobs:
            printed = printer.print(document, paper)
            notes += printed.notes if document is book else []
            files[name] = finish(printed, document, epoch)
            bar.update(1)
        files[f"{NAME}-handout.pdf"] = finish(fit(printer, notice), notice, epoch)
        bar.update(1)
    return files, list(dict.fromkeys(notes))
