"""Links of the site's pages become links of the e-book, lead to the site where its address is known, or are text."""

from urllib.parse import urljoin

from cheatsheet.base.links import EXTERNAL, ids_of, target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.problems import Problems
from cheatsheet.editions.epub.chapter import PAGE, Chapter
from cheatsheet.editions.epub.runs import run_id
from cheatsheet.site.model import Site

EXAMPLES = "examples/"


def connect(chapters: list[Chapter], site: Site, address: str, problems: Problems) -> None:
    """Resolve all links; the `address` of the site may be empty. One that leads nowhere is a problem."""
    ids = {chapter.file: set(ids_of(chapter.article)) for chapter in chapters}
    pages = {chapter.page: chapter for chapter in chapters if chapter.page}
    runs = {name: file for file, names in ids.items() for name in names if name.startswith("run-")}
    for chapter in chapters:
        for link in list(chapter.article.iter("a")):
            href = link.get("href")
            if href is None or EXTERNAL.match(href):
                continue
            here = link.xpath(f"ancestor::*[@{PAGE}][1]")[0].get(PAGE)
            path, fragment = target_of(here, href)
            target = "" if has_class(link, "script") else _inside(path, fragment, pages, runs, ids)
            if target:
                file, _, name = target.partition("#")
                link.set("href", f"#{name}" if file == chapter.file and name else target)
            elif path in pages or not site.holds(path):
                what, cure = f"the link {href} leads nowhere", "mend it, or build the site anew"
                problems.add(f"site/{here}", None, what, cure)
            elif address:
                link.set("href", urljoin(address + here.removesuffix("index.html"), href))
            else:
                link.drop_tag()
        for tag in chapter.article.iter("*"):
            tag.attrib.pop(PAGE, None)


def _inside(
    path: str,
    fragment: str,
    pages: dict[str, Chapter],
    runs: dict[str, str],
    ids: dict[str, set[str]],
) -> str:
    """File and id in the e-book; empty where it does not hold what is linked."""
    chapter = pages.get(path)
    if chapter:
        known = fragment in ids[chapter.file]
        gone = not fragment or fragment in chapter.dropped
        return f"{chapter.file}#{fragment}" if known else chapter.file * gone
    # A fact, or the run that the page of an example shows.
    for name in (run_id(path, fragment), run_id(path)) if path.startswith(EXAMPLES) else ():
        if name in runs:
            return f"{runs[name]}#{name}"
    return ""
