"""axe-core on every page, in light and in dark, with everything that folds unfolded."""

from collections import Counter

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
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
    violations: Counter[str] = Counter()
    with served(task.project.site) as server, browser() as chromium:
        for page in pages:
            grounds = []
            for scheme in SCHEMES:
                context = chromium.new_context(
                    viewport=PHONE,
                    color_scheme=scheme,
                    reduced_motion="reduce",
                    service_workers="block",
                )
                tab = context.new_page()
                tab.goto(server.address + page, wait_until="networkidle")
                tab.evaluate(UNFOLD)
                grounds.append(tab.evaluate(GROUND))
                for size in _sizes(page):
                    tab.set_viewport_size(size)
                    violations.update(_check(tab, f"/{page} {scheme} {size['width']} px"))
                context.close()
            if len(set(grounds)) != len(SCHEMES):
                raise Failed(f"/{page} looks the same in light and in dark")
    worst = ", ".join(f"{rule} {count}" for rule, count in violations.most_common(3))
    note = f"{len(pages)} pages" + (f"; {worst}" if worst else "")
    return [
        at_most("axe-core violations, light and dark", violations.total(), 0, note=note, digits=0)
    ]


def _sizes(page: str) -> list[dict[str, int]]:
    """Pages of examples are made alike: one of them wide would find what all have."""
    return [PHONE] if page.startswith("examples/") and page != "examples/" else [PHONE, DESKTOP]


def _check(tab: Page, where: str) -> list[str]:
    """Names of the rules that the page violates; what and where is said on the way."""
    found = Axe().run(tab).response["violations"]
    for violation in found:
        places = [" ".join(map(str, node["target"])) for node in violation["nodes"]]
        say(f"{where}: {violation['id']} ({violation['impact']}), {len(places)} × e.g. {places[0]}")
    return [violation["id"] for violation in found]
