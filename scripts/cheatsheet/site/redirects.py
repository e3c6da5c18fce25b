"""Old addresses that still lead somewhere, on any static host and with their fragments.

- A renamed id stays as a second anchor at its new place: `losses/#focal-loss: losses/#focal`.
- A part that went to another page leaves a line with a link behind, and a script that follows it.
- A page that went away, `loss/: losses/`, leaves a small page that follows with the fragment kept; without script it is
  a plain link. Entries such as `loss/#dice: segmentation/#dice` say where single parts of it went.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from html import escape
from posixpath import relpath

from lxml.html import HtmlElement

from cheatsheet.base.cache import key_of
from cheatsheet.base.markup import element, parse_page
from cheatsheet.base.nodes import prepend_nodes
from cheatsheet.base.problems import Problems
from cheatsheet.content import addresses as published_list
from cheatsheet.content import redirects as redirect_list
from cheatsheet.content.addresses import ADDRESS
from cheatsheet.content.redirects import Redirect, destination
from cheatsheet.site.model import Site, article_of

STUB = """<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>This page has moved</title>
<p>This page has moved to <a href="{link}">{name}</a>.</p>
{parts}
<script>{{
  const part = document.getElementById(location.hash.slice(1)), to = (part ?? document).querySelector("a");
  location.replace(to.href + (part || to.hash ? "" : location.hash));
}}</script>
</html>
"""
PART = '<p class="moved" id="{id}">The part “{id}” has moved to <a href="{link}">{name}</a>.</p>'
FOLLOW = """<script>{
  const part = document.getElementById(location.hash.slice(1));
  if (part?.className === "moved") location.replace(part.querySelector("a").href);
}</script>"""


def check_redirects(
    redirects: Mapping[str, Redirect],
    published: Sequence[str],
    offered: Collection[str],
    problems: Problems,
) -> None:
    """Note redirects that are of no use, and published addresses that lead nowhere."""
    known, file = set(published), redirect_list.FILE
    for entry in redirects.values():
        page, mark, _ = entry.old.partition("#")
        if mark and page not in offered and page not in redirects:
            what = f"{entry.old} was a part of a page that is gone"
            problems.add(file, entry.line, what, f"add `{page}: ITS-NEW-ADDRESS` too")
        if destination(entry.new, redirects, offered) is None:
            what = f"{entry.old} leads to {entry.new}, which does not exist"
            problems.add(file, entry.line, what, "name an address of the built site")
        if entry.old not in known:
            cure = f"delete the entry: {published_list.FILE} does not list that address"
            problems.add(file, entry.line, f"{entry.old} was never published", cure)
        if entry.old in offered:
            cure = "delete the entry, or rename the id"
            problems.add(file, entry.line, f"{entry.old} still exists", cure)
    for number, address in enumerate(published, 1):
        found = destination(address, redirects, offered)
        if found is None and address not in redirects and ADDRESS.fullmatch(address):
            what = f"the published address {address} is gone"
            cure = f"bring it back, or add `{address}: ITS-NEW-ADDRESS` to {file}"
            problems.add(published_list.FILE, number, what, cure)


def apply_redirects(
    site: Site, redirects: Mapping[str, Redirect], offered: Collection[str]
) -> None:
    """Put all redirects into the pages."""
    by_page: dict[str, dict[str, str]] = defaultdict(dict)
    for old in redirects:
        page, _, fragment = old.partition("#")
        by_page[page][fragment] = destination(old, redirects, offered) or ""
    for address, moves in by_page.items():
        page = f"{address.removeprefix('./')}index.html"
        if page in site.pages:
            change = partial(_add_old_ids, page=address, moves=moves)
            key = key_of(__name__, address, json.dumps(moves))
            site.change(page, key, change, ids=tuple(moves))
        else:
            site.pages[page] = _stub(address, moves)


def _link(page: str, address: str) -> str:
    """The way from a page to an address, both relative to the root."""
    target, mark, fragment = address.partition("#")
    way = relpath("/" + target.removeprefix("./"), "/" + page.removeprefix("./"))
    return f"{way}/{mark}{fragment}"


def _part(page: str, old: str, new: str) -> str:
    return PART.format(id=old, link=_link(page, new), name=escape(new))


def _add_old_ids(root: HtmlElement, page: str, moves: Mapping[str, str]) -> None:
    """An anchor for each id that was renamed, and a line for each part that went elsewhere."""
    article = article_of(root)
    if article is None:
        return
    left = []
    for old, new in moves.items():
        target, _, fragment = new.partition("#")
        if target == page:
            # Inside the element, so that it lies in its place in a table too.
            place, *_ = root.xpath("//*[@id=$name]", name=fragment) if fragment else [article]
            prepend_nodes(place, element(f'<span class="alias" id="{old}"></span>'))
        else:
            left.append(_part(page, old, new))
    for markup in [*left, FOLLOW] if left else []:
        article.append(element(markup))


def _stub(page: str, moves: dict[str, str]) -> HtmlElement:
    """The small page that stands where a page was."""
    new = moves.pop("")
    parts = "\n".join(_part(page, old, address) for old, address in moves.items())
    return parse_page(STUB.format(link=_link(page, new), name=escape(new), parts=parts))
