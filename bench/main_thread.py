"""What a page costs the main thread of a slow phone until it is still, beside controls that are measured in turn."""

import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser
from tests.served import served
from tests.visits import PHONE

from bench.controls import light_page, plain_material
from bench.table import Row, Task, at_most, say
from bench.web import browser

# A phone of the middle, as Lighthouse has it.
SLOWER = 4
# Milliseconds behind the load event in which a page may still be busy.
STILL = 1500
RUNS = 5
LIGHT, PLAIN = 1.0, 0.4
# Seconds of a page's life that each of them took.
PARTS = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


def measure(task: Task) -> list[Row]:
    """The section with the most elements, a light page and plain Material with the same text; medians."""
    site = task.project.site
    slug = max(
        task.pages, key=lambda one: (site / one / "index.html").read_text("utf-8").count("</")
    )
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        light_page(site, slug, folder / "light")
        plain_material(site, slug, folder / "plain")
        with served(site) as ours, served(folder) as controls, browser() as chromium:
            pages = {
                slug: f"{ours.address}{slug}/",
                "light": f"{controls.address}light/",
                "plain": f"{controls.address}plain/",
            }
            seconds = compare(chromium, pages, RUNS)
    for name, parts in seconds.items():
        say(f"{name}: {', '.join(f'{part} {value:.2f} s' for part, value in parts.items())}")
    own = seconds[slug]["TaskDuration"]
    beside = {name: own / seconds[name]["TaskDuration"] for name in ("light", "plain")}
    note = f"{slug}, {own:.2f} s with a processor {SLOWER} times slower; median of {RUNS}"
    return [
        at_most("main thread beside a page with hardly any script", beside["light"], LIGHT, "×", note, digits=2),
        at_most("main thread beside plain Material with the same text", beside["plain"], PLAIN, "×", note, digits=2),
    ]  # fmt: skip


def compare(chromium: Browser, pages: dict[str, str], runs: int) -> dict[str, dict[str, float]]:
    """Median seconds by page and part; the pages are opened in turn, each time with an empty cache."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in pages}
    for _ in range(runs):
        for name, url in pages.items():
            found[name].append(cost(chromium, url))
    return {
        name: {part: median(run[part] for run in all_runs) for part in PARTS}
        for name, all_runs in found.items()
    }


def cost(chromium: Browser, url: str) -> dict[str, float]:
    """Seconds of the main thread from the first byte until the page is still."""
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, service_workers="block")
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    wire.send("Performance.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    before = _metrics(wire)
    tab.goto(url, wait_until="load")
    tab.wait_for_timeout(STILL)
    after = _metrics(wire)
    context.close()
    return {part: after[part] - before[part] for part in PARTS}


def _metrics(wire) -> dict[str, float]:
    return {one["name"]: one["value"] for one in wire.send("Performance.getMetrics")["metrics"]}
