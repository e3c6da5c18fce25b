"""By which names the search finds a question though nobody says them aloud, and a task that is asked for as one."""

import re
from collections.abc import Mapping
from typing import Any

from cheatsheet.base.vocabulary import SCRATCH
from cheatsheet.content.tasks import Task

FORMULA = re.compile(r"\\\((.*?)\\\)|\\\[(.*?)\\\]", re.S)
# What a question is found by though nobody says it aloud: names with more than one capital or a digit in what stands
# behind it, and what rows of its tables are called.
NAME = re.compile(r"\b[A-Za-z][A-Za-z0-9+-]*[A-Za-z0-9]\b")
NAMED = re.compile(r"[A-Z].*[A-Z\d]")
CELLS = " | "
# How a task is asked for.
ASKED = ("{} from scratch", "implement {}", "code {}", "write {}")


def names_behind(question: Mapping[str, Any], said: str) -> list[str]:
    """Names of methods and rows that a question holds beside what is said, each once."""
    rows, above = [], ""
    for line in question["behind"].split("\n"):
        # The first row of a table says what its columns hold.
        if CELLS in line and CELLS in above and not FORMULA.search(line.partition(CELLS)[0]):
            rows.append(line.partition(CELLS)[0].strip())
        above = line
    then = [follow_up["answer"] for follow_up in question["follow_ups"]]
    text = FORMULA.sub(" ", " ".join([question["behind"], *then, question["mistake"]]))
    names = [name for name in NAME.findall(text) if NAMED.search(name)]
    known, found = said.lower(), dict[str, None]()
    for name in (*rows, *names):
        if name.lower() not in known and name:
            known += f" {name.lower()}"
            found[name] = None
    return list(found)


def names_of_task(task: Task, title: str) -> list[str]:
    """What is typed to find a task: `NMS from scratch` and `implement non-maximum suppression`."""
    whole, _, short = title.partition(" (")
    script = task.address.removeprefix(SCRATCH).replace("_", " ")
    called = [task.concept, whole.partition(",")[0], short.strip(")"), script, *task.typed]
    once = {name.lower().replace("-", " "): name for name in called if name}
    return [form.format(name) for name in once.values() for form in ASKED]
