"""Draw the README's screenshot from the built site: a section on a laptop, in the light, and on a phone, in the dark."""

import os
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from cheatsheet.chromium import MISSING, find_chromium
from cheatsheet.project import write_whole

PAGE = "losses/index.html"
VIEWS = [  # width, height, scheme, what stands at the top
    (1280, 760, "light", "#focal"),
    (360, 760, "dark", "#fig-focal-curves"),
]
HEADER = 64  # pixels that the fixed header covers
GAP = 24


def _view(
    browser: Browser, address: str, width: int, height: int, scheme: str, top: str
) -> Image.Image:
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.fonts.ready")
    page.evaluate(f"scrollTo(0, document.querySelector('{top}').offsetTop - {HEADER})")
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
        views = [_view(browser, address, *view) for view in VIEWS]
        browser.close()
    width = sum(view.width for view in views) + GAP * (len(views) + 1)
    sheet = Image.new("RGB", (width, views[0].height + 2 * GAP), "#e9e6df")
    left = GAP
    for view in views:
        sheet.paste(view, (left, GAP))
        left += view.width + GAP
    file = BytesIO()
    sheet.quantize(128).save(file, "PNG", optimize=True)
    write_whole(root / ".github/screenshot.png", file.getvalue())


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2])
