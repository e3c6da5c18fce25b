"""The site and its control pages on one host, compressed and kept as hosts do it."""

import runpy
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests import nginx
from tests.served import served

from bench.controls import light_page, plain_material

# Names of the controls, by address.
PLAIN, LIGHT = "control-plain/", "control-light/"
CONTROLS = {PLAIN: "plain Material, same text", LIGHT: "light page"}


@dataclass(frozen=True)
class Host:
    """Its address, the folder that it serves, and which host it is."""

    address: str
    folder: Path
    name: str


@contextmanager
def hosted(site: Path, slug: str) -> Iterator[Host]:
    """Serve the site, and beside it controls with the text of the section `slug`, until the block ends."""
    with TemporaryDirectory(prefix="audit-") as made:
        names = ("site", "controls", "home", "nginx")
        folder, controls, home, own = (Path(made, name) for name in names)
        shutil.copytree(site, folder)
        light_page(site, slug, controls / LIGHT)
        plain_material(site, slug, controls / PLAIN)
        for name in CONTROLS:
            shutil.move(controls / name, folder / name)
        if absent := nginx.missing():
            with served(folder) as server:
                yield Host(server.address, folder, f"bench/web.py, since {absent}")
            return
        own.mkdir()
        runpy.run_path(str(nginx.HOSTING / "place.py"))["place"](folder, home, quality=1)
        # Targets are for gzip, which every host has.
        for packed in (home / "current").rglob("*.br"):
            packed.unlink()
        with nginx.hosted(own, home / "current") as running:
            yield Host(running.plain, folder, "nginx with hosting/cheatsheet.conf")
