"""The site as one archive that opens from a folder: made from the finished pages, changed only where file:// differs.

Opened from a folder, a page cannot name a folder's index by the folder, cannot load a script as a module, and cannot
fetch the search index or start a worker. Everything else is the published site, byte for byte.
"""

import json
import re
from pathlib import Path
from posixpath import dirname, relpath
from urllib.parse import quote

from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL, target_of
from cheatsheet.base.markup import element, page_text
from cheatsheet.base.nodes import copy_of, find
from cheatsheet.base.problems import Problems
from cheatsheet.base.vocabulary import NAME
from cheatsheet.editions.archive import archive
from cheatsheet.site.downloads import ALL, FOOT
from cheatsheet.site.installable import MANIFEST, NOT_KEPT
from cheatsheet.site.model import Site
from cheatsheet.site.policy import write_policy
from cheatsheet.site.scripts import flatten

# A worker on file://.
WORKER = "assets/javascripts/frame_worker.js"
INDEX = "search/search_index"
NOT_COPIED = (*NOT_KEPT, "assets/icons/", MANIFEST)
# What a page has only where it is served: marks for the offers, and fonts fetched early, which file:// takes for
# foreign. The canonical address stays: a link that is copied from the folder leads others to the site.
SERVED = f"//comment()[normalize-space()='{FOOT}' or normalize-space()='{ALL}'] | //link[@rel='preload' and @crossorigin]"
LINK = re.compile(r"([^?#]*)([?#]?.*)", re.S)


def folder_copy(site: Site, epoch: int, problems: Problems) -> bytes:
    """The archive of the finished `site`; `epoch` (seconds) becomes the time of its files."""
    files = folder_files(site, problems)
    return archive({f"{NAME}/{name}": data for name, data in files.items()}, epoch)


def folder_files(site: Site, problems: Problems) -> dict[str, bytes]:
    """Every file of the copy by its path in the folder; links that lead to none of them are noted."""
    copied = [name for name in (*site.pages, *site.files) if not name.startswith(NOT_COPIED)]
    files = {name: site.data(name) for name in copied}
    files[WORKER] = flatten(
        [(Path(__file__).parent / "frame_worker.js").read_text("utf-8")]
    ).encode()
    files[f"{INDEX}.js"] = _index_script(files.pop(f"{INDEX}.json"))
    for name in copied:
        if name in site.pages:
            files[name] = folder_page(site.pages[name], name, files, problems).encode()
    return files


def folder_page(page: HtmlElement, name: str, files: dict[str, bytes], problems: Problems) -> str:
    """The page `name` as it works on file://; links that lead to none of `files` are noted."""
    root = copy_of(page)
    for served in root.xpath(SERVED):
        served.drop_tree()
    for link in root.xpath("//*[self::a or self::link][@href]"):
        link.set("href", _named(name, link.get("href"), files, problems))
    inside = []
    for script in root.xpath("//script[@type='module' and @src]"):
        source = files[target_of(name, script.attrib.pop("src"))[0]].decode()
        # The end of an element inside a text would end the script.
        script.text = source.replace("</script", "<\\/script")
        inside.append(script.text)
    worker = relpath(WORKER, dirname(name) or ".")
    find(root, "head").append(element(f'<script src="{worker}"></script>'))
    write_policy(root, inside)
    return page_text(root)


def _named(page: str, link: str, files: dict[str, bytes], problems: Problems) -> str:
    """A link that names its file."""
    address, rest = LINK.fullmatch(link).groups()  # type: ignore[union-attr]
    if EXTERNAL.match(link) or not address:
        return link
    path, _ = target_of(page, link)
    if path not in files:
        what = f"the link {link} leads nowhere in the offline copy"
        problems.add(
            f"site/{page}", None, what, "mend the link, or leave it out of the offline copy"
        )
    return quote(relpath(path, dirname(page) or ".")) + rest


def _index_script(index: bytes) -> bytes:
    """The search index as a script, its pages addressed as files."""
    data = json.loads(index)
    for entry in data["docs"]:
        page, mark, fragment = entry["location"].partition("#")
        if not page or page.endswith("/"):
            page += "index.html"
        entry["location"] = page + mark + fragment
    return f"var __index={json.dumps(data, ensure_ascii=False, separators=(',', ':'))}".encode()
