"""Draw the README's screenshot from the built site: a section on a laptop, in the light, and on a phone, in the dark."""

import os
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from cheatsheet.base.chromium import MISSING, find_chromium
from cheatsheet.base.project import write_whole

PAGE = "losses/index.html"


class View(NamedTuple):
    """A window, its colour scheme, and what stands at its top."""

    width: int
    height: int
    scheme: Literal["light", "dark"]
    top: str


VIEWS = [View(1280, 760, "light", "#focal"), View(360, 760, "dark", "#fig-focal-curves")]
# Pixels that the fixed header covers.
HEADER = 64
GAP = 24


def _take(browser: Browser, address: str, view: View) -> Image.Image:
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height}, color_scheme=view.scheme
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate(f"scrollTo(0, document.querySelector('{view.top}').offsetTop - {HEADER})")
    page.wait_for_timeout(500)
    image = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    return image


def main(root: Path) -> None:
    """Write `.github/screenshot.png` from `site/`."""
    path = find_chromium()
    if not path:
        raise SystemExit(MISSING)
    sandbox = [] if os.geteuid() else ["--no-sandbox"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*sandbox, "--disable-gpu"])
        address = (root / "site" / PAGE).as_uri()
        images = [_take(browser, address, view) for view in VIEWS]
        browser.close()
    width = sum(image.width for image in images) + GAP * (len(images) + 1)
    sheet = Image.new("RGB", (width, images[0].height + 2 * GAP), "#e9e6df")
    left = GAP
    for image in images:
        sheet.paste(image, (left, GAP))
        left += image.width + GAP
    file = BytesIO()
    sheet.quantize(128).save(file, "PNG", optimize=True)
    write_whole(root / ".github/screenshot.png", file.getvalue())


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[3])
