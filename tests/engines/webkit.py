"""WebKitGTK through Debian's WebKitWebDriver, on a screen of its own: it has no mode without one."""

import base64
import os
import subprocess
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from selenium.webdriver import ActionChains, Keys, WebKitGTK, WebKitGTKOptions, WebKitGTKService

from engines.engine import Engine, undone
from engines.packages import webkit_window

# The driver cannot print. Rules for paper become rules for all, those for a screen ones that nothing matches.
PAPER = """() => {
  const change = (media) => {
    media.mediaText = media.mediaText.replace(/\\bscreen\\b/g, "speech").replace(/\\bprint\\b/g, "all");
  };
  const visit = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) change(rule.media);
      if (rule.cssRules) visit(rule.cssRules);
    }
  };
  for (const sheet of document.styleSheets) {
    change(sheet.media);
    visit(sheet.cssRules);
  }
}"""


class WebKit(Engine):
    prints = False

    def __init__(self, driver: WebKitGTK):
        self.driver = driver

    def open(self, url: str) -> None:
        self.driver.get(url)

    def reload(self) -> None:
        self.driver.refresh()

    def run(self, function: str, *arguments: Any) -> Any:
        return self.driver.execute_script(f"return ({function})(...arguments)", *arguments)

    def url(self) -> str:
        return self.driver.current_url

    def click(self, selector: str) -> None:
        self.driver.find_element("css selector", selector).click()

    def type(self, text: str) -> None:
        ActionChains(self.driver).send_keys(text).perform()

    def hold_control(self, key: str) -> None:
        keys = ActionChains(self.driver)
        keys.key_down(Keys.CONTROL).send_keys(key).key_up(Keys.CONTROL).perform()

    def resize(self, width: int, height: int) -> None:
        bars = self.run("() => outerHeight - innerHeight")
        self.driver.set_window_rect(0, 0, width, height + bars)

    def paper(self) -> AbstractContextManager[None]:
        return undone(lambda: self.run(PAPER), self.reload)

    def picture(self) -> bytes:
        return base64.b64decode(self.driver.get_screenshot_as_base64())


@contextmanager
def start(folder: Path) -> Iterator[WebKit]:
    """A window of a new WebKitGTK, whose driver keeps its log in a folder."""
    options = WebKitGTKOptions()
    options.binary_location = webkit_window()
    options.add_argument("--automation")
    with _screen() as name:
        service = WebKitGTKService(
            log_output=str(folder / "webkit.log"), env={**os.environ, "DISPLAY": name}
        )
        driver = WebKitGTK(options=options, service=service)
        try:
            yield WebKit(driver)
        finally:
            driver.quit()


@contextmanager
def _screen() -> Iterator[str]:
    """Name of a new screen that nobody sees: windows keep their size there and take no focus from a reader's."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1400x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as screen:
        os.close(write)
        with os.fdopen(read) as answer:
            name = answer.readline().strip()
        try:
            yield f":{name}"
        finally:
            screen.terminate()
