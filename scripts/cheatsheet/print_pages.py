"""Print documents with Chromium: in two passes, since page numbers are known only when the pages are."""

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from io import BytesIO
from mimetypes import guess_type
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

import pikepdf
from playwright.sync_api import Error, Page, Route, sync_playwright

from cheatsheet.faults import BadInput, Fault
from cheatsheet.print_base import FINE, Document, Paper

HOST = "http://print.invalid/"  # never asked: every request is answered from the site's folder
ARGUMENTS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
    "--enable-low-end-device-mode",  # a book needs half of the memory, and a quarter more time
    "--js-flags=--optimize-for-size",
]
FONTS = Path(__file__).with_name(
    "print_fonts"
)  # with more characters than the pages' fonts, which are kept small
FIT = Path(__file__).with_name("print_fit.js")
FILL = """(numbers) => {
  for (const place of document.querySelectorAll("[data-page-of]")) place.textContent = numbers[place.dataset.pageOf] ?? "";
}"""
PIXELS = 96 / 25.4 * FINE  # in a millimetre
PASSES = 3


@dataclass(frozen=True)
class Printed:
    """A raw PDF, the page (from 1) of each address in it, and what had to be changed to fit: (page of the site, what)."""

    data: bytes
    pages: dict[str, int]
    notes: list[tuple[str, str]]

    @property
    def count(self) -> int:
        """Number of pages."""
        with pikepdf.open(BytesIO(self.data)) as pdf:
            return len(pdf.pages)


class Printer(AbstractContextManager):
    """One Chromium for all documents of a site. Raises BadInput where it fails."""

    def __init__(self, chromium: str, site: Path):
        self._chromium, self._site = chromium, site

    def __enter__(self) -> "Printer":
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.chromium.launch(
                executable_path=self._chromium, args=ARGUMENTS
            )
        except Error as error:
            self._playwright.stop()
            raise _failure(error) from None
        return self

    def __exit__(
        self, kind: type | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Error):
            self._browser.close()
        self._playwright.stop()

    def print(self, document: Document, paper: Paper) -> Printed:
        """Print one document. Raises BadInput for what it needs and cannot load, or when Chromium ends."""
        try:
            return self._print(document, paper)
        except Error as error:
            raise _failure(error) from None

    def _print(self, document: Document, paper: Paper) -> Printed:
        faults: list[Fault] = []
        vertical, horizontal = paper.margin
        width, height = (
            (paper.width - 2 * horizontal) * PIXELS,
            (paper.height - 2 * vertical) * PIXELS,
        )
        page = self._browser.new_page(viewport={"width": round(width), "height": round(height)})
        page.set_default_timeout(120_000)
        content = document.page(paper)
        page.route("**/*", lambda route: self._answer(route, content, faults))
        page.emulate_media(media="print", color_scheme="light")
        page.goto(HOST, wait_until="load")
        page.evaluate("document.fonts.ready")
        if faults:
            raise BadInput(faults)
        notes = page.evaluate(FIT.read_text("utf-8"), height)
        self._free_memory(page)
        data = page.pdf(prefer_css_page_size=True, scale=1 / FINE, tagged=False)
        for _ in range(PASSES):
            numbers = destinations(data)
            page.evaluate(FILL, numbers)
            self._free_memory(page)
            data = page.pdf(
                prefer_css_page_size=True, print_background=True, scale=1 / FINE, tagged=True
            )
            if destinations(data) == numbers:
                break
        else:
            raise BadInput(
                [Fault(document.title, None, "its page numbers do not settle", "print it again")]
            )
        page.close()
        return Printed(data, numbers, [(place, what) for place, what in notes])

    def _free_memory(self, page: Page) -> None:
        """What is left of a pass would be kept through the next: 450 MB of a book of 250 pages."""
        session = page.context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Memory.simulatePressureNotification", {"level": "critical"})
        session.detach()

    def _answer(self, route: Route, content: str, faults: list[Fault]) -> None:
        path = unquote(urlsplit(route.request.url).path).lstrip("/")
        file = FONTS.parent / path if path.startswith(f"{FONTS.name}/") else self._site / path
        if route.request.url == HOST:
            route.fulfill(body=content, content_type="text/html; charset=utf-8")
        elif route.request.url.startswith(HOST) and file.is_file():
            route.fulfill(
                body=file.read_bytes(),
                content_type=guess_type(path)[0] or "application/octet-stream",
            )
        else:
            faults.append(
                Fault(
                    f"site/{path}",
                    None,
                    "it is needed for print and missing",
                    "build the site anew",
                )
            )
            route.abort()


def destinations(data: bytes) -> dict[str, int]:
    """Page, from 1, of each named destination."""
    with pikepdf.open(BytesIO(data)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        named = pdf.Root.get("/Dests", {})
        return {unquote(str(name)[1:]): numbers[target[0].objgen] for name, target in named.items()}


def _failure(error: Error) -> BadInput:
    first = str(error).strip().partition("\n")[0]
    return BadInput([Fault("Chromium", None, f"it failed while printing: {first}",
                           "try again; it needs up to 1.5 GB of memory")])  # fmt: skip
