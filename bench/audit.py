"""The command line behind scripts/audit."""

import argparse
import signal
import sys
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from playwright.sync_api import Error as BrowserError
from tests.reader import kind_of

from bench import rebuild
from bench.arguments import at_least_one, chosen_from
from bench.audited import KINDS, Audited
from bench.findings import Findings
from bench.host import CONTROLS, hosted
from bench.table import Failed, NotMeasured, say
from bench.web import pages_of
from cheatsheet.base.project import Project

HOME = "home"
INTERRUPTED = 130  # as shells have it


def main() -> int:
    """Check every page and print the worst first. Exit 0 if all that was measured meets its target."""
    project = Project(Path(__file__).resolve().parents[1])
    options = _options()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    say("== the site")
    try:
        rebuild.build(project.root)
    except Failed as failure:
        print(f"The site does not build: {failure}")
        return 1
    pages = chosen(pages_of(project.site), options.pages)
    if not pages:
        print(
            f"No page of the site is {options.pages}: name them as in cnn,losses,examples/cnn/*,home"
        )
        return 1
    findings = Findings(CONTROLS)
    is_whole = measure_all(project, pages, options.only, options.runs, findings)
    print(findings.table())
    if not is_whole:
        print("\nInterrupted: this much is known.")
        return INTERRUPTED
    return 0 if findings.is_met() else 1


def chosen(pages: list[str], patterns: str) -> list[str]:
    """Pages by their addresses: cnn, examples/cnn/*, home; all where nothing was chosen."""
    wanted = [one.strip().strip("/") for one in patterns.split(",") if one.strip()]
    names = {page: page.strip("/") or HOME for page in pages}
    return [
        page for page in pages if not wanted or any(fnmatch(names[page], one) for one in wanted)
    ]


def measure_all(
    project: Project, pages: list[str], kinds: list[str], runs: int, findings: Findings
) -> bool:
    """Measure kind after kind. Returns whether it came to its end."""
    try:
        with hosted(project.site, _fullest(project.site, pages)) as host:
            say(f"{len(pages)} pages on {host.name}")
            audited = Audited(project, host, pages, runs, findings)
            for kind in kinds:
                say(f"== {kind}")
                _measure(kind, KINDS[kind], audited)
    except (ConnectionError, TimeoutError) as failure:
        raise SystemExit(f"scripts/audit: {failure}") from None
    except KeyboardInterrupt:
        return False
    return True


def _measure(kind: str, measure: Callable[[Audited], None], audited: Audited) -> None:
    try:
        measure(audited)
    except (NotMeasured, Failed, BrowserError) as reason:
        said = str(reason).strip().partition("\n")[0]
        say(f"{kind}: {said}")
        audited.findings.not_measured(kind, said)


def _fullest(site: Path, pages: list[str]) -> str:
    """The section with the most elements of these pages, else of all: the controls have its text."""
    every = [page for page in pages_of(site) if kind_of(page) == "section"]
    sections = [page for page in every if page in pages] or every
    return max(
        sections, key=lambda page: (site / page / "index.html").read_text("utf-8").count("</")
    ).strip("/")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/audit", description=main.__doc__)
    parser.add_argument("--only", type=chosen_from(list(KINDS)), default=list(KINDS), metavar="KINDS",
                        help=f"some of {','.join(KINDS)}")  # fmt: skip
    parser.add_argument("--pages", default="", metavar="PAGES",
                        help="these pages alone: cnn,losses,examples/cnn/*,home")  # fmt: skip
    parser.add_argument("--runs", type=at_least_one, default=5,
                        help="Lighthouse runs of a page that misses a target in its first; the median counts (5)")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
