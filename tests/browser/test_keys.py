"""Keys of one letter do nothing: a slip of the hand or a word that is dictated leaves no page (WCAG 2.1.4)."""

import string

import pytest

# A section, an example, the ledger, a followed list, the page of lists, terms, gallery, robustness, home, and no page.
PAGES = [
    "losses/",
    "examples/cnn/receptive_field/",
    "claims/",
    "losses/?list=xs7a.9d.13.4m.5i.3t.85.8b&at=2#focal",
    "study/",
    "terms/",
    "examples/",
    "robustness/",
    "",
    "404.html",
]
KEYS = "".join(sorted(set(string.printable) - set(string.whitespace)))
FOCUSED = "document.activeElement?.matches('input, textarea, select') ?? false"


@pytest.mark.parametrize("path", PAGES)
def test_no_key_of_one_letter_leaves_the_page_or_moves_the_focus(window, server, path):
    page = window()
    page.goto(server + path)
    page.locator("button.scheme").wait_for()
    before = page.url
    page.evaluate("window.here = true")
    page.keyboard.type(KEYS)
    page.wait_for_timeout(200)
    assert page.url == before
    assert page.evaluate("window.here === true")
    assert not page.evaluate(FOCUSED)
    assert not page.locator("input#__search").is_checked()


def test_the_search_is_still_used_by_keys(window, server):
    page = window()
    page.goto(server)
    page.locator("input.md-search__input").focus()
    page.keyboard.type("focal")
    page.locator(".md-search-result__item a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/losses/**")
