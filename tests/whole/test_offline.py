"""What the real site gives to those who read offline: its archive, its worker's list, its manifest."""

import json
import zipfile

import pytest
from PIL import Image

from cheatsheet.site.installable import WORKER, kept_files
from cheatsheet.site.model import Site
from offline import ADDRESSES


def test_every_page_of_the_site_leads_to_the_shelf_that_offers_the_archives(site):
    for path in site.rglob("*.html"):
        page = path.read_text("utf-8")
        assert "downloads -->" not in page
        name = path.relative_to(site)
        way = "../" * (len(name.parts) - 1) or "."
        assert page.count(f'href="{way}#offline">All') == (name.name != "404.html"), path
    home = (site / "index.html").read_text("utf-8")
    for archive in ("site", "examples"):
        assert f'href="downloads/cv-cheatsheet-{archive}.zip"' in home


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory):
    """The archive, unpacked."""
    target = tmp_path_factory.mktemp("unpacked")
    zipfile.ZipFile(site / "downloads/cv-cheatsheet-site.zip").extractall(target)
    return target / "cv-cheatsheet"


def test_the_folder_holds_pages_and_no_offers(folder):
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {f"{address}index.html" for address in ADDRESSES} <= names
    assert not [
        name
        for name in names
        if name.startswith(("downloads", "sitemap", "404", WORKER, "manifest"))
    ]
    for path in folder.rglob("*.html"):
        page = path.read_text("utf-8")
        for absent in (
            "site.zip",
            "serviceWorker",
            'rel="manifest"',
            'type="module" src',
        ):
            assert absent not in page, path


def test_the_worker_keeps_everything_but_downloads(site):
    files = kept_files(Site.read(site))
    assert set(ADDRESSES) <= set(files)
    assert not [
        name for name in files if name.startswith(("downloads", "sitemap", "404")) or name == WORKER
    ]
    assert len(files) > 300


def test_the_manifest_names_icons_that_exist(site):
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    for icon in manifest["icons"]:
        width, height = Image.open(site / icon["src"]).size
        assert icon["sizes"] == f"{width}x{height}"
    assert manifest["start_url"] == manifest["scope"] == "./"
