"""What a first visit of a page downloads, from whom, and how much the browser then holds. In a real Chromium, on a phone."""

import gzip

from playwright.sync_api import Browser
from tests.budgets import targets
from tests.served import Server, served
from tests.visits import LEVEL, PHONE, figures_of, visit

from bench.table import Failed, Row, Task, at_most, say
from bench.web import browser, pages_of

HTML = 60  # KB of 1,000 bytes, compressed
# Whether a service worker is installed within the patience of the reader of this table.
INSTALLED = """() => Promise.race([
    navigator.serviceWorker.ready.then(() => true),
    new Promise(resolve => setTimeout(resolve, 60000, false)),
])"""
WORKER = "serviceWorker.register"  # stands in a page that has one


def measure(task: Task) -> list[Row]:
    """Visit every page once with an empty cache; the targets for weight are those of section pages."""
    site, most = task.project.site, targets("section")
    sections = [f"{slug}/" for slug in task.pages]
    figures = {
        page: figures_of((site / page / "index.html").read_text("utf-8")) for page in sections
    }
    pages = sections if task.few else pages_of(site)
    html = {page: len(gzip.compress((site / page / "index.html").read_bytes(), LEVEL)) / 1000
            for page in sections}  # fmt: skip
    visits = {}
    with served(site) as server, browser() as chromium:
        kept = kept_offline(chromium, server, sections[0])
        for page in pages:
            visits[page] = visit(chromium, server.address, page)
            say(f"/{page}: {visits[page].sent / 1000:.1f} KB, {visits[page].elements:,} elements")
            if page in sections and visits[page].sent - figures[page] > most["first"] * 1000:
                say(f"  heaviest, in KB: {visits[page].heaviest_parts()}")
    heaviest = max(html, key=html.get)
    first = {page: (visits[page].sent - figures[page]) / 1000 for page in sections}
    longest = max(first, key=lambda page: first[page])
    second = {page: html[page] - figures[page] / 1000 for page in sections}
    thickest = max(second, key=lambda page: second[page])
    fullest = max(sections, key=lambda page: visits[page].elements)
    foreign = {page: visits[page].foreign for page in pages if visits[page].foreign}
    note = f"{len(pages)} pages" + "".join(
        f"; {page}: {urls[0]}" for page, urls in list(foreign.items())[:1]
    )
    rows = [
        at_most("HTML of a section page, gzip", html[heaviest], HTML, "KB", f"largest: {heaviest}"),
        at_most("first visit of a section page beside its figures, gzip", first[longest], most["first"], "KB",
                f"largest: {longest}; with them {visits[longest].sent / 1000:.0f} KB"),
        at_most("second section page beside its figures, gzip", second[thickest], most["second"], "KB",
                f"largest: {thickest}"),
        at_most("requests to any other host", sum(map(len, foreign.values())), 0, note=note, digits=0),
        at_most("DOM elements of a section page at load", visits[fullest].elements, most["elements"], "",
                f"largest: {fullest}", digits=0),
    ]  # fmt: skip
    if kept:
        rows.append(Row("… with what its service worker then keeps for offline",
                        f"{sum(kept) / 1e6:.1f} MB in {len(kept)} files"))  # fmt: skip
    others = [page for page in pages if page not in sections]
    if others:
        other = max(others, key=lambda page: visits[page].elements)
        rows.append(Row("DOM elements of any other page at load",
                        f"{visits[other].elements:,} (largest: {other or 'home'})"))  # fmt: skip
    return rows


def kept_offline(chromium: Browser, server: Server, page: str) -> list[int]:
    """Compressed bytes of each answer until a first visit has all pages for reading offline; empty without a worker."""
    context = chromium.new_context(viewport=PHONE)
    tab = context.new_page()
    before = len(server.sent)
    tab.goto(server.address + page)
    if WORKER not in tab.content():
        return []
    if not tab.evaluate(INSTALLED):
        raise Failed(f"the service worker of /{page} is not installed after a minute")
    context.close()
    return server.sent[before:]
