"""Print documents with Chromium: in two passes where they show page numbers, known only when the pages are."""

import ctypes
import gc
from base64 import b64decode
from contextlib import AbstractContextManager, suppress
from mimetypes import guess_type
from pathlib import Path
from threading import Event
from types import TracebackType
from urllib.parse import unquote, urlsplit

from playwright.async_api import Error, Page, Route

from cheatsheet.base.problems import BadInput, Problem, Problems
from cheatsheet.editions.pdf.document import FINE, Document, Paper
from cheatsheet.editions.pdf.driver import Driver
from cheatsheet.editions.pdf.printed import Printed, destinations
from cheatsheet.site.model import Site

# Never asked: every request is answered from the site.
HOST = "http://print.invalid/"
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    # A book needs half of the memory, and a quarter more time.
    "--enable-low-end-device-mode",
    "--js-flags=--optimize-for-size",
]
# With more characters than the pages' fonts, which are kept small.
FONTS = Path(__file__).with_name("fonts")
# Where print.css finds them.
OWN_FONTS = "print_fonts/"
# What is changed in a document, in this order.
WORDS, FIT, FIGURES = map(Path(__file__).with_name, ("words.js", "fit.js", "figures.js"))
# Numbers of about the right length at once: with longer ones other lines, and then other pages, would be full.
GUESS = """(height) => {
  const places = [...document.querySelectorAll("[data-page-of]")];
  const tops = places.map(({ dataset }) => document.getElementById(dataset.pageOf)?.getBoundingClientRect().top);
  places.forEach((place, count) => { place.textContent = Math.ceil(tops[count] / height) || 1; });
  return places.map((place) => place.dataset.pageOf);
}"""
FILL = """(numbers) => {
  for (const place of document.querySelectorAll("[data-page-of]")) place.textContent = numbers[place.dataset.pageOf] ?? "";
}"""
# In a millimetre.
PIXELS = 96 / 25.4 * FINE
PASSES = 3
# Bytes of a PDF that are read at once.
PIECE = 1 << 20


class Printer(AbstractContextManager["Printer"]):
    """One Chromium for several documents of a site. Raises BadInput where it fails, and Stopped once `stop` is set."""

    def __init__(self, chromium: str, site: Site, stop: Event | None = None):
        self._chromium, self._site = chromium, site
        self._stop = stop or Event()

    def __enter__(self) -> "Printer":
        return_freed_memory()
        self._driver = Driver(self._stop)
        try:
            chromium = self._driver.start().chromium
            launched = chromium.launch(executable_path=self._chromium, args=ARGUMENTS)
            self._browser = self._driver.run(launched)
        except BaseException as error:
            self._driver.end()
            if isinstance(error, Error):
                raise _failure(error) from None
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._driver.end()

    def print(self, document: Document, paper: Paper) -> Printed:
        """Print one document. Raises BadInput for what it needs and cannot load, or when Chromium ends."""
        try:
            return self._driver.run(self._print(document, paper))
        except Error as error:
            raise _failure(error) from None

    async def _print(self, document: Document, paper: Paper) -> Printed:
        problems = Problems()
        vertical, horizontal = paper.margin
        width, height = (
            (paper.width - 2 * horizontal) * PIXELS,
            (paper.height - 2 * vertical) * PIXELS,
        )
        page = await self._browser.new_page(
            viewport={"width": round(width), "height": round(height)}
        )
        page.set_default_timeout(120_000)
        content = document.page(paper)

        async def answer(route: Route) -> None:
            # Where Chromium has ended, what waits for the page says so.
            with suppress(Error):
                await self._answer(route, content, problems)

        await page.route("**/*", answer)
        await page.emulate_media(media="print", color_scheme="light")
        await page.goto(HOST, wait_until="load")
        await page.evaluate("document.fonts.ready")
        if problems:
            raise BadInput(problems)
        await page.evaluate(WORDS.read_text("utf-8"))
        notes = await page.evaluate(FIT.read_text("utf-8"), height)
        await page.evaluate(FIGURES.read_text("utf-8"), height)
        data = await self._settled(page, document.title, height)
        await page.close()
        return Printed(data, destinations(data), [(place, what) for place, what in notes])

    async def _settled(self, page: Page, title: str, height: float) -> bytes:
        """Passes until the document shows the page numbers that it has; one, where it shows none."""
        places = frozenset(await page.evaluate(GUESS, height))
        shown: dict[str, int] | None = None
        for count in range(PASSES + 1):
            await self._free_memory(page)
            data = await self._pdf(page, final=bool(count) or not places)
            before = shown
            shown = {name: number for name, number in destinations(data).items() if name in places}
            if shown == before:
                return data
            await page.evaluate(FILL, shown)
        what = "its page numbers do not settle"
        raise BadInput([Problem(title, None, what, "print it again")])

    async def _pdf(self, page: Page, final: bool) -> bytes:
        """One pass, read piece by piece: Playwright's `pdf` holds several copies of a book, 100 MB more at the peak.

        Before the `final` passes only the places of the headings count, not tags and backgrounds.
        """
        session = await page.context.new_cdp_session(page)
        settings = {
            **dict.fromkeys(("marginTop", "marginBottom", "marginLeft", "marginRight"), 0),
            "preferCSSPageSize": True,
            "scale": 1 / FINE,
            "printBackground": final,
            "generateTaggedPDF": final,
            "transferMode": "ReturnAsStream",
        }
        stream = (await session.send("Page.printToPDF", settings))["stream"]
        data = bytearray()
        ended = False
        while not ended:
            piece = await session.send("IO.read", {"handle": stream, "size": PIECE})
            data += b64decode(piece["data"])
            ended = piece["eof"]
        await session.send("IO.close", {"handle": stream})
        await session.detach()
        return bytes(data)

    async def _free_memory(self, page: Page) -> None:
        """What is left of a pass would be kept through the next: 450 MB of a book of 250 pages."""
        session = await page.context.new_cdp_session(page)
        await session.send("HeapProfiler.collectGarbage")
        await session.send("Memory.simulatePressureNotification", {"level": "critical"})
        await session.detach()
        return_freed_memory()

    async def _answer(self, route: Route, content: str, problems: Problems) -> None:
        """Answer a request with the document, one of print's own fonts or a file of the site."""
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        kind = guess_type(path)[0] or "application/octet-stream"
        if route.request.url == HOST:
            await route.fulfill(body=content, content_type="text/html; charset=utf-8")
        elif path.startswith(OWN_FONTS):
            await route.fulfill(path=FONTS / path.removeprefix(OWN_FONTS), content_type=kind)
        elif route.request.url.startswith(HOST) and self._site.holds(path):
            await route.fulfill(body=self._site.data(path), content_type=kind)
        else:
            what = "it is needed for print and missing"
            problems.add(f"site/{path}", None, what, "build the site anew")
            await route.abort()


def return_freed_memory() -> None:
    """Give the system back what trees, an earlier pass or a finished book held: up to 120 MB.

    The C library would keep it, beside a Chromium that needs 1.1 GB. Only glibc has this function.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)


def _failure(error: Error) -> BadInput:
    message = str(error).strip().partition("\n")[0]
    what, cure = (
        f"it failed while printing: {message}",
        "try again; it needs up to 1.5 GB of memory",
    )
    return BadInput([Problem("Chromium", None, what, cure)])
