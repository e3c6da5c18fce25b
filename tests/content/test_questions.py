"""What pages of questions ask, read off their Markdown, and what is wrong with them."""

from cheatsheet.base.problems import Problems
from cheatsheet.content.questions import Question, read_questions
from cheatsheet.content.sections import Section

PAGE = """# Losses: questions { #losses-questions }

## Focal `loss` { #focal }

/// question | Why [focal](term:focal)?
    attrs: {id: q-why}
    level: core

Because.
///

/// question | When not?
    level: senior
    attrs: {id: q-not}

Never.
///

## Dice { #dice }

/// question | Why Dice?
    attrs: {id: q-dice}
    level: screening

Overlap.
///
"""
SECTIONS = {"losses": Section(6, "Losses", "losses", ""), "cnn": Section(1, "CNN", "cnn", "")}


def read(**pages: str):
    problems = Problems()
    named = {f"questions/{slug.replace('_', '-')}.md": text for slug, text in pages.items()}
    found = read_questions({"losses.md": "# 6. Losses", **named}, SECTIONS, problems)
    return found, [str(problem) for problem in problems]


def test_a_page_has_its_questions_below_their_concepts():
    found, problems = read(losses=PAGE)
    assert not problems
    page = found["losses"]
    assert (page.url, page.label) == ("questions/losses/", "docs/questions/losses.md")
    assert page.title == "Losses: questions"
    assert page.questions == [
        Question("q-why", "Why focal?", "core", "Focal loss"),
        Question("q-not", "When not?", "senior", "Focal loss"),
        Question("q-dice", "Why Dice?", "screening", "Dice"),
    ]
    assert [page.count(level) for level in ("screening", "core", "senior")] == [1, 1, 1]


def test_pages_stand_in_the_order_of_the_sections():
    found, _ = read(cnn=PAGE.replace("?", " here?"), losses=PAGE)
    assert list(found) == ["losses", "cnn"]


def test_a_question_in_a_code_block_is_none():
    found, problems = read(losses=f"{PAGE}\n~~~ text\n/// question | In code?\n///\n~~~\n")
    assert (len(found["losses"].questions), problems) == (3, [])


def test_a_question_in_a_comment_is_none_and_code_in_a_sentence_hides_none():
    hidden = PAGE.replace("?", " here?")
    text = f"{PAGE}\n<!-- later:\n{hidden}\n-->\n\n```code``` in a sentence.\n\n///question | So?\n    attrs: {{id: q-so}}\n    level: core\n///\n"
    found, problems = read(losses=text)
    assert [question.words for question in found["losses"].questions][3:] == ["So?"]
    assert problems == []


def test_a_question_stands_below_its_concept_on_a_page_of_questions():
    asked = "/// question | So?\n    attrs: {id: q-so}\n    level: core\n///\n"
    _, [problem] = read(losses=f"# Losses: questions {{ #losses-questions }}\n\n{asked}")
    assert problem.startswith("docs/questions/losses.md:3: the question stands below no concept")
    problems = Problems()
    read_questions(
        {"losses.md": f"# 6. Losses\n\n## Dice {{ #dice }}\n\n{asked}"}, SECTIONS, problems
    )
    what = "docs/losses.md:5: a question stands on a page that is none of questions"
    assert [str(problem).partition("\n")[0] for problem in problems] == [what]


def test_a_level_is_one_of_three():
    _, problems = read(losses=PAGE.replace("core", "hard").replace("    level: senior\n", ""))
    cure = "\n    cure: write `    level: LEVEL` below its first line: screening, core, senior"
    assert problems == [
        f"docs/questions/losses.md:5: the question has the level 'hard'{cure}",
        f"docs/questions/losses.md:12: it has no level{cure}",
    ]


def test_a_page_of_questions_belongs_to_a_section():
    _, [problem] = read(loss=PAGE)
    assert problem.startswith("docs/questions/loss.md:1: there is no section loss\n    cure: ")


def test_two_questions_that_say_the_same_are_one():
    _, problems = read(losses=PAGE, cnn=PAGE.replace("When not?", "Why not?"))
    said = [problem.partition("\n")[0] for problem in problems]
    assert said == [
        f"docs/questions/{slug}.md: the question '{words}' stands twice"
        for slug in ("losses", "cnn")
        for words in ("Why focal?", "Why Dice?")
    ]
