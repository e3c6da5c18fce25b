"""How far each number carries: a row for each measured fact, with what the last robustness run found."""

import pytest
from lxml import html

from cheatsheet.base.project import Project
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Example, Fact, Result
from cheatsheet.examples.robustness import Record, Trial
from cheatsheet.pages.robustness_page import robustness_tables
from miniature import write


@pytest.fixture
def content(tmp_path):
    write(tmp_path, "examples/cnn/grows.py", "x = 1\n")
    write(tmp_path, "examples/cnn/plain.py", "y = 1\n")
    examples = {
        f"cnn/{name}": Example("cnn", name, tmp_path / f"examples/cnn/{name}.py")
        for name in ("grows", "plain")
    }
    facts = {"size": Fact("< 9"), "grows": Fact("1 to 2", "measured", means="it grows < 9")}
    setup = {"setup": "9 steps & 10 seeds", "varied": {"STEPS": [18, 36]}}
    results = {
        "cnn/grows": Result("It grows", "Why?", facts, {}, tmp_path, 0.0, **setup),
        "cnn/plain": Result("Plain", "Why?", {"n": Fact("3")}, {}, tmp_path, 0.0),
    }
    trials = {"size": Trial(12, farthest="< 9"), "grows": Trial(12, (), "1 to 3", "STEPS = 36")}
    records = {
        "cnn/grows": Record(examples["cnn/grows"].digest, "2026-11-26", trials),
        "cnn/plain": Record(examples["cnn/plain"].digest, "2026-11-26", {"n": Trial(3)}),
    }
    sections = {
        "cnn": Section(1, "Networks", "cnn", ""),
        "losses": Section(6, "Losses", "losses", ""),
    }
    return Content(
        Project(tmp_path), examples=examples, results=results, sections=sections, records=records
    )  # fmt: skip


def rows(markdown: str) -> list[list[str]]:
    table = markdown[markdown.index("<table") : markdown.index("</table>") + len("</table>")]
    parsed = html.fragment_fromstring(table)
    return [[cell.text_content() for cell in row] for row in parsed.iter("tr")][1:]


def test_a_measured_fact_has_a_row_below_its_example(content):
    page = robustness_tables(content, "../")
    assert rows(page) == [
        [
            "It grows 9 steps & 10 seeds. Also tried: other seeds, STEPS = 18, 36. Run on 2026-11-26."
        ],
        ["1 to 2", "it grows < 9", "12 of 12 runs", "1 to 3 STEPS = 36"],
    ]
    assert 'href="../examples/cnn/grows/#grows"' in page
    assert page.startswith(
        "1 of 1 measured facts held in all their runs, 12 runs of a fact in all."
    )
    assert "2 computed facts stayed the same" in page
    assert "## 1. Networks { #cnn }" in page
    assert "Losses" not in page


def test_an_example_that_changed_since_says_so(content):
    content.examples["cnn/grows"].path.write_text("x = 2\n", "utf-8")
    assert rows(robustness_tables(content, "../")) == [
        ["It grows 9 steps & 10 seeds. Also tried: other seeds, STEPS = 18, 36. Not run since it changed."],
        ["1 to 2", "it grows < 9", "–", "–"],
    ]  # fmt: skip
