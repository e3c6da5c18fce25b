"""Links between pages become links inside the document, or lead to the site; one to nothing is a fault."""

from bs4 import Tag

from cheatsheet.check_site import EXTERNAL, target_of
from cheatsheet.faults import Fault
from cheatsheet.print_base import PAGE_OF, Document, element
from cheatsheet.print_source import PrintPage


def connect(document: Document, chapters: list[Tag], pages: list[PrintPage]) -> None:
    """Turn links between pages into links inside the document. A link to nothing is a fault."""
    by_path = {page.path: page for page in pages}
    ids = {tag["id"] for chapter in chapters for tag in chapter.select("[id]")} | {
        c["id"] for c in chapters
    }
    for chapter in chapters:
        for link in chapter.select("a[href]"):
            if EXTERNAL.match(link["href"]) or link["href"].removeprefix("#") in ids:
                continue
            here = link.find_parent(attrs={"data-page": True})["data-page"]
            path, fragment = target_of(here, link["href"])
            page = by_path.get(path)
            if page is None:
                _lead_out(document, link, here, path, fragment)
            elif not fragment or fragment in page.gone or f"{page.key}--{fragment}" in ids:
                known = fragment and fragment not in page.gone
                link["href"] = f"#{page.key}--{fragment}" if known else f"#{page.key}"
                if "code" in link.get("class", []):
                    link.append(element(f"<span>, page\u00a0{PAGE_OF.format(page.key)}</span>"))
                elif link.find_parent(class_=["places", "plans"]):
                    word = "" if link.find_parent(class_="places") else ", page"
                    number = PAGE_OF.format(link["href"][1:])
                    link.append(element(f'<span class="page">{word}\u00a0{number}</span>'))
            else:
                document.faults.append(_dead(here, link["href"]))


def _lead_out(document: Document, link: Tag, here: str, path: str, fragment: str) -> None:
    """A page or file that the document does not hold is linked on the site, or not at all."""
    if not (document.source.site / path).is_file():
        document.faults.append(_dead(here, link["href"]))
    elif document.source.address:
        end = f"#{fragment}" if fragment else ""
        link["href"] = document.source.address + path.removesuffix("index.html") + end
    elif "code" in link.get("class", []):
        link.decompose()
    else:
        del link["href"]


def _dead(page: str, link: str) -> Fault:
    return Fault(
        f"site/{page}", None, f"the link {link} leads nowhere", "mend it, or build the site anew"
    )
