"""How far each number carries: a row for each measured fact, with what the last robustness run found."""

import pytest
from lxml import html

from cheatsheet.base.project import Project
from cheatsheet.content.read import Content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Example, Fact, Result
from cheatsheet.examples.robustness import Record, Trial
from cheatsheet.pages.robustness_page import robustness_parts, robustness_tables
from miniature import write

TEXT = """# 1. Networks { #cnn }

[3](example:cnn/grows_more#n)

## Growth { #growth }

[1 to 2](example:cnn/grows#grows)

## Later { #later }

[1 to 2](example:cnn/grows#grows)
"""
SCRIPT = "STEPS = 1500\nRATE = 0.12345\nDATA = 'a&b'\nSIZE = 2 * 8\n"


@pytest.fixture
def content(tmp_path):
    write(tmp_path, "examples/cnn/grows.py", SCRIPT)
    write(tmp_path, "examples/cnn/plain.py", "y = 1\n")
    examples = {
        f"cnn/{name}": Example("cnn", name, tmp_path / f"examples/cnn/{name}.py")
        for name in ("grows", "plain")
    }
    facts = {"size": Fact("< 9"), "grows": Fact("1 to 2", "measured", means="it grows < 9")}
    setup = {"setup": "9 steps & 10 seeds", "varied": {"STEPS": [18, 3600]}}
    results = {
        "cnn/grows": Result("It grows", "Why?", facts, {}, tmp_path, 0.0, **setup),
        "cnn/plain": Result("Plain", "Why?", {"n": Fact("3")}, {}, tmp_path, 0.0),
    }
    trials = {"size": Trial(10, farthest="< 9"), "grows": Trial(12, (), "1 to 3", "STEPS = 3600")}
    records = {
        "cnn/grows": Record(examples["cnn/grows"].digest, "2026-11-26", trials),
        "cnn/plain": Record(examples["cnn/plain"].digest, "2026-11-26", {"n": Trial(3)}),
    }
    sections = {
        "cnn": Section(1, "Networks", "cnn", TEXT),
        "losses": Section(6, "Losses", "losses", ""),
    }
    return Content(
        Project(tmp_path), examples=examples, results=results, sections=sections, records=records
    )  # fmt: skip


def cells(markdown: str) -> list[list[str]]:
    table = markdown[markdown.index("<table") : markdown.index("</table>") + len("</table>")]
    parsed = html.fragment_fromstring(table.replace("<small>", " ").replace("<br>", " "))
    return [[cell.text_content() for cell in row] for row in parsed.iter("tr")]


def test_a_measured_fact_has_a_row_below_its_example(content):
    page = robustness_tables(content, "../")
    assert cells(page) == [
        ["Number", "Stands for", "Farthest off"],
        [
            "It grows Measured with 9 steps & 10 seeds. Also tried: other seeds; STEPS 1,500 → 18, 3,600."
            " Held in 12 of 12 runs on 2026-11-26. Used in 1. Networks."
        ],
        ["1 to 2 grows", "it grows < 9", "1 to 3 STEPS\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}3,600"],
    ]
    assert 'id="row-cnn-grows-grows" class="short"><a class="checked measured" href="../examples/cnn/grows/#grows"' in page  # fmt: skip
    assert '<a href="../cnn/#growth">1. Networks</a>' in page
    assert '<a href="../examples/cnn/grows/">It grows</a>' in page
    assert page.startswith(
        "1 of 1 measured numbers were tried, and all held in every run of their examples, 12 runs together. 2 computed numbers"
    )
    assert "## 1. Networks { #cnn data-search-exclude }" in page
    assert "Losses" not in page


def test_choices_stand_as_the_script_writes_them(content):
    varied = content.results["cnn/grows"].varied
    varied.clear()
    varied |= {"RATE": [0.00001], "DATA": ["<c>"], "SIZE": [4, 8], "GONE": [1]}
    assert (
        "RATE 0.12345 → 1e-05; DATA a&b → <c>; SIZE 2 * 8 → 4, 8; GONE 1."
        in cells(robustness_tables(content, ""))[1][0]
    )


def test_the_parts_are_linked_and_a_section_without_measured_numbers_is_named(content):
    parts = robustness_parts(content)
    assert '<a href="#cnn">1. Networks</a>' in parts
    assert parts.endswith("since their examples measure nothing: 6. Losses.")
    del content.sections["losses"]
    assert "nothing" not in robustness_parts(content)


def test_a_number_that_never_moved_says_so(content):
    content.records["cnn/grows"].trials["grows"] = Trial(12, (), "1 to 2", "")
    assert cells(robustness_tables(content, ""))[2][2] == "as printed"


def test_an_example_that_changed_since_says_so(content):
    before = content.examples["cnn/grows"]
    before.path.write_text("x = 2\n", "utf-8")
    content.examples["cnn/grows"] = Example(before.folder, before.name, before.path)
    page = robustness_tables(content, "../")
    _, head, row = cells(page)
    assert "Changed since it was tried." in head[0]
    assert "Held" not in head[0]
    assert row == ["1 to 2 grows", "it grows < 9", "not tried"]
    assert page.startswith("0 of 1 measured numbers were tried, and none held")


def test_an_example_that_was_never_tried_says_so(content):
    del content.records["cnn/grows"]
    assert "Not tried yet." in cells(robustness_tables(content, ""))[1][0]
