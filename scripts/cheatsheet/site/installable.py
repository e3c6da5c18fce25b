"""Let a phone keep the site: a web manifest, and a service worker that knows every file by its digest.

The pages that MkDocs makes know nothing of it, so `scripts/serve` and the copy for folders are free of it. The PNG
icons are what Chromium makes of `docs/assets/icon.svg`.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.cache import key_of
from cheatsheet.base.links import way_to_root
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import find
from cheatsheet.base.vocabulary import NAME, PREVIEWS
from cheatsheet.look.palette import colour
from cheatsheet.site.model import UNKNOWN, Site
from cheatsheet.site.offered_editions import FOLDER
from cheatsheet.site.scripts import flatten

HERE = Path(__file__).parent
WORKER = "service-worker.js"
# Starts the worker.
START = "assets/javascripts/register_worker.js"
MANIFEST = "manifest.webmanifest"
ICONS = "assets/icons"
# Neither pages nor what pages show: the previews are for chats, the page for unknown addresses is the server's.
NOT_KEPT = (FOLDER, PREVIEWS, UNKNOWN, "sitemap.xml", WORKER)


def make_installable(site: Site) -> None:
    """Change the finished site. Every other file has its last bytes before this: the worker names them all."""
    site.files[MANIFEST] = _json(manifest(site.pages["index.html"])).encode()
    for page in site.pages:
        if page != UNKNOWN:
            way = way_to_root(page)
            key = key_of(__name__, way)
            site.change(page, key, partial(_enter, way=way))
    add_worker(site)


def add_worker(site: Site) -> None:
    """Add the service worker of the finished pages. It is made when all that it names is written."""

    def make() -> bytes:
        files = kept_files(site)
        version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
        return _worker("service_worker.js", {"NAME": NAME, "VERSION": version, "FILES": files})

    site.files.later(WORKER, None, make)


def retire_worker(site: Site) -> None:
    """Let a worker that an earlier visit to this address left behind remove itself."""
    site.files[WORKER] = _worker("retire_worker.js", {"NAME": NAME})


def _worker(name: str, constants: Mapping[str, object]) -> bytes:
    lines = (f"const {key} = {json.dumps(value, indent=0)};\n" for key, value in constants.items())
    return ("".join(lines) + flatten([(HERE / name).read_text("utf-8")])).encode()


def manifest(home: HtmlElement) -> dict[str, object]:
    """The web manifest; all addresses are relative to it, so it works below any path."""
    paper = colour("paper", "light")
    icons = [
        ("icon-192", "192x192", "any"),
        ("icon-512", "512x512", "any"),
        ("icon-maskable-512", "512x512", "maskable"),
    ]
    return {
        "name": home.findtext(".//title"),
        "short_name": "CV cheatsheet",
        "description": find(home, ".//meta[@name='description']").get("content"),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        # Where it exists, a reader can copy the address.
        "display_override": ["minimal-ui"],
        "background_color": paper,
        "theme_color": paper,
        "icons": [
            {"src": f"{ICONS}/{name}.png", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }


def kept_files(site: Site) -> dict[str, str]:
    """Digest of each file that is kept, by its address below the site's root. A page's address ends in a slash."""
    files = {}
    for name in sorted([*site.pages, *site.files], key=lambda name: Path(name).parts):
        if not name.startswith(NOT_KEPT):
            address = name.removesuffix("index.html") if name in site.pages else name
            files[address] = site.digest(name)[:16]
    return files


def _enter(root: HtmlElement, way: str) -> None:
    """Let a page name the manifest and start the worker."""
    head = find(root, "head")
    head.append(element(f'<link rel="manifest" href="{way}{MANIFEST}">'))
    head.append(element(f'<link rel="apple-touch-icon" href="{way}{ICONS}/icon-maskable-512.png">'))
    script = element(f'<script type="module" src="{way}{START}"></script>')
    find(root, "body").append(script)


def _json(data: dict[str, object]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"
