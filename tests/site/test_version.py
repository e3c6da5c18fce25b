"""The version at the foot of a page: said once, and again when it changes."""

from cheatsheet.base.provenance import Provenance
from cheatsheet.site.facts import PageFacts
from cheatsheet.site.model import Site
from cheatsheet.site.version import tell_version

PAGE = "<!doctype html>\n<html><body><p><!-- {} -->Behind.</p></body></html>"


def told(version: str, mark: str = "version") -> tuple[str, str | None]:
    """The text of a page that stays, and what stands for it."""
    site = Site()
    site.keep("a/index.html", "k", lambda: PAGE.format(mark), PageFacts(marks=[mark]))
    tell_version(site, Provenance(version, 86_400))
    return site.pages.text("a/index.html"), site.pages.key("a/index.html")


def test_version_and_date_stand_in_place_of_the_mark():
    text, _ = told("abc1234")
    assert text == PAGE.replace("<!-- {} -->", "Version abc1234 of 2 January 1970.")


def test_a_page_that_stays_is_another_with_another_version():
    assert told("abc1234") == told("abc1234")
    assert told("abc1234")[1] != told("abc1235")[1]


def test_a_page_without_the_mark_stays_as_it_is():
    assert told("abc1234", "words") == (PAGE.format("words"), "k")
