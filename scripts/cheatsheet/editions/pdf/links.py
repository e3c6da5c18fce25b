"""Links between pages become links inside the document, or lead to the site; one to nothing is a problem."""

from lxml.html import HtmlElement

from cheatsheet.base.links import EXTERNAL, ids_of, target_of
from cheatsheet.base.markup import has_class
from cheatsheet.base.nodes import new_element
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.document import page_of
from cheatsheet.editions.pdf.pages import PrintPage, Source


def connect(
    source: Source, chapters: list[HtmlElement], pages: list[PrintPage], problems: Problems
) -> None:
    """Turn links between `pages`, which the chapters hold, into links inside the document."""
    by_path = {page.path: page for page in pages}
    ids = set().union(*map(ids_of, chapters))
    for chapter in chapters:
        for link in list(chapter.iter("a")):
            address = link.get("href")
            if address is None or EXTERNAL.match(address):
                continue
            here = link.xpath("ancestor::*[@data-page][1]")[0].get("data-page")
            path, fragment = target_of(here, address)
            page = by_path.get(path)
            if page is None:
                _lead_out(source, link, here, problems)
            elif not fragment or fragment in page.unprinted:
                _lead_to(link, page.key)
            elif f"{page.key}--{fragment}" in ids:
                _lead_to(link, f"{page.key}--{fragment}")
            # What was added for print leads to an id of the document already.
            elif not (address.startswith("#") and fragment in ids):
                _note_dead(here, address, problems)


def _lead_to(link: HtmlElement, target: str) -> None:
    """Lead to an id of the document; links to code and those of the index and the plans name its page."""
    link.set("href", f"#{target}")
    if has_class(link, "code"):
        link.append(new_element("span", {}, ", page\u00a0", page_of(target)))
    elif _is_inside(link, "places"):
        link.append(new_element("span", {"class": "page"}, "\u00a0", page_of(target)))
    elif _is_inside(link, "plans"):
        link.append(new_element("span", {"class": "page"}, ", page\u00a0", page_of(target)))


def _is_inside(link: HtmlElement, name: str) -> bool:
    return any(has_class(around, name) for around in link.iterancestors())


def _lead_out(source: Source, link: HtmlElement, here: str, problems: Problems) -> None:
    """A page or file that the document does not hold is linked on the site, or not at all."""
    path, fragment = target_of(here, link.attrib["href"])
    if not source.site.holds(path):
        _note_dead(here, link.get("href", ""), problems)
    elif source.imprint.address:
        end = f"#{fragment}" if fragment else ""
        link.set("href", source.imprint.address + path.removesuffix("index.html") + end)
    elif has_class(link, "code"):
        link.drop_tree()
    else:
        del link.attrib["href"]


def _note_dead(page: str, link: str, problems: Problems) -> None:
    what = f"the link {link} leads nowhere"
    problems.add(f"site/{page}", None, what, "mend it, or build the site anew")
