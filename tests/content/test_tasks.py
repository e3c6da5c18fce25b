"""The list of whiteboard tasks: each script is listed, each entry has its script, and every fault its line."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.sections import Section
from cheatsheet.content.tasks import Task, read_tasks
from miniature import write

SECTIONS = {slug: Section(0, slug, slug, "") for slug in ("index", "cnn", "losses")}
EXAMPLES = ["cnn/pooling", "scratch/dice", "scratch/pooling"]
DICE = "dice: {section: losses, level: core, concept: Dice loss}\n"
POOLING = "pooling: {section: cnn, level: screening, concept: Pooling}\n"


def read(root, text: str):
    write(root, "docs/tasks.yml", text)
    problems = Problems()
    return read_tasks(Project(root), EXAMPLES, SECTIONS, problems), [str(each) for each in problems]


def test_tasks_stand_in_the_order_of_the_sections(tmp_path):
    assert read(tmp_path, DICE.replace("}", ", typed: [SDL]}") + POOLING) == (
        [
            Task("scratch/pooling", "cnn", "screening", "Pooling"),
            Task("scratch/dice", "losses", "core", "Dice loss", ["SDL"]),
        ],
        [],
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (DICE, "docs/tasks.yml: examples/scratch/pooling.py is not listed"),
        (DICE + POOLING + DICE, "docs/tasks.yml:3: dice: it stands twice"),
        (DICE + POOLING + DICE.replace("dice", "dize"), "docs/tasks.yml:3: dize: there is no"),
        (DICE + POOLING.replace("cnn", "index"), "docs/tasks.yml:2: pooling: the field section"),
        (DICE.replace("}", ", typed: SDL}") + POOLING, "docs/tasks.yml:1: dice: the field typed"),
        (DICE.replace("core", "hard") + POOLING, "docs/tasks.yml:1: dice: the field level"),
        (
            DICE.replace(", concept: Dice loss", "") + POOLING,
            "docs/tasks.yml:1: dice: the field concept",
        ),
    ],
)
def test_each_fault_is_named_once(tmp_path, text, problem):
    _, found = read(tmp_path, text)
    assert len(found) == 1
    assert found[0].startswith(problem), found
    assert "\n    cure: " in found[0]
