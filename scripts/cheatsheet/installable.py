"""Let a phone keep the site: a web manifest, and a service worker that knows every file by its digest.

The pages that MkDocs makes know nothing of it, so `scripts/serve` and the copy for folders are free of it. The PNG
icons are what Chromium makes of `docs/assets/icon.svg`.
"""

import hashlib
import json
import re
from html import unescape
from pathlib import Path

HERE = Path(__file__).parent
WORKER = "service-worker.js"
MANIFEST = "manifest.webmanifest"
ICONS = "assets/icons"
# Neither pages nor what pages show: the previews are for chats, the page for unknown addresses is the server's.
NOT_KEPT = ("downloads/", "previews/", "404.html", "sitemap.xml", WORKER)
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
PAPER = "#fdfcfa"


def make_installable(site: Path) -> None:
    """Change the finished site in place. Every other file has its last bytes before this: the worker names them all."""
    home = (site / "index.html").read_text("utf-8")
    title, description = (unescape(pattern.search(home)[1]) for pattern in (TITLE, DESCRIPTION))
    _write_json(site / MANIFEST, manifest(title, description))
    start = (HERE / "register_worker.js").read_text("utf-8").strip()
    for path in sorted(site.rglob("*.html")):
        if path.name != "404.html":  # served from any depth
            root = "../" * (len(path.relative_to(site).parts) - 1)
            path.write_text(_enter(path.read_text("utf-8"), root, start), "utf-8")
    write_worker(site)


def write_worker(site: Path) -> None:
    """Write the service worker of the finished pages."""
    files = kept_files(site)
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:16]
    constants = (
        f"const VERSION = {json.dumps(version)};\nconst FILES = {json.dumps(files, indent=0)};\n"
    )
    (site / WORKER).write_text(constants + (HERE / "service_worker.js").read_text("utf-8"), "utf-8")


def retire_worker(site: Path) -> None:
    """Let a worker that an earlier visit to this address left behind remove itself."""
    (site / WORKER).write_bytes((HERE / "retire_worker.js").read_bytes())


def manifest(title: str, description: str) -> dict:
    """The web manifest; all addresses are relative to it, so it works below any path."""
    icons = [
        ("icon-192", "192x192", "any"),
        ("icon-512", "512x512", "any"),
        ("icon-maskable-512", "512x512", "maskable"),
    ]
    return {
        "name": title,
        "short_name": "CV cheatsheet",
        "description": description,
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "display_override": ["minimal-ui"],  # where it exists, a reader can copy the address
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": f"{ICONS}/{name}.png", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in icons
        ],
    }


def kept_files(site: Path) -> dict[str, str]:
    """Digest of each file that is kept, by its address below the site's root. A page's address ends in a slash."""
    files = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith(NOT_KEPT):
            address = name.removesuffix("index.html") if path.name == "index.html" else name
            files[address] = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    return files


def _enter(page: str, root: str, start: str) -> str:
    head = f'<link rel="manifest" href="{root}{MANIFEST}"><link rel="apple-touch-icon" href="{root}{ICONS}/icon-maskable-512.png">'
    script = (
        f'<script type="module" data-keep>\n{start.replace("WORKER", f"{root}{WORKER}")}\n</script>'
    )
    return page.replace("</head>", f"{head}</head>", 1).replace("</body>", f"{script}</body>", 1)


def _write_json(path: Path, data: dict) -> None:
    path.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", "utf-8")
