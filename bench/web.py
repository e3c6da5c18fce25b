"""A browser that visits the site as the bench measures it, and the addresses of its pages."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.table import NotMeasured
from cheatsheet.base.chromium import MISSING, find_chromium

CHROMIUM_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def chromium() -> str:
    """Path of a Chromium. Raises NotMeasured where there is none."""
    path = find_chromium()
    if not path:
        raise NotMeasured(MISSING)
    return path


def chromium_flags() -> list[str]:
    """Flags for an unattended run; only root has to do without the sandbox."""
    return CHROMIUM_FLAGS if os.geteuid() == 0 else CHROMIUM_FLAGS[1:]


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=chromium_flags())
        try:
            yield opened
        finally:
            opened.close()


def pages_of(site: Path) -> list[str]:
    """Addresses of all pages, relative to the site's root: '' is the home page, 'cnn/' a section."""
    paths = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return [path.removesuffix("index.html") for path in paths]
