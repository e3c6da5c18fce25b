"""Problems: collected, sorted, said once, with the line and a cure."""

import pytest

from cheatsheet.base.problems import BadInput, Problem, Problems, did_you_mean, line_of


def test_problems_are_sorted_counted_and_said_once():
    problem = Problem("b.md", 10, "is wrong", "mend it")
    others = [Problem("b.md", 9, "too", "mend"), Problem("b.md", None, "no line", "look")]
    bad = BadInput([problem, *others, Problem("a.md", 11, "first", "mend"), problem])
    assert str(bad).splitlines() == [
        "a.md:11: first",
        "    cure: mend",
        "b.md: no line",
        "    cure: look",
        "b.md:9: too",
        "    cure: mend",
        "b.md:10: is wrong",
        "    cure: mend it",
        "4 problems.",
    ]
    assert [found.line for found in bad.problems] == [11, None, 9, 10]


def test_what_something_else_says_better_is_taken_back():
    problems = Problems()
    problems.add("a.md", 1, "the sum: it is odd", "mend it")
    problems.add("a.md", 2, "another sum: it is odd", "mend it")
    problems.add("b.md", 1, "the sum: it is odd", "mend it")
    problems.take_back("a.md", "the sum: ")
    assert [(each.path, each.line) for each in problems] == [("a.md", 2), ("b.md", 1)]


def test_one_problem_is_one():
    assert str(BadInput([Problem("a", 1, "b", "c")])).endswith("\n1 problem.")


def test_the_collector_goes_on_until_it_is_asked_to_stop():
    problems = Problems()
    problems.stop_if_any()
    assert len(problems) == 0
    problems.add("a.md", 2, "what", "cure")
    elsewhere = Problems()
    elsewhere.add("b.md", None, "more", "cure")
    problems.extend(elsewhere)
    assert list(problems) == [
        Problem("a.md", 2, "what", "cure"),
        Problem("b.md", None, "more", "cure"),
    ]
    with pytest.raises(BadInput, match="2 problems") as caught:
        problems.stop_if_any()
    assert caught.value.problems == list(problems)


@pytest.mark.parametrize(
    ("name", "known", "otherwise", "cure"),
    [
        ("slop", ["rise", "slope"], "", "did you mean slope?"),
        ("lr-a", ["lr-b", "lr-c"], "", "did you mean lr-c or lr-b?"),
        ("xyz", ["slope", "rise"], "name one", "name one"),
        ("xyz", ["slope", "rise"], "", "known: rise, slope"),
        ("xyz", list("jihgfedcba"), "", "known: a, b, c, d, e, f, g, h"),
        ("xyz", [], "", "known: none"),
    ],
)
def test_the_cure_for_an_unknown_name_is_one_that_is_spelled_alike(name, known, otherwise, cure):
    assert did_you_mean(name, iter(known), otherwise) == cure


def test_lines_are_counted_from_one_and_names_are_whole():
    text = "a#slope\nb#slop\nc#slop"
    assert line_of(text, "#slop") == 2
    assert line_of(text, "#slop", 1) == 3
    assert line_of(text, "#slop", 2) is None
    assert line_of("#a-b #a_b #a1 #aB\n#a.", "#a") == 2
    assert line_of("a+\na.", "a.") == 2
