"""Old addresses that still lead somewhere: docs/redirects.yml, one `OLD: NEW` a line, relative to the site's root.

All of it works on any static host, fragments included:

- A renamed id stays as a second anchor at its new place: `losses/#focal-loss: losses/#focal`.
- A part that went to another page leaves a line with a link behind, and a script that follows it.
- A page that went away, `loss/: losses/`, leaves a small page that follows with the fragment kept; without script it is
  a plain link. Entries such as `loss/#dice: segmentation/#dice` say where single parts of it went.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import relpath

import yaml

from cheatsheet.addresses import ADDRESS, LIST, collect, read_published
from cheatsheet.faults import Fault
from cheatsheet.project import Project, write_whole

FILE = "docs/redirects.yml"
STUB = """<!doctype html>
<html lang="en">
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


@dataclass(frozen=True)
class Redirect:
    """One entry and its line in the file."""

    old: str
    new: str
    line: int


def load_redirects(project: Project) -> tuple[dict[str, Redirect], list[Fault]]:
    """Redirects by their old address; an entry at fault is left out and named."""
    path = project.root / FILE
    try:
        tree = yaml.compose(path.read_text("utf-8")) if path.exists() else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        return {}, [Fault(FILE, line, f"not YAML: {error.problem}", "write OLD: NEW, one a line")]
    if tree and not isinstance(tree, yaml.MappingNode):
        return {}, [Fault(FILE, tree.start_mark.line + 1, "not a mapping", "write OLD: NEW, one a line")]  # fmt: skip
    redirects: dict[str, Redirect] = {}
    faults = []
    for key, value in tree.value if tree else []:
        old, new = str(key.value), str(value.value)
        entry = Redirect(old, new, key.start_mark.line + 1)
        wrong = [text for text in (old, new) if not ADDRESS.fullmatch(text)]
        if wrong:
            faults.append(Fault(FILE, entry.line, f"{wrong[0]!r} is not an address",
                                "write OLD: NEW, each like losses/ or losses/#focal"))  # fmt: skip
        elif old in redirects:
            faults.append(Fault(FILE, entry.line, f"{old} stands in line {redirects[old].line} already", "keep one"))  # fmt: skip
        else:
            redirects[old] = entry
    return redirects, faults


def destination(address: str, redirects: dict[str, Redirect], offered: set[str]) -> str | None:
    """Where an address leads in the end: to itself where it is offered, else along the redirects; None for nowhere."""
    seen = set()
    while address not in offered:
        page, mark, fragment = address.partition("#")
        if address in seen:
            return None
        seen.add(address)
        if address in redirects:
            address = redirects[address].new
        elif mark and page in redirects:  # a page that moved as a whole takes its parts along
            new = redirects[page].new
            address = new if "#" in new else f"{new}#{fragment}"
        else:
            return None
    return address


def keep_addresses(site: Path, project: Project) -> list[Fault]:
    """Put the redirects into the built site; the faults are published addresses that lead nowhere all the same."""
    published, faults = read_published(project)
    redirects, more = load_redirects(project)
    offered, known = set(collect(site)), set(published)
    faults += more
    for entry in redirects.values():
        if destination(entry.new, redirects, offered) is None:
            faults.append(Fault(FILE, entry.line, f"{entry.old} leads to {entry.new}, which does not exist",
                                "name an address of the built site"))  # fmt: skip
        if entry.old not in known:
            faults.append(Fault(FILE, entry.line, f"{entry.old} was never published",
                                f"delete the entry: {LIST} does not list that address"))  # fmt: skip
        if entry.old in offered:
            faults.append(Fault(FILE, entry.line, f"{entry.old} still exists", "delete the entry, or rename the id"))  # fmt: skip
    for number, address in enumerate(published, 1):
        found = destination(address, redirects, offered)
        if found is None and address not in redirects and ADDRESS.fullmatch(address):
            faults.append(Fault(LIST, number, f"the published address {address} is gone",
                                f"bring it back, or add `{address}: ITS-NEW-ADDRESS` to {FILE}"))  # fmt: skip
    if not faults:
        _apply(site, {old: destination(old, redirects, offered) for old in redirects})
    return faults


def _apply(site: Path, leads: dict[str, str]) -> None:
    """`leads` maps old addresses to where they are found now."""
    by_page: dict[str, dict[str, str]] = defaultdict(dict)
    for old, new in leads.items():
        page, _, fragment = old.partition("#")
        by_page[page][fragment] = new
    for page, moves in by_page.items():
        path = site / page / "index.html"
        if path.exists():
            write_whole(path, _with_old_ids(path.read_text("utf-8"), page, moves))
        else:
            write_whole(path, _stub(page, moves))


def _link(page: str, address: str) -> str:
    """The way from a page to an address, both relative to the root."""
    target, mark, fragment = address.partition("#")
    way = relpath("/" + target.removeprefix("./"), "/" + page.removeprefix("./"))
    return f"{way}/{mark}{fragment}"


def _part(page: str, old: str, new: str) -> str:
    return PART.format(id=old, link=_link(page, new), name=escape(new))


def _with_old_ids(html: str, page: str, moves: dict[str, str]) -> str:
    """The page with an anchor for each id that was renamed, and a line for each part that went elsewhere."""
    left = []
    for old, new in moves.items():
        target, _, fragment = new.partition("#")
        if target == page:  # inside the element, so that it lies in its place in a table too
            start = (
                rf'<[a-z][^>]*\sid="{re.escape(fragment)}"[^>]*>'
                if fragment
                else r"<article\b[^>]*>"
            )
            anchor = f'<span class="alias" id="{old}"></span>'
            html = re.sub(start, lambda match, anchor=anchor: match[0] + anchor, html, count=1)
        else:
            left.append(_part(page, old, new))
    return html.replace("</article>", "\n".join([*left, FOLLOW, "</article>"]), 1) if left else html


def _stub(page: str, moves: dict[str, str]) -> str:
    """The small page that stands where a page was."""
    new = moves.pop("")
    parts = "\n".join(_part(page, old, address) for old, address in moves.items())
    return STUB.format(link=_link(page, new), name=escape(new), parts=parts)
