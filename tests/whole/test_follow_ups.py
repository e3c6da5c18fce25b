"""The questions at the foot of a section: enough of them, folded, each at its own address, in real Chromium."""

import pytest
from bs4 import BeautifulSoup

from original import SECTIONS

OPEN = "details.follow-up[open]"


@pytest.fixture
def page(browser, server):
    """A section page in a window of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}losses/")
    yield page
    context.close()


@pytest.mark.parametrize("slug", SECTIONS)
def test_every_section_asks_further(site, slug):
    soup = BeautifulSoup((site / slug / "index.html").read_text("utf-8"), "lxml")
    folds = soup.select("h2#follow-ups ~ .fold > details.follow-up")
    assert len(folds) >= 5
    for fold in folds:
        assert fold["id"].startswith("q-")
        assert fold.summary.get_text().strip().endswith("?")
        assert len(fold.get_text().split()) > 30  # an answer, not a hint
        assert "open" not in fold.attrs


def test_one_control_opens_and_closes_all(page):
    count = page.locator("details.follow-up").count()
    control = page.get_by_role("button", name=f"Open all {count} answers")
    control.focus()
    page.keyboard.press("Enter")
    assert page.locator(OPEN).count() == count
    page.get_by_role("button", name=f"Close all {count} answers").click()
    assert page.locator(OPEN).count() == 0
    for summary in page.locator("details.follow-up > summary").all():
        summary.click(position={"x": 4, "y": 12})
    page.get_by_role("button", name=f"Close all {count} answers").wait_for()


def test_paper_shows_the_answers_and_the_page_is_folded_again(page):
    page.locator("details.follow-up > summary").first.click(position={"x": 4, "y": 12})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(OPEN).count() == page.locator("details.follow-up").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(OPEN).count() == 1


def test_a_link_to_a_question_opens_it_alone(page, server):
    name = page.locator("details.follow-up").nth(1).get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{server}losses/#{name}")
    page.locator(f"#{name}[open]").wait_for()
    assert page.locator(OPEN).count() == 1
    assert page.evaluate("document.activeElement.parentElement.id") == name


def test_without_script_a_question_opens_by_itself(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}losses/")
    page.locator("details.follow-up > summary").first.click(position={"x": 4, "y": 12})
    assert page.locator("details.follow-up").first.locator("p").first.is_visible()
    context.close()
