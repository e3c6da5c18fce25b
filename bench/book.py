"""Print the whole site once, on one paper, on two cores: python -m bench.book SITE A4|Letter FILE."""

import os
import sys
from pathlib import Path

from bench.cold import CORES
from cheatsheet.chromium import find_chromium
from cheatsheet.print_base import A4, LETTER
from cheatsheet.print_finish import finish
from cheatsheet.print_pages import Printer
from cheatsheet.print_site import gather

BUILT = {"version": "bench", "date": "1 January 2026"}


def main(site: Path, paper: str, target: Path) -> None:
    """What `scripts/build --pdf` does for one of its books, from the built pages to the file."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    work = gather(site, BUILT)
    with Printer(find_chromium(), site) as printer:
        printed = printer.print(work.book, {"A4": A4, "Letter": LETTER}[paper])
        target.write_bytes(finish(printed, work.book, 0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
