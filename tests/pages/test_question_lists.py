"""Lists of questions and tasks, the line at the foot of a section, and the way back from a concept."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from cheatsheet.base.problems import BadInput
from cheatsheet.base.project import Project
from cheatsheet.commands.build import build
from cheatsheet.content.questions import Question, QuestionPage
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.content.tasks import Task
from cheatsheet.pages.question_lists import links_back, question_list, questions_line, task_list
from miniature import result, write

PAGE = QuestionPage(
    "losses",
    "Losses: questions",
    [
        Question("q-one", "Why <1?", "core", "Focal & co"),
        Question("q-two", "Why two?", "screening", "Focal & co"),
        Question("q-three", "Why three?", "core", "Dice"),
    ],
)
TEXT = "# 6. Losses { #losses }\n\n## Focal { #focal }\n\n## Sources { #sources }\n"
SECTIONS = {"losses": Section(6, "Losses & co", "losses", TEXT)}


def parts(made: str) -> list[html.HtmlElement]:
    return html.fragments_fromstring(made)


def test_the_line_counts_by_level_and_leaves_out_what_is_not_there():
    [line] = parts(questions_line(PAGE, 0, "../"))
    assert line.text_content() == (
        "3 questions, each with its answer and what stands behind it: 1 screening, 2 core."
    )
    assert [link.get("href") for link in line.iter("a")] == ["../questions/losses/"]
    one = replace(PAGE, questions=PAGE.questions[:1])
    [line] = parts(questions_line(one, 1, ""))
    assert line.text_content().startswith("1 question, each")
    assert line.text_content().endswith(": 1 core. 1 task to code from scratch.")
    assert line.findall("a")[1].get("href") == "scratch/#losses"


def test_all_questions_stand_below_their_section_and_concept():
    heading, _, *rest = parts(question_list([PAGE], SECTIONS, "../"))
    assert (heading.get("id"), heading.text) == ("losses", "6. Losses & co")
    assert [part.tag for part in rest] == ["p", "ul", "p", "ul"]
    assert [part.text for part in rest[::2]] == ["Focal & co", "Dice"]
    first = rest[1].find("li")
    assert first.text_content() == "Why <1? core"
    assert first.find("a").get("href") == "../questions/losses/#q-one"


def test_tasks_stand_below_their_sections_with_what_they_ask():
    content = Content(
        Project(Path()),
        sections=SECTIONS,
        results={"scratch/dice": result("Dice", "Write <it>.")},
        tasks=[
            Task("scratch/dice", "losses", "core", "Overlap"),
            Task("scratch/failed", "losses", "core", "Overlap"),
        ],
    )
    heading, listed = parts(task_list(content, "../"))
    assert (heading.get("id"), heading.text) == ("losses", "6. Losses & co")
    [item] = listed
    assert item.text_content() == "Dice core Write <it>."
    assert item.find("a").get("href") == "../examples/scratch/dice/"


def test_only_a_concept_that_the_section_has_leads_back():
    text = "# Focal { #losses }\n\n```\n## Focal loss { #focal }\n```\n## Focal loss { #focal }\n\n## Other { #other }\n\n## Sources { #sources }\n"
    [(line, link)] = links_back(text, SECTIONS["losses"], "../../").items()
    assert line == 6
    assert parts(link)[0].find("a").get("href") == "../../losses/#focal"


def test_what_stands_below_a_way_back_is_judged_like_all_else(ran):
    asked = "# Miniature: questions { #asked }\n\n## Slope { #slope }\n\nIt takes 9.9 s.\n"
    write(ran.root, "docs/questions/cnn.md", asked)
    with pytest.raises(BadInput, match=r"docs/questions/cnn.md:5: the number '9.9'"):
        build(ran)
