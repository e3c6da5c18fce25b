"""The README's picture: two windows of the built site side by side, in both schemes."""

import pytest
from PIL import Image

from cheatsheet.commands import screenshot
from miniature import write

# The parts that the picture shows begin in one colour and go on in another.
PAGE = """<!doctype html><style>
body { margin: 0; background: rgb(200, 0, 0) }
div { height: 3000px; margin-top: 500px; background: rgb(0, 120, 0) }
@media (prefers-color-scheme: dark) { div { background: rgb(0, 0, 120) } }
@media (max-width: 400px) { #focal { background: rgb(9, 9, 9) } }
</style><div id="focal"></div><div id="fig-focal-curves"></div>"""


def is_like(found: tuple[int, int, int], colour: tuple[int, int, int]) -> bool:
    return all(abs(a - b) < 8 for a, b in zip(found, colour, strict=True))


def test_each_window_shows_its_part_below_the_header_in_its_scheme(tmp_path):
    write(tmp_path, "site/losses/index.html", PAGE)
    screenshot.main(tmp_path)
    with Image.open(tmp_path / ".github/screenshot.png") as image:
        assert (image.format, image.size) == ("PNG", (1280 + 360 + 3 * 24, 760 + 2 * 24))
        sheet = image.convert("RGB")
    windows = {24: (0, 120, 0), 24 + 1280 + 24: (0, 0, 120)}
    for left, colour in windows.items():
        # Above the part lie the 64 pixels that the header would cover.
        assert is_like(sheet.getpixel((left + 100, 24 + 60)), (200, 0, 0))
        assert is_like(sheet.getpixel((left + 100, 24 + 68)), colour)
        assert is_like(sheet.getpixel((left + 100, 24 + 759)), colour)
        for gap in (left - 12, left + 12 - 24):
            assert is_like(sheet.getpixel((gap, 400)), (0xE9, 0xE6, 0xDF))


def test_without_a_browser_it_says_how_to_get_one(tmp_path, monkeypatch):
    monkeypatch.setattr(screenshot, "find_chromium", lambda: None)
    with pytest.raises(SystemExit, match="No Chromium: install"):
        screenshot.main(tmp_path)
    assert not (tmp_path / ".github").exists()
