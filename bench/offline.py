"""What is read without a network: the books, their links and type, the archive, and what a phone keeps."""

import re
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from tests import printed
from tests.served import served
from tests.visits import PHONE

from bench.table import Failed, Row, Task, at_least, at_most, say
from bench.web import browser, chromium, pages_of
from bench.weight import INSTALLED
from cheatsheet.base.problems import Problems
from cheatsheet.content.read import read_content
from cheatsheet.editions.folder import folder_copy
from cheatsheet.editions.pdf.printed import destinations
from cheatsheet.material.build import build_site

SECONDS, MEMORY, SIZE = 45, 1.5, 8  # GB of all processes together, MB of 1,000,000 bytes


def measure(task: Task) -> list[Row]:
    """Print, pack and visit the site as it is built."""
    chromium()
    rows = []
    with TemporaryDirectory(prefix="bench-") as folder:
        for edition in ("everything", "A4", "Letter"):
            path = Path(folder) / f"{edition}.pdf"
            rows += _print(task.project.site, edition, path)
        rows += _inside(path)
        packed = _packed(task, Path(folder))
    rows.append(at_most("archive that opens from a folder", len(packed) / 1e6, SIZE, "MB"))
    return [*rows, _opened_offline(task)]


def _packed(task: Task, folder: Path) -> bytes:
    """The archive, made as `scripts/build --zip` makes it: before the finished site offers its downloads."""
    problems = Problems()
    content = read_content(task.project, problems)
    site = build_site(content, problems, folder / "site")
    packed = folder_copy(site, 0, problems)
    problems.stop_if_any()
    return packed


def _print(site: Path, edition: str, path: Path) -> list[Row]:
    command = [sys.executable, "-m", "bench.book", site, edition, path]
    start, peak = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=sys.stderr) as process:
        while process.poll() is None:
            peak = max(peak, _memory(process.pid))
            time.sleep(0.2)
    taken = time.perf_counter() - start
    if process.returncode:
        raise Failed(f"printing {edition} ended with {process.returncode}")
    say(f"{edition}: {taken:.1f} s, {peak / 1e9:.2f} GB")
    return [
        at_most(f"PDF, {edition}", taken, SECONDS, "s", "two cores"),
        at_most("… all processes together", peak / 1e9, MEMORY, "GB", digits=2),
        at_most("… the file", path.stat().st_size / 1e6, SIZE, "MB"),
    ]


def _memory(pid: int) -> int:
    """Bytes of a process and all that it started; what they share counts once, where the system says so."""
    command = ["ps", "-A", "-o", "pid=,ppid=,rss="]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rows = [tuple(map(int, line.split())) for line in listing.splitlines()]
    resident = {own: kilobytes * 1024 for own, _, kilobytes in rows}
    family = [pid]
    for parent in family:
        family += [own for own, of, _ in rows if of == parent]
    return sum(_proportional(own) or resident.get(own, 0) for own in family)


def _proportional(pid: int) -> int:
    """Bytes of a process with its part of what it shares, as Linux counts them; else 0."""
    try:
        counted = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    except OSError:
        return 0
    found = re.search(r"^Pss: +(\d+) kB", counted, re.M)
    return int(found[1]) * 1024 if found else 0


def _inside(path: Path) -> list[Row]:
    """What the tests check one by one, counted."""
    names = destinations(path.read_bytes())
    with pikepdf.open(path) as pdf:
        inner = [name for _, name, _ in printed.links(pdf) if name]
        right = sum(name in names for name in inner)
        small = printed.too_small(pdf).total()
        fonts = [font for font in printed.fonts(pdf) if not font[2] or font[1] == "Type3"]
        count, untagged = len(pdf.pages), printed.unmarked(pdf)
    return [
        Row("pages of the book on Letter", f"{count}"),
        at_least("internal links that lead to a place in the book", 100 * right / len(inner), 100,
                 "%", f"{len(inner):,} links"),
        at_most(f"pieces of text under {printed.SMALLEST} pt", small, 0, digits=0),
        at_most("fonts not embedded, or of Type 3", len(fonts), 0, digits=0),
        at_most("painting operators without tag or artifact", untagged, 0, digits=0),
    ]  # fmt: skip


def _opened_offline(task: Task) -> Row:
    """Visit once, take the network away, open every page."""
    pages = pages_of(task.project.site)
    with served(task.project.site) as server, browser() as opened:
        context = opened.new_context(viewport=PHONE)
        tab = context.new_page()
        tab.goto(server.address)
        if not tab.evaluate(INSTALLED):
            raise Failed("the service worker is not installed after a minute")
        tab.close()
        server.shutdown()
        server.server_close()
        tab = context.new_page()
        shown = 0
        for page in pages:
            answer = tab.goto(server.address + page, wait_until="commit")
            shown += bool(answer and answer.ok)
    return at_least("pages that open offline after one visit", 100 * shown / len(pages), 100, "%",
                    f"{len(pages)} pages")  # fmt: skip
