"""What lets a phone keep the site: manifest, icons, and a worker that names every file by the digest of its bytes."""

import hashlib
import json
import re

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.site.installable import add_worker, make_installable, retire_worker
from cheatsheet.site.model import Site

PAGE = """<html><head><title>The cheatsheet</title><meta name="description" content="What it says."></head>
<body><p>“x”</p></body></html>"""
NAMES = [
    "index.html",
    "cnn/index.html",
    "examples/cnn/a/index.html",
    "loose.html",
    "404.html",
]
FILES = {
    "assets/a.css": b"a",
    "search/search_index.json": b"{}",
    "downloads/cv-cheatsheet-a4.pdf": b"%PDF",
    "previews/cnn.png": b"png",
    "sitemap.xml": b"<xml>",
    "sitemap.xml.gz": b"gz",
}


@pytest.fixture
def site():
    return Site({name: parse_page(PAGE) for name in NAMES}, dict(FILES))


def constants(site):
    """What the build wrote in front of the worker."""
    script = site.text("service-worker.js")
    values = re.findall(r"^const (\w+) = (\{.*?\}|\".*?\");$", script, re.M | re.S)
    return {name: json.loads(value) for name, value in values}


def digests(folder):
    """Short digest of each file of a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_worker_names_every_file_by_the_digest_of_its_last_bytes(site, tmp_path):
    make_installable(site)
    site.write(tmp_path)
    written = digests(tmp_path)
    assert constants(site)["FILES"] == {
        "": written["index.html"],
        "cnn/": written["cnn/index.html"],
        "examples/cnn/a/": written["examples/cnn/a/index.html"],
        # No folder stands for it.
        "loose.html": written["loose.html"],
        "assets/a.css": written["assets/a.css"],
        "search/search_index.json": written["search/search_index.json"],
        "manifest.webmanifest": written["manifest.webmanifest"],
    }


def test_a_version_is_a_name_of_all_files_and_of_nothing_else(site):
    make_installable(site)
    first = constants(site)
    assert first["NAME"] == "cv-cheatsheet"
    site.files["downloads/cv-cheatsheet-a4.pdf"] = b"of another run"
    add_worker(site)
    assert constants(site) == first
    site.files["assets/a.css"] = b"b"
    add_worker(site)
    second = constants(site)
    assert second["VERSION"] != first["VERSION"]
    changed = {name for name in first["FILES"] if first["FILES"][name] != second["FILES"][name]}
    assert changed == {"assets/a.css"}
    site.pages["cnn/index.html"].find(".//p").text = "y"
    add_worker(site)
    assert constants(site)["FILES"]["cnn/"] != second["FILES"]["cnn/"]


@pytest.mark.parametrize(
    ("page", "way"),
    [("index.html", ""), ("cnn/index.html", "../"), ("examples/cnn/a/index.html", "../../../")],
)
def test_pages_name_manifest_icon_and_worker_from_where_they_stand(site, page, way):
    make_installable(site)
    root = site.pages[page]
    links = {link.get("rel"): link.get("href") for link in root.find("head").iter("link")}
    assert links == {
        "manifest": f"{way}manifest.webmanifest",
        "apple-touch-icon": f"{way}assets/icons/icon-maskable-512.png",
    }
    [script] = root.find("body").iter("script")
    assert script.attrib == {"type": "module", "src": f"{way}assets/javascripts/register_worker.js"}
    assert not script.text


def test_the_page_for_unknown_addresses_knows_nothing_of_it(site):
    before = site.data("404.html")
    make_installable(site)
    assert site.data("404.html") == before


def test_the_manifest_is_relative_and_names_icons_that_exist(site, root):
    from PIL import Image

    make_installable(site)
    manifest = json.loads(site.files["manifest.webmanifest"])
    assert manifest["name"] == "The cheatsheet"
    assert manifest["description"] == "What it says."
    assert manifest["start_url"] == manifest["scope"] == "./"
    # The paper of the light scheme.
    assert manifest["background_color"] == manifest["theme_color"] == "#fdfcfa"
    for icon in manifest["icons"]:
        width, height = Image.open(root / "docs" / icon["src"]).size
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_a_retired_worker_removes_the_caches_of_this_project_only(site):
    make_installable(site)
    retire_worker(site)
    script = site.text("service-worker.js")
    assert script.startswith('const NAME = "cv-cheatsheet";\n')
    assert "FILES" not in script
    assert "registration.unregister()" in script
    assert "`${NAME} ${registration.scope} `" in script
