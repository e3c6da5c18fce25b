"""What scripts/audit measures of every page, kind by kind, and notes as it comes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from tests.budgets import lighthouse, targets
from tests.reader import kind_of
from tests.visits import visit

from bench import accessibility, nu
from bench.findings import Figure, Findings
from bench.host import CONTROLS, Host
from bench.lighthouse import audit, lost_points, score
from bench.table import say
from bench.tools import lighthouse_command, nu_command
from bench.web import browser, chromium
from cheatsheet.base.project import Project

AT_ONCE = 40  # pages that the Nu HTML checker is handed
# Control pages are measured again after so many pages, so that they meet the machine as the pages do.
TURN = 10
FORMS = {"mobile": False, "desktop": True}


@dataclass(frozen=True)
class Audited:
    """What to audit, and where it is noted. `runs` is how often Lighthouse sees a page that misses a target."""

    project: Project
    host: Host
    pages: list[str]
    runs: int
    findings: Findings

    def in_turn(self) -> Iterator[str]:
        """All pages, with the controls among them."""
        for place, page in enumerate(self.pages):
            if place % TURN == 0:
                yield from CONTROLS
            yield page
            say(f"  {place + 1} of {len(self.pages)}: /{page}")


def of_kind(name: str) -> Callable[[str], float | None]:
    """The target of a figure for a page, by the kind of page."""
    return lambda page: targets(kind_of(page)).get(name)


HTML = Figure("HTML errors and warnings", of_kind("html"))
AXE = {
    scheme: Figure(f"axe violations, {scheme}", of_kind("violations"))
    for scheme in accessibility.SCHEMES
}
FIRST = Figure("first visit beside figures, gzip", of_kind("first"), "KB", 1)
SECOND = Figure("second page beside figures, gzip", of_kind("second"), "KB", 1)
REQUESTS = Figure("requests of a first visit", of_kind("requests"))
ELEMENTS = Figure("elements at load", of_kind("elements"))
MESSAGES = Figure("console messages", of_kind("messages"))
FOREIGN = Figure("requests to other hosts", of_kind("foreign"))
POINTS = {
    (form, category): Figure(
        f"Lighthouse {form}, {category}",
        lambda page, category=category: lighthouse()[category],
        is_least=True,
        is_relative=category == "performance",
    )
    for form in FORMS
    for category in lighthouse()
}
SHIFT = {form: Figure(f"layout shift, {form}", lambda page: 0, digits=3) for form in FORMS}


def measure_html(task: Audited) -> None:
    """What the Nu HTML checker says of each page."""
    command = nu_command(task.project)
    pages = [*CONTROLS, *task.pages]
    for start in range(0, len(pages), AT_ONCE):
        found = nu.check(command, task.host.address, pages[start : start + AT_ONCE])
        for page, faults in found.items():
            task.findings.note(HTML, page, len(faults), faults)
        say(f"  {min(start + AT_ONCE, len(pages))} of {len(pages)} pages and controls")


def measure_axe(task: Audited) -> None:
    """What axe says of each page in both schemes, with all folds open."""
    with browser() as opened:
        for page in task.in_turn():
            for scheme, figure in AXE.items():
                found = accessibility.check(opened, task.host.address, page, scheme).violations
                why = [f"{rule}, {place}" for rule, place in found]
                task.findings.note(figure, page, len(found), why)


def measure_weight(task: Audited) -> None:
    """What is sent for each page, what it then holds, and what it says."""
    note = task.findings.note
    with browser() as opened:
        for page in task.in_turn():
            html = _text(task, page)
            first = visit(opened, task.host.address, page)
            note(FIRST, page, first.beside_figures(html), [first.heaviest_parts()])
            note(REQUESTS, page, first.requests)
            note(ELEMENTS, page, first.elements)
            note(MESSAGES, page, len(first.messages), first.messages)
            note(FOREIGN, page, len(first.foreign), first.foreign)
            if page not in CONTROLS and SECOND.limit(page) is not None:
                before = "cnn/" if page != "cnn/" else "losses/"
                second = visit(opened, task.host.address, page, before)
                note(SECOND, page, second.beside_figures(html), [second.heaviest_parts()])


def measure_lighthouse(task: Audited) -> None:
    """Points of each page on a slow phone and on a desktop."""
    program, path = lighthouse_command(task.project), chromium()
    again = 0
    for page in task.in_turn():
        for form, desktop in FORMS.items():

            def run(url: str = task.host.address + page, desktop: bool = desktop) -> dict:
                return audit(program, path, url, desktop)

            reports = [run()]
            # A machine takes points away and gives none: a page that has them all once can have them.
            if page not in CONTROLS and _misses(reports[0]):
                again += 1
                reports += [run() for _ in range(task.runs - 1)]
            for category in lighthouse():
                points = median(score(report, category) for report in reports)
                why = lost_points(reports[-1], category)
                task.findings.note(POINTS[form, category], page, points, why)
            task.findings.note(SHIFT[form], page, median(map(_shift, reports)))
    say(
        f"  {again} times a page missed a target in its first run: the median of {task.runs} counts"
    )


KINDS: dict[str, Callable[[Audited], None]] = {
    "html": measure_html,
    "weight": measure_weight,
    "axe": measure_axe,
    "lighthouse": measure_lighthouse,
}


def _misses(report: dict) -> bool:
    return any(score(report, category) < least for category, least in lighthouse().items())


def _shift(report: dict) -> float:
    # What is below a thousandth nobody sees, and Lighthouse's own rounding is coarser.
    return round(report["audits"]["cumulative-layout-shift"]["numericValue"], 3)


def _text(task: Audited, page: str) -> str:
    path = task.host.folder / page
    return (path / "index.html" if path.is_dir() else path).read_text("utf-8")
