"""A visit of a page as a reader's browser makes it: what is sent, by whom, and what the page then holds and says."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

PHONE = {"width": 412, "height": 823}  # CSS pixels, as Lighthouse's phone
LEVEL = 6  # of gzip, as served.py compresses
THUMBNAILS = "/assets/thumbnails/"
FIGURE = re.compile(r'<svg[^>]*role="img".*?</svg>', re.S)
# Two screens a step: what is loaded or drawn when it comes near is near one of the places.
SCROLL = """async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += 2 * innerHeight) {
        scrollTo(0, y);
        await new Promise(resolve => setTimeout(resolve, 20));
    }
    await document.fonts.ready;
}"""


@dataclass
class Visit:
    """One visit: compressed bytes with headers by path, elements at the load event, requests to other hosts, and
    what the console says."""

    parts: dict[str, int] = field(default_factory=dict)
    elements: int = 0
    foreign: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    @property
    def sent(self) -> int:
        return sum(self.parts.values())

    @property
    def requests(self) -> int:
        """How many files were sent: what the browser had kept is none."""
        return sum(size > 0 for size in self.parts.values())

    def beside_figures(self, html: str) -> float:
        """KB of all but the figures of the page: those that stand in its `html`, and the small ones that it loads."""
        small = sum(size for path, size in self.parts.items() if THUMBNAILS in path)
        return (self.sent - small - figures_of(html)) / 1000

    def heaviest_parts(self) -> str:
        """The five parts that weigh most, for whoever wants to make the page lighter."""
        parts = sorted(self.parts.items(), key=lambda part: -part[1])[:5]
        return ", ".join(f"{path} {size / 1000:.1f}" for path, size in parts)


def figures_of(html: str) -> int:
    """Bytes that the figures of a page add to it, compressed."""
    bare = FIGURE.sub("", html)
    return len(gzip.compress(html.encode(), LEVEL)) - len(gzip.compress(bare.encode(), LEVEL))


def visit(
    chromium: Browser,
    root: str,
    page: str,
    before: str | None = None,
    then: Callable[[Page], None] | None = None,
) -> Visit:
    """Open a page as a first visitor does, or as one who has read another one `before`; read it to its end, `then` look.

    The service worker is held back here: what it fetches, once the page is there, is no part of the visit.
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
    said: list[str] = []
    tab.on("console", lambda one: said.append(one.text))
    tab.on("pageerror", lambda error: said.append(str(error)))

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
    visited.messages = [text for text in said if "Service Worker" not in text]
    if then is not None:
        then(tab)
    context.close()
    return visited


def _read(tab: Page) -> None:
    """Go through a page to its end."""
    tab.evaluate(SCROLL)
    tab.wait_for_load_state("networkidle")
