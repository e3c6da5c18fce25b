"""The command line behind scripts/bench."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Error as BrowserError

from bench import (
    accessibility,
    examples,
    growth,
    hosting,
    lighthouse,
    main_thread,
    offline,
    peer_builds,
    rebuild,
    same_bytes,
    weight,
)
from bench.arguments import at_least_one, chosen_from
from bench.table import Failed, NotMeasured, Row, Task, render, say
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.vocabulary import HOME
from cheatsheet.content.sections import read_sections

# In this order: what is timed comes before what heats the machine.
GROUPS: dict[str, Callable[[Task], list[Row]]] = {
    "examples": examples.measure,
    "peers": peer_builds.measure,
    "build": rebuild.measure,
    "growth": growth.measure,
    "offline": offline.measure,
    "weight": weight.measure,
    "hosting": hosting.measure,
    "thread": main_thread.measure,
    "lighthouse": lighthouse.measure,
    "axe": accessibility.measure,
    "same": same_bytes.measure,
}
NEEDS_SITE = {"build", "offline", "weight", "hosting", "thread", "lighthouse", "axe"}


def main() -> int:
    """Measure, print the table, and say by the exit code whether every measured target is met."""
    project = Project(Path(__file__).resolve().parents[1])
    read = read_sections(project, Problems())
    sections = [section.slug for section in read if section.slug != HOME]
    parser = argparse.ArgumentParser(prog="scripts/bench", description=main.__doc__)
    parser.add_argument("--only", type=chosen_from(list(GROUPS)), default=list(GROUPS),
                        metavar="GROUPS", help=f"some of {','.join(GROUPS)}")  # fmt: skip
    parser.add_argument("--pages", type=chosen_from(sections), metavar="PAGES",
                        help="weigh and audit these section pages alone, e.g. cnn,losses")  # fmt: skip
    parser.add_argument("--runs", type=at_least_one, default=5,
                        help="Lighthouse runs a page, of which the median counts (5)")  # fmt: skip
    options = parser.parse_args()
    task = Task(project, options.pages or sections, bool(options.pages), options.runs)

    rows: list[Row] = []
    site_failure = _build_site(task) if NEEDS_SITE & set(options.only) else None
    for group in GROUPS:
        if group in options.only:
            measured = _measure(group, task, site_failure if group in NEEDS_SITE else None)
            # Should the run be interrupted, this much is known.
            for row in measured:
                say(f"-> {row.what}: {row.measured}")
            rows += measured
    print(render(rows))
    return 0 if all(row.ok is not False for row in rows) else 1


def _measure(group: str, task: Task, site_failure: str | None) -> list[Row]:
    """Rows of one group. What cannot be measured is a row too, and does not stop the others."""
    if site_failure:
        return [Row(group, site_failure, ok=False)]
    say(f"== {group}")
    try:
        return GROUPS[group](task)
    except NotMeasured as reason:
        return [Row(group, f"not measured: {reason}")]
    except (Failed, BrowserError) as failure:
        said = str(failure).strip().partition("\n")[0]
        return [Row(group, f"failed: {said}", ok=False)]


def _build_site(task: Task) -> str | None:
    """Bring site/ up to date, so that the pages of this checkout are measured; else what is wrong."""
    say("== the site")
    try:
        rebuild.build(task.project.root)
    except Failed as failure:
        return f"the site does not build: {failure}"
    return None


if __name__ == "__main__":
    sys.exit(main())
