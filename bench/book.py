"""Print one edition, on two cores: python -m bench.book SITE A4|Letter|everything FILE."""

import os
import sys
from pathlib import Path

from bench.cold import CORES
from cheatsheet.base.chromium import find_chromium
from cheatsheet.base.problems import Problems
from cheatsheet.base.provenance import Provenance
from cheatsheet.editions.pdf.chromium import Printer
from cheatsheet.editions.pdf.document import A4, LETTER
from cheatsheet.editions.pdf.finish import finish
from cheatsheet.editions.pdf.make import prepare
from cheatsheet.site.model import Site

BUILT = Provenance("bench", 1_767_225_600)  # 1 January 2026


def main(folder: Path, edition: str, target: Path) -> None:
    """What `scripts/build --pdf` does for one of its books, from the built pages to the file."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    site, problems = Site.read(folder), Problems()
    documents = prepare(site, BUILT, problems)
    document = documents.everything if edition == "everything" else documents.book
    problems.stop_if_any()
    with Printer(find_chromium(), site) as printer:
        printed = printer.print(document, LETTER if edition == "Letter" else A4)
        target.write_bytes(finish(printed, document, BUILT.epoch))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
