"""Chromium through Playwright, as in all browser tests."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from playwright.sync_api import Browser

from engines.engine import Engine, undone


class Chromium(Engine):
    def __init__(self, page: Any):
        self.page = page

    def open(self, url: str) -> None:
        self.page.goto(url)

    def reload(self) -> None:
        self.page.reload()

    def run(self, function: str, *arguments: Any) -> Any:
        return self.page.evaluate(f"(all) => ({function})(...all)", list(arguments))

    def url(self) -> str:
        return str(self.page.url)

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def hold_control(self, key: str) -> None:
        self.page.keyboard.press(f"Control+{key}")

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def paper(self) -> AbstractContextManager[None]:
        return undone(
            lambda: self.page.emulate_media(media="print"),
            lambda: self.page.emulate_media(media="null"),
        )

    def picture(self) -> bytes:
        return self.page.screenshot()

    def pdf(self) -> bytes:
        return self.page.pdf(print_background=True)


@contextmanager
def start(browser: Browser) -> Iterator[Chromium]:
    """A window of a Chromium that runs."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    yield Chromium(context.new_page())
    context.close()
