"""axe-core on every page, in light and in dark, with everything that folds unfolded."""

from collections import Counter
from dataclasses import dataclass

from playwright.sync_api import Browser
from tests.reader import violations
from tests.served import served
from tests.visits import PHONE

from bench.table import Failed, Row, Task, at_most, say
from bench.web import browser, pages_of

SCHEMES = ("light", "dark")
DESKTOP = {"width": 1280, "height": 823}  # CSS pixels: the sidebars show
GROUND = "getComputedStyle(document.body).backgroundColor"
UNFOLD = "document.querySelectorAll('details').forEach(part => part.open = true)"


def measure(task: Task) -> list[Row]:
    """Check every page in both schemes: at phone width, and wide as well where a page is not one of the examples'."""
    pages = [f"{slug}/" for slug in task.pages] if task.few else pages_of(task.project.site)
    counts: Counter[str] = Counter()
    with served(task.project.site) as server, browser() as chromium:
        for page in pages:
            checked = {scheme: check(chromium, server.address, page, scheme) for scheme in SCHEMES}
            for scheme, found in checked.items():
                counts.update(rule for rule, _ in found.violations)
                for rule, where in found.violations:
                    say(f"/{page} {scheme} {where}: {rule}")
            if len({found.ground for found in checked.values()}) != len(SCHEMES):
                raise Failed(f"/{page} looks the same in light and in dark")
    worst = ", ".join(f"{rule} {count}" for rule, count in counts.most_common(3))
    note = f"{len(pages)} pages" + (f"; {worst}" if worst else "")
    return [at_most("axe-core violations, light and dark", counts.total(), 0, note=note, digits=0)]


@dataclass(frozen=True)
class Checked:
    """What axe finds wrong with a page in one scheme, as rules and places, and the colour of the page's ground."""

    violations: list[tuple[str, str]]
    ground: str


def check(chromium: Browser, root: str, page: str, scheme: str) -> Checked:
    """Open a page in a scheme, unfold it, and let axe look at it in its sizes."""
    context = chromium.new_context(
        viewport=PHONE, color_scheme=scheme, reduced_motion="reduce", service_workers="block"
    )
    tab = context.new_page()
    tab.goto(root + page, wait_until="networkidle")
    tab.evaluate(UNFOLD)
    found = []
    for size in _sizes(page):
        tab.set_viewport_size(size)
        found += [(rule, f"{size['width']} px: {html}") for rule, html in violations(tab)]
    ground = tab.evaluate(GROUND)
    context.close()
    return Checked(found, ground)


def _sizes(page: str) -> list[dict[str, int]]:
    """Pages of examples are made alike: one of them wide would find what all have."""
    return [PHONE] if page.startswith("examples/") and page != "examples/" else [PHONE, DESKTOP]
