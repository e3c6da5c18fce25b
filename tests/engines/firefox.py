"""Firefox through Marionette, its own protocol, with the client that Mozilla keeps for its own tests."""

import base64
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from marionette_driver.keys import Keys
from marionette_driver.marionette import Marionette

from engines.engine import Engine, undone
from engines.packages import firefox

PREFERENCES = {"dom.serviceWorkers.enabled": False}
MEDIUM = "gBrowser.selectedBrowser.browsingContext.mediumOverride = arguments[0]"
# The browser's own bars ask for more than a phone's width.
NARROW = "document.documentElement.style.minWidth = 0"


class Firefox(Engine):
    def __init__(self, marionette: Marionette):
        self.marionette = marionette
        self._of_the_browser(NARROW)

    def open(self, url: str) -> None:
        self.marionette.navigate(url)

    def reload(self) -> None:
        self.marionette.refresh()

    def run(self, function: str, *arguments: Any) -> Any:
        script = f"return ({function})(...arguments)"
        # Without a sandbox: the page's own variables.
        return self.marionette.execute_script(script, script_args=arguments, sandbox=None)

    def url(self) -> str:
        return str(self.marionette.get_url())

    def click(self, selector: str) -> None:
        self.marionette.find_element("css selector", selector).click()

    def type(self, text: str) -> None:
        self._keys().send_keys(text).perform()

    def hold_control(self, key: str) -> None:
        control = Keys.CONTROL
        self._keys().key_down(control).key_down(key).key_up(key).key_up(control).perform()

    def resize(self, width: int, height: int) -> None:
        bars = self.run("() => outerHeight - innerHeight")
        self.marionette.set_window_rect(width=width, height=height + bars)

    def paper(self) -> AbstractContextManager[None]:
        return undone(
            lambda: self._of_the_browser(MEDIUM, "print"), lambda: self._of_the_browser(MEDIUM, "")
        )

    def picture(self) -> bytes:
        return base64.b64decode(self.marionette.screenshot(full=False))

    def pdf(self) -> bytes:
        # The client has no word for this command of WebDriver.
        printed = self.marionette._send_message(
            "WebDriver:Print", {"background": True}, key="value"
        )
        return base64.b64decode(printed)

    def _keys(self) -> Any:
        return self.marionette.actions.sequence("key", "keyboard")

    def _of_the_browser(self, script: str, *arguments: Any) -> None:
        """Run a script in the browser's own window, outside the page."""
        with self.marionette.using_context("chrome"):
            self.marionette.execute_script(script, script_args=arguments)


@contextmanager
def start(folder: Path) -> Iterator[Firefox]:
    """A window of a new Firefox, which keeps its log in a folder."""
    marionette = Marionette(
        bin=firefox(),
        port=0,
        headless=True,
        prefs=PREFERENCES,
        gecko_log=str(folder / "firefox.log"),
    )
    try:
        marionette.start_session()
        yield Firefox(marionette)
    finally:
        marionette.cleanup()
