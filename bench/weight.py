"""What a first visit of a page downloads, from whom, and how much the browser then holds. In a real Chromium, on a phone."""

import gzip
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from bench.table import Failed, Row, Task, at_most, say
from bench.web import LEVEL, PHONE, Server, browser, pages_of, served

HTML = 60  # KB of 1,000 bytes, compressed
# Beside a page's own figures, which stand in it as text: on a first visit, and with all else kept from another page.
VISIT, SECOND = 75, 30
ELEMENTS = 2000
FIGURE = re.compile(r'<svg[^>]*role="img".*?</svg>', re.S)

# Whether a service worker is installed within the patience of the reader of this table.
INSTALLED = """() => Promise.race([
    navigator.serviceWorker.ready.then(() => true),
    new Promise(resolve => setTimeout(resolve, 60000, false)),
])"""
WORKER = "serviceWorker.register"  # stands in a page that has one
SCROLL = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
        scrollTo(0, y);
        await new Promise(resolve => setTimeout(resolve, 20));
    }
    await document.fonts.ready;
}"""


@dataclass
class Visit:
    """One first visit: compressed bytes with headers by path, elements at the load event, requests to other hosts."""

    parts: dict[str, int] = field(default_factory=dict)
    elements: int = 0
    foreign: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.parts.values())

    def heaviest_parts(self) -> str:
        """The five parts that weigh most, for whoever wants to make the page lighter."""
        parts = sorted(self.parts.items(), key=lambda part: -part[1])[:5]
        return ", ".join(f"{path} {size / 1000:.1f}" for path, size in parts)


def measure(task: Task) -> list[Row]:
    """Visit every page once with an empty cache; the targets for weight are those of section pages."""
    site = task.project.site
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
            if page in sections and visits[page].sent - figures[page] > VISIT * 1000:
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
        at_most("first visit of a section page beside its figures, gzip", first[longest], VISIT, "KB",
                f"largest: {longest}; with them {visits[longest].sent / 1000:.0f} KB"),
        at_most("second section page beside its figures, gzip", second[thickest], SECOND, "KB",
                f"largest: {thickest}"),
        at_most("requests to any other host", sum(map(len, foreign.values())), 0, note=note, digits=0),
        at_most("DOM elements of a section page at load", visits[fullest].elements, ELEMENTS, "",
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


def figures_of(html: str) -> int:
    """Bytes that the figures of a page add to it, compressed."""
    bare = FIGURE.sub("", html)
    return len(gzip.compress(html.encode(), LEVEL)) - len(gzip.compress(bare.encode(), LEVEL))


def visit(chromium: Browser, root: str, page: str, before: str | None = None) -> Visit:
    """Open a page as a first visitor does, or as one who has read another one `before`; and read it to its end.

    The service worker is held back here: what it fetches, once the page is there, `kept_offline` counts.
    """
    visited = Visit()
    context = chromium.new_context(viewport=PHONE, device_scale_factor=2, service_workers="block")
    tab = context.new_page()
    if before is not None:
        tab.goto(root + before, wait_until="load")
        _read(tab)
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    host = urlsplit(root).netloc

    paths = {}

    def requested(event: dict) -> None:
        url = urlsplit(event["request"]["url"])
        if url.scheme not in ("http", "https"):
            return  # data: is part of what names it
        if url.netloc != host:
            visited.foreign.append(url.geturl())
        paths[event["requestId"]] = url.path
        count(url.path, event.get("redirectResponse", {}).get("encodedDataLength", 0))

    def finished(event: dict) -> None:
        if event["requestId"] in paths:
            count(paths[event["requestId"]], event["encodedDataLength"])

    def count(path: str, sent: int) -> None:
        visited.parts[path] = visited.parts.get(path, 0) + sent

    wire.on("Network.requestWillBeSent", requested)
    wire.on("Network.loadingFinished", finished)
    tab.goto(root + page, wait_until="load")
    visited.elements = tab.evaluate("document.querySelectorAll('*').length")
    _read(tab)
    context.close()
    return visited


def _read(tab: Page) -> None:
    """Go through a page to its end."""
    tab.evaluate(SCROLL)
    tab.wait_for_load_state("networkidle")


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
