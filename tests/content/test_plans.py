"""The plans that are shipped: read in order, and each that is none named with its line."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.plans import FORM, read_plans
from miniature import write

PLANS = """- id: short
  title: Short
  line: A line.
  parts:
    First: [p/#b, p/#d]
    Then: [p/#c]
"""
OTHER = """- id: other
  title: Other
  line: A line.
  parts:
    All: [p/#a]
"""


def read(root, text):
    problems = Problems()
    write(root, "docs/plans.yml", text)
    return read_plans(Project(root), problems), [str(problem) for problem in problems]


def test_plans_come_in_the_order_of_the_file(tmp_path):
    plans, problems = read(tmp_path, PLANS + OTHER)
    assert problems == []
    assert [(plan.id, plan.title, plan.line) for plan in plans] == [
        ("short", "Short", "A line."),
        ("other", "Other", "A line."),
    ]
    assert plans[0].parts == {"First": ["p/#b", "p/#d"], "Then": ["p/#c"]}
    assert plans[0].addresses == ["p/#b", "p/#d", "p/#c"]
    assert [plan.entry.line for plan in plans] == [1, 7]
    # A fault in one of its addresses can be named.
    assert plans[0].entry.line_of("p/#c") == 6


def test_no_file_holds_no_plans(tmp_path):
    problems = Problems()
    assert read_plans(Project(tmp_path), problems) == []
    assert not len(problems)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            PLANS.replace("parts:", "pieces:"),
            ["the field parts is missing", "the field pieces is unknown"],
        ),
        (PLANS.replace("  line: A line.\n", ""), ["the field line is missing"]),
        (PLANS.replace("  line:", "  note: More.\n  line:"), ["the field note is unknown"]),
        (PLANS.replace("title: Short", "title: 10"), ["the field title is 10"]),
        (PLANS.replace("[p/#c]", "p/#c"), ["the field parts is {'First': ["]),
        (PLANS.replace("[p/#c]", "[1]"), ["the field parts is {'First': ["]),
        (PLANS.replace("Then:", "2:"), ["the field parts is {'First': ["]),
        ("- short\n", ["the entry is no plan"]),
    ],
)
def test_an_entry_of_another_form_is_left_out_and_named(tmp_path, text, said):
    plans, problems = read(tmp_path, OTHER + text)
    for problem, what in zip(problems, said, strict=True):
        assert problem.startswith(f"docs/plans.yml:6: {what}")
    assert [plan.id for plan in plans] == ["other"]


def test_two_plans_have_two_ids(tmp_path):
    plans, problems = read(tmp_path, PLANS + OTHER.replace("id: other", "id: short"))
    assert problems == [
        "docs/plans.yml:7: the id short is used twice\n    cure: give each plan its own id"
    ]
    assert [plan.title for plan in plans] == ["Short"]


def test_a_file_that_is_no_list_is_named(tmp_path):
    assert read(tmp_path, "just words")[1] == [f"docs/plans.yml:1: not a list\n    cure: {FORM}"]
    plans, [problem] = read(tmp_path, PLANS.replace("title: Short", "title: [Short"))
    assert plans == []
    assert problem.startswith("docs/plans.yml:3: not YAML: ")
