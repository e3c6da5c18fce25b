"""Check the pages as they were built: links, fragments and ids."""

import re
from collections import Counter
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag

from cheatsheet.faults import Fault, line_of
from cheatsheet.project import Project

ID = re.compile(r"""<[a-z][^>]*?\sid=(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""")
LINK = re.compile(
    r"""<(?:a|img|link|script|source)\b[^>]*?\s(?:href|src)=(?:"([^"]*)"|([^\s>"']+))"""
)
EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//")


def ids_of(page: str) -> list[str]:
    """All ids in the order of the page."""
    return [unescape(next(filter(None, groups), "")) for groups in ID.findall(page)]


def links_of(page: str) -> list[str]:
    """Every href and src of the page that stays on the site."""
    found = (unescape(next(filter(None, groups), "")) for groups in LINK.findall(page))
    return [link for link in found if not EXTERNAL.match(link)]


def target_of(page: str, link: str) -> tuple[str, str]:
    """File in the site and fragment that a link on `page` (a path in the site) leads to."""
    address, fragment = urldefrag(link)
    address = address.partition("?")[0]
    path = normpath(join(dirname(page), unquote(address))) if address else page
    if address.endswith("/") or address in (".", "..") or path == ".":
        path = normpath(join(path, "index.html"))
    return path, unquote(fragment)


def check_site(site: Path, project: Project, places: dict[str, str]) -> list[Fault]:
    """Faults of the built pages. `places` maps ids of claims to the addresses at which they say they stand."""
    pages = {
        str(path.relative_to(site)): path.read_text("utf-8")
        for path in sorted(site.rglob("*.html"))
    }
    ids = {page: set(ids_of(text)) for page, text in pages.items()}
    faults = []
    for page, text in pages.items():
        if page == "404.html":  # served from any depth: its links start at the root
            continue
        repeated = [name for name, count in Counter(ids_of(text)).items() if count > 1]
        faults += [
            _fault(project, page, name, f"the id {name} is used twice", "rename one of them")
            for name in repeated
        ]
        for link in dict.fromkeys(links_of(text)):
            path, fragment = target_of(page, link)
            # "__" ids are the theme's own; "only-" chooses an image by scheme
            missing = (
                path in ids
                and fragment not in ids[path]
                and not fragment.startswith(("__", ":~:", "only-"))
            )
            if not (site / path).is_file() or (fragment and missing):
                told = f"the link {link} leads nowhere"
                faults.append(
                    _fault(
                        project,
                        page,
                        fragment or path,
                        told,
                        "mend the page's name or the id after #",
                    )
                )
    text = (project.docs / "claims.yml").read_text("utf-8") if places else ""
    for claim, place in places.items():
        path, fragment = target_of("index.html", place or ".")
        if path not in pages or (fragment and fragment not in ids[path]):
            line = line_of(text, f'id: "{claim}"')
            faults.append(Fault("docs/claims.yml", line, f"claim {claim}: it stands at {place}, which does not exist",
                                "write the address of a heading, row or correction: PAGE/#ID"))  # fmt: skip
    return faults


def _fault(project: Project, page: str, needle: str, what: str, cure: str) -> Fault:
    """Name the source where there is one: the page's Markdown and the line that holds `needle`."""
    slug = page.removesuffix("index.html").strip("/") or "index"
    source = project.docs / f"{slug}.md"
    if not source.exists():
        return Fault(f"site/{page}", None, what, cure)
    return Fault(f"docs/{slug}.md", line_of(source.read_text("utf-8"), needle), what, cure)
