"""The site as one archive that opens from a folder: made from the finished pages, changed only where file:// differs.

Opened from a folder, a page cannot name a folder's index by the folder, cannot load a script as a module, and cannot
fetch the search index or start a worker. Everything else is the published site, byte for byte.
"""

import base64
import json
import re
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote

from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL, target_of
from cheatsheet.base.markup import element, page_text
from cheatsheet.base.nodes import copy_of, find
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.base.vocabulary import NAME
from cheatsheet.editions.archive import archive
from cheatsheet.site.downloads import ALL, FOOT
from cheatsheet.site.installable import MANIFEST, NOT_KEPT
from cheatsheet.site.model import Site

# A worker on file://, from npm iframe-worker.
SHIM = "assets/iframe-worker/iframe-worker.js"
INDEX = "search/search_index"
NOT_COPIED = (*NOT_KEPT, "assets/icons/", MANIFEST)
# What a page has only where it is served: marks for the offers, and fonts fetched early, which file:// takes for
# foreign. The canonical address stays: a link that is copied from the folder leads others to the site.
SERVED = f"//comment()[normalize-space()='{FOOT}' or normalize-space()='{ALL}'] | //link[@rel='preload' and @crossorigin]"
IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")
LINK = re.compile(r"([^?#]*)([?#]?.*)", re.S)


def folder_copy(project: Project, site: Site, epoch: int, problems: Problems) -> bytes:
    """The archive of the finished `site`; `epoch` (seconds) becomes the time of its files."""
    files = folder_files(project, site, problems)
    return archive({f"{NAME}/{name}": data for name, data in files.items()}, epoch)


def folder_files(project: Project, site: Site, problems: Problems) -> dict[str, bytes]:
    """Every file of the copy by its path in the folder; links that lead to none of them are noted."""
    copied = [name for name in (*site.pages, *site.files) if not name.startswith(NOT_COPIED)]
    files = {name: site.data(name) for name in copied}
    for name in (SHIM, f"{dirname(SHIM)}/LICENSE"):
        files[name] = (project.docs / name).read_bytes()
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
    for script in root.xpath("//script[@type='module' and @src]"):
        script.text = module_source(target_of(name, script.attrib.pop("src"))[0], files)
    shim = relpath(SHIM, dirname(name) or ".")
    find(root, "head").append(element(f'<script src="{shim}"></script>'))
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


def module_source(name: str, files: dict[str, bytes]) -> str:
    """A script for an element of a page: each module that it imports becomes a data: address."""

    def carry(match: re.Match[str]) -> str:
        source = module_source(normpath(join(dirname(name), match[3])), files)
        address = base64.b64encode(source.encode()).decode()
        return f'{match[1]}"data:text/javascript;base64,{address}"'

    # The end of an element inside a text would end the script.
    return IMPORT.sub(carry, files[name].decode()).replace("</script", "<\\/script")


def _index_script(index: bytes) -> bytes:
    """The search index as a script, its pages addressed as files."""
    data = json.loads(index)
    for entry in data["docs"]:
        page, mark, fragment = entry["location"].partition("#")
        if not page or page.endswith("/"):
            page += "index.html"
        entry["location"] = page + mark + fragment
    return f"var __index={json.dumps(data, ensure_ascii=False, separators=(',', ':'))}".encode()
