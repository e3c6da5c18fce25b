"""The questions: whole as they are defined, folded, each at its own address, as data; in real Chromium."""

import json

import pytest
from bs4 import BeautifulSoup

from original import SECTIONS

PAGE = "questions/losses/"
OPEN = "details.question[open]"
QUESTIONS = 290
TASKS = 40


@pytest.fixture(scope="module")
def data(site):
    return json.loads((site / "questions.json").read_text("utf-8"))


@pytest.fixture
def page(browser, server):
    """A page of questions in a window of its own."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    yield page
    context.close()


def folds_of(site, slug):
    page = site / "questions" / slug / "index.html"
    return BeautifulSoup(page.read_text("utf-8"), "lxml").select(".fold > details.question")


@pytest.mark.parametrize("slug", SECTIONS)
def test_every_section_is_asked_about(site, slug):
    folds = folds_of(site, slug)
    assert 18 <= len(folds) <= 30
    for fold in folds:
        assert fold["id"].startswith("q-")
        level = fold.summary.select_one(".level")
        assert level.extract().get_text() in ("screening", "core", "senior")
        assert len(fold.get_text().split()) > 30  # an answer, not a hint
        assert "open" not in fold.attrs
    section = BeautifulSoup((site / slug / "index.html").read_text("utf-8"), "lxml")
    [link] = section.select(f"a[href='../questions/{slug}/']")
    assert link.get_text() == f"{len(folds)} questions"


@pytest.mark.parametrize("slug", SECTIONS)
def test_a_question_is_whole(site, slug):
    folds = folds_of(site, slug)
    levels = {fold.summary.select_one(".level").get_text() for fold in folds}
    assert levels == {"screening", "core", "senior"}
    for fold in folds:
        parts = [
            part["class"][0] for part in fold.find_all("div", recursive=False) if part.get("class")
        ]
        kinds = [part for part in parts if part in ("behind", "then", "mistake")]
        assert kinds.count("behind") == kinds.count("mistake") == 1, fold["id"]
        assert 2 <= kinds.count("then") <= 4, fold["id"]
        aloud = " ".join(
            part.get_text() for part in fold.find_all(["p", "ol", "ul"], recursive=False)
        )
        assert 25 <= len(aloud.split()) <= 140, (fold["id"], len(aloud.split()))


def test_the_data_say_what_the_pages_say(site, data):
    asked = {}
    for slug in SECTIONS:
        folds = folds_of(site, slug)
        for fold in folds:
            fold.summary.select_one(".level").extract()
            asked[f"questions/{slug}/#{fold['id']}"] = fold.summary.get_text().strip()
    assert {each["address"]: each["question"] for each in data["questions"]} == asked
    assert len(asked) >= QUESTIONS
    for each in data["questions"]:
        assert each["section"] in SECTIONS
        assert each["level"]
        assert each["concept"]
        assert len(each["answer"].split()) > 10
        assert each["behind"]
        assert each["mistake"]
        assert len(each["follow_ups"]) >= 2


def test_a_task_has_its_solution_and_is_folded_from_there(site, data):
    assert len(data["tasks"]) >= TASKS
    for task in data["tasks"]:
        page = BeautifulSoup((site / task["address"] / "index.html").read_text("utf-8"), "lxml")
        shown = [heading.get_text() for heading in page.select("article h2")]
        assert shown[:2] == ["The task", "Tests to pass"], task["address"]
        titles = [fold.summary.get_text() for fold in page.select("details.question")]
        assert titles[0] == "A first right solution", task["address"]
        solved = " ".join(
            code.get_text() for code in page.select_one("details.question").select("pre")
        )
        assert task["answer"].split() == solved.split() != [], task["address"]
        assert titles[-3:] == ["Complexity", "What the interviewer looks for", "The usual slip"]
        assert len(titles) >= 5


def test_every_task_is_on_the_page_of_tasks(site, data):
    page = BeautifulSoup((site / "scratch/index.html").read_text("utf-8"), "lxml")
    links = {link["href"].removeprefix("../") for link in page.select("ul.questions a")}
    assert links == {task["address"] for task in data["tasks"]}


def test_every_question_is_on_the_page_of_questions(site, data):
    page = BeautifulSoup((site / "questions/index.html").read_text("utf-8"), "lxml")
    links = [link["href"].removeprefix("../") for link in page.select("ul.questions a")]
    assert links == [each["address"] for each in data["questions"]]


def test_one_control_opens_and_closes_all(page):
    count = page.locator("details.question").count()
    control = page.get_by_role("button", name=f"Open all {count}")
    control.focus()
    page.keyboard.press("Enter")
    assert page.locator(OPEN).count() == count
    page.get_by_role("button", name=f"Close all {count}").click()
    assert page.locator(OPEN).count() == 0
    for summary in page.locator("details.question > summary").all():
        summary.click(position={"x": 4, "y": 12})
    page.get_by_role("button", name=f"Close all {count}").wait_for()


@pytest.mark.parametrize("slug", SECTIONS)
def test_the_control_stands_above_the_first_concept(page, server, slug):
    page.goto(f"{server}questions/{slug}/")
    control = page.locator("button.fold-all")
    assert control.evaluate("e => e.nextElementSibling.matches('h2')")
    assert control.evaluate("e => e.parentElement.querySelector('h2') === e.nextElementSibling")


def test_paper_shows_the_answers_and_the_page_is_folded_again(page):
    page.locator("details.question > summary").first.click(position={"x": 4, "y": 12})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(OPEN).count() == page.locator("details.question").count()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(OPEN).count() == 1


def test_a_link_to_a_question_opens_it_alone(page, server):
    name = page.locator("details.question").nth(1).get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{server}{PAGE}#{name}")
    page.locator(f"#{name}[open]").wait_for()
    assert page.locator(OPEN).count() == 1
    assert page.evaluate("document.activeElement.parentElement.id") == name
    # What is read is not painted, its first line is.
    marks = "id => [...document.querySelectorAll(`#${id}, #${id} > *`)].map((e) => e.getAnimations().length)"
    first, *others = page.evaluate(marks, name)[1:]
    assert (first, sum(others)) == (1, 0)
    assert page.locator(f"#{name}").evaluate("e => e.getAnimations().length") == 0


def test_an_old_link_to_a_follow_up_leads_to_its_question(page, server):
    page.goto("about:blank")
    page.goto(f"{server}losses/#q-info-nce")
    page.wait_for_url(f"{server}{PAGE}#q-info-nce")
    page.locator("#q-info-nce[open]").wait_for()


def test_a_concept_leads_to_its_part_of_the_section(page, server):
    link = page.locator("#focal + p.concept > a, #focal ~ p.concept > a").first
    link.click()
    page.wait_for_url(f"{server}losses/#*")


def test_without_script_a_question_opens_by_itself(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}{PAGE}")
    page.locator("details.question > summary").first.click(position={"x": 4, "y": 12})
    assert page.locator("details.question").first.locator("p").first.is_visible()
    context.close()
