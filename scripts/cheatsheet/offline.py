"""The site as one archive that opens from a folder: made from the finished pages, changed only where file:// differs.

Opened from a folder, a page cannot name a folder's index by the folder, cannot load a script as a module, and cannot
fetch the search index or start a worker. Everything else is the published site, byte for byte.
"""

import base64
import io
import json
import re
import time
import zipfile
from html import escape, unescape
from pathlib import Path
from posixpath import dirname, join, normpath, relpath
from urllib.parse import quote

from cheatsheet.check_site import EXTERNAL, target_of
from cheatsheet.faults import BadInput, Fault
from cheatsheet.installable import MANIFEST, NOT_KEPT
from cheatsheet.offers import FOLDER, FOOT, HOME
from cheatsheet.project import Project, write_whole

NAME = "cv-cheatsheet"  # of the folder inside the archive
SHIM = "assets/iframe-worker/iframe-worker.js"  # a worker on file://, from npm iframe-worker
INDEX = "search/search_index"
NOT_COPIED = (*NOT_KEPT, "assets/icons/", MANIFEST)
# What a page has for those who visit it: offers, what makes it installable, and fonts fetched early, which file:// takes
# for foreign. The canonical address stays: a link that is copied from the folder leads others to the site.
VISITED = re.compile(
    r'<(p|div) class="offers">.*?</\1>|<script type="module" data-keep>.*?</script>'
    r'|<link rel="(?:manifest|apple-touch-icon)"[^>]*>|\s*<link rel="preload" [^>]*crossorigin>',
    re.S,
)
LINK = re.compile(r"""(<(?:a|link)\b[^>]*?\shref=)(?:"([^"]*)"|([^\s>"']+))""")
MODULE = re.compile(r'<script type="module" src="([^"]+)"></script>')
IMPORT = re.compile(r"""(\bfrom\s*|\bimport\s*\(?\s*)(["'])(\.{1,2}/[^"']+)\2""")


def make(project: Project, site: Path, built: dict[str, str]) -> None:
    """Write the archive of the finished `site` below its downloads. Raises BadInput where a link leads nowhere."""
    files = offline_files(site, project.docs)
    write_whole(site / FOLDER / f"{NAME}-site.zip", archive(files, int(built["epoch"])))


def offline_files(site: Path, docs: Path) -> dict[str, bytes]:
    """Every file of the offline copy by its path in the folder."""
    names = (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    files = {name: (site / name).read_bytes() for name in names if not name.startswith(NOT_COPIED)}
    for name in (SHIM, f"{dirname(SHIM)}/LICENSE"):
        files[name] = (docs / name).read_bytes()
    files[f"{INDEX}.js"] = _index_script(files.pop(f"{INDEX}.json"))
    faults: list[Fault] = []
    for name in [name for name in files if name.endswith(".html")]:
        files[name] = offline_page(files[name].decode(), name, files, faults).encode()
    if faults:
        raise BadInput(faults)
    return files


def offline_page(page: str, name: str, files: dict[str, bytes], faults: list[Fault]) -> str:
    """The page `name` as it works on file://; links that lead to none of `files` are noted."""

    def name_file(match: re.Match[str]) -> str:
        link = unescape(match[2] if match[2] is not None else match[3])
        address, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", link, re.S).groups()
        if EXTERNAL.match(link) or not address:
            return match[0]
        path, _ = target_of(name, link)
        if path not in files:
            faults.append(Fault(f"site/{name}", None, f"the link {link} leads nowhere in the offline copy",
                                "mend the link, or leave it out of the offline copy"))  # fmt: skip
        target = quote(relpath(path, dirname(name) or "."))
        return f'{match[1]}"{escape(target + mark + rest)}"'

    def inline(match: re.Match[str]) -> str:
        source = module_source(target_of(name, unescape(match[1]))[0], files)
        source = source.replace("</script", "<\\/script")  # would end the element
        return f'<script type="module">{source}</script>'

    shim = f'<script src="{relpath(SHIM, dirname(name) or ".")}"></script>'
    page = VISITED.sub("", page.replace(FOOT, "").replace(HOME, ""))
    page = MODULE.sub(inline, LINK.sub(name_file, page))
    return page.replace("</head>", f"{shim}</head>", 1)


def module_source(name: str, files: dict[str, bytes]) -> str:
    """A script without imports from files: each module that it imports becomes a data: address."""

    def carry(match: re.Match[str]) -> str:
        source = module_source(normpath(join(dirname(name), match[3])), files)
        address = base64.b64encode(source.encode()).decode()
        return f'{match[1]}"data:text/javascript;base64,{address}"'

    return IMPORT.sub(carry, files[name].decode())


def _index_script(index: bytes) -> bytes:
    """The search index as a script, its pages addressed as files."""
    data = json.loads(index)
    for entry in data["docs"]:
        page, mark, fragment = entry["location"].partition("#")
        if not page or page.endswith("/"):
            page += "index.html"
        entry["location"] = page + mark + fragment
    return f"var __index={json.dumps(data, ensure_ascii=False, separators=(',', ':'))}".encode()


def archive(files: dict[str, bytes], epoch: int) -> bytes:
    """A ZIP whose bytes depend on nothing but the files and the time: fixed order, times and modes."""
    moment = max(time.gmtime(epoch)[:6], (1980, 1, 1, 0, 0, 0))  # the format knows no earlier time
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", moment)
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, files[name])
    return buffer.getvalue()
