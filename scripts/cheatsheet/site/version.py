"""What a page says of the build that made it, at its foot: put there last, since it changes with every commit."""

from functools import partial

from lxml import etree
from lxml.html import HtmlElement

from cheatsheet.base.cache import key_of
from cheatsheet.base.nodes import replace_by
from cheatsheet.base.provenance import Provenance
from cheatsheet.site.model import Site

# What the comment says.
MARK = "version"


def tell_version(site: Site, built: Provenance) -> None:
    """Put version and date in place of every page's mark."""
    said = f"Version {built.version} of {built.date}."
    key = key_of(__name__, said)
    for page in site.pages:
        if MARK in site.facts(page).marks:
            site.change(page, key, partial(_tell, said=said))


def _tell(root: HtmlElement, said: str) -> None:
    for mark in list(root.iter(etree.Comment)):
        if (mark.text or "").strip() == MARK:
            mark.tail = said + (mark.tail or "")
            replace_by(mark)
