"""The page for unknown addresses: servers show it at any depth of any folder, so it finds the site's root by itself."""

import json
from pathlib import Path

from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL
from cheatsheet.base.markup import element
from cheatsheet.base.nodes import find, put_after
from cheatsheet.site.model import UNKNOWN, Site
from cheatsheet.site.scripts import flatten

SCRIPT = Path(__file__).parent / "find_root.js"
# By this file it knows a root.
MARK = "assets/icon.svg"


def free_unknown(site: Site) -> None:
    """Let the page for unknown addresses work below any folder, whatever `SITE_URL` said.

    Its links become relative to a base, which is the root that MkDocs assumed until the page has found the right one.
    """
    root = site.pages[UNKNOWN]
    config = find(root, ".//script[@id='__config']")
    settings = json.loads(config.text or "{}")
    assumed = f"{settings['base'].rstrip('/.')}/"
    config.text = json.dumps(settings | {"base": "."})
    for link in root.iter("a", "link", "script", "img"):
        for name in ("href", "src"):
            if (address := link.get(name)) and not EXTERNAL.match(address):
                link.set(name, address.removeprefix(assumed) or ".")
    _begin(find(root, "head"), assumed, site.text(MARK).strip())


def script_text() -> str:
    """What finds the root, behind its constant."""
    return flatten([SCRIPT.read_text("utf-8")])


def _begin(head: HtmlElement, assumed: str, mark: str) -> None:
    """Base and script stand in front of all that they are about."""
    constants = f"const MARK = {json.dumps(mark)};\n".replace("</", "<\\/")
    script = element("<script></script>")
    script.text = f"{{{constants}{script_text()}}}"
    charset = find(head, "meta[@charset]")
    base = element(f'<base href="{assumed}">')
    put_after(charset, base)
    put_after(base, script)
