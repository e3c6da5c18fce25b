"""Links and ids of a page: what a link leads to, and what can be linked to."""

import functools
import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//")
WEB = ("http", "https")
UNREADABLE = "the address {} cannot be read"
REWRITE = "write https://HOST/PATH, or the path of a page"
_IDS = etree.XPath("descendant-or-self::*/@id", smart_strings=False)
_LINKS = etree.XPath(
    "descendant::*[self::a or self::img or self::link or self::script or self::source]/@*[name()='href' or name()='src']",
    smart_strings=False,
)


def is_readable(address: str) -> bool:
    """Whether host and port of an address are such, where it names any; urllib raises at some that are not."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises above 65535
    except ValueError:
        return False
    return bool(parts.hostname) or (parts.scheme not in WEB and not parts.netloc)


def ids_of(root: HtmlElement) -> list[str]:
    """All ids in the order of the page."""
    return [str(name) for name in _IDS(root)]


def links_of(root: HtmlElement) -> Iterator[str]:
    """Every href and src of the page that stays on the site."""
    return (str(link) for link in _LINKS(root) if link and not EXTERNAL.match(link))


@functools.lru_cache(maxsize=100_000)
def target_of(page: str, link: str) -> tuple[str, str]:
    """File in the site and fragment that a link on `page` (a path in the site) leads to."""
    # urllib raises at a bracket that looks like a host's.
    address, _, fragment = link.partition("#")
    address = address.partition("?")[0]
    if address and (path := _plainly(page, address)):
        return path, unquote(fragment)
    path = normpath(join(dirname(page), unquote(address))) if address else page
    if address.rpartition("/")[2] in ("", ".", "..") and address:
        path = normpath(join(path, "index.html"))
    return path, unquote(fragment)


def _plainly(page: str, address: str) -> str:
    """The same for an address as pages have them, which is most of the work of a large site; '' for another."""
    if "%" in address or address.startswith("/"):
        return ""
    *names, last = address.split("/")
    found = page.split("/")[:-1]
    for name in [*names, last] if last == ".." else names:
        if name == "..":
            if not found:
                return ""
            found.pop()
        elif name not in ("", "."):
            found.append(name)
    return "/".join([*found, "index.html" if last in ("", ".", "..") else last])


def way_to_root(page: str) -> str:
    """The way from a page (a path in the site) to the site's root: '' or '../' for each folder."""
    return "../" * page.count("/")
