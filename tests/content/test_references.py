"""The list of references: what a source says of itself, and each faulty entry named with its line."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.references import FORM, Reference, read_references
from miniature import REFERENCES, write


def read(root, text):
    problems = Problems()
    write(root, "docs/references.yml", text)
    return read_references(Project(root), problems), [str(problem) for problem in problems]


def test_an_entry_is_read_under_its_key(tmp_path):
    references, problems = read(tmp_path, REFERENCES)
    assert problems == []
    assert references == {
        "he-2015": Reference(
            "he-2015",
            "He et al.",
            2015,
            "Deep residual learning",
            arxiv="1512.03385",
            how="text",
            day="2026-11-26",
        )
    }


@pytest.mark.parametrize(
    ("fields", "link", "text"),
    [
        ({"arxiv": "1512.03385"}, "https://arxiv.org/abs/1512.03385", "arXiv 1512.03385"),
        ({"doi": "10.1/ab"}, "https://doi.org/10.1/ab", "doi 10.1/ab"),
        ({"url": "https://a.org/b/c"}, "https://a.org/b/c", "a.org"),
        # What can be read by all comes first.
        ({"arxiv": "1.2", "doi": "3", "url": "https://a.org"}, "https://arxiv.org/abs/1.2", "arXiv 1.2"),
        ({"doi": "3", "url": "https://a.org"}, "https://doi.org/3", "doi 3"),
        ({}, "", ""),
    ],
)  # fmt: skip
def test_the_best_link_of_a_source(fields, link, text):
    reference = Reference("a-1", "A", 1, "T", **fields)
    assert (reference.link, reference.link_text) == (link, text)


def test_a_source_is_one_sentence():
    assert Reference("a-1", "A & B", 2001, "On it").text == "A & B 2001, On it."
    assert Reference("a-1", "A", 2001, "On it", where="Chapter 2").text == "A 2001, On it, Chapter 2."  # fmt: skip
    assert Reference("a-1", "A", 2001, "Why?").text == "A 2001, Why?"
    assert Reference("a-1", "A", 2001, "Why?", where="Here").text == "A 2001, Why?, Here."


HOW_ONE = "write a text: one of text, abstract, secondary, not confirmed"
PAPER = 'write a number of a paper, in quotes: "1512.03385"'
KNOWN = "fields: authors, year, title, confirmed, where, arxiv, doi, url"


def changed(old, new):
    assert old in REFERENCES
    return REFERENCES.replace(old, new)


@pytest.mark.parametrize(
    ("entry", "what", "cure"),
    [
        (changed("  year: 2015\n", ""), "the field year is missing", "add year"),
        (changed("arxiv:", "arXiv:"), "the field arXiv is unknown", KNOWN),
        (changed("2015\n", '"2015"\n'), "the field year is '2015'", "write a year, such as 2015"),
        (changed("2015\n", "yes\n"), "the field year is True", "write a year, such as 2015"),
        (changed("2015\n", "20155\n"), "the field year is 20155", "write a year, such as 2015"),
        # Without quotes the number of a paper is a decimal, whose last nought is lost.
        (changed('"1512.03385"', "1512.03380"), "the field arxiv is 1512.0338", PAPER),
        (changed('"1512.03385"', '"1512.0338 "'), "the field arxiv is '1512.0338 '", PAPER),
        (
            changed('arxiv: "1512.03385"', "url: javascript:alert(1)"),
            "the field url is 'javascript:alert(1)'",
            "write a text, an address of the web: https://…",
        ),
        (
            changed('arxiv: "1512.03385"', "doi: https://doi.org/10.1/a"),
            "the field doi is 'https://doi.org/10.1/a'",
            'write a text such as "10.1007/978-3"',
        ),
        (
            changed("He et al.", "[He, Zhang]"),
            "the field authors is ['He', 'Zhang']",
            "write a text",
        ),
        (
            changed("{how: text, day: 2026-11-26}", "yes"),
            "the field confirmed is True",
            "write a mapping, {how: text, day: 2026-11-26}",
        ),
        (changed("how: text", "how: memory"), "confirmed: the field how is 'memory'", HOW_ONE),
        (changed(", day: 2026-11-26", ""), "confirmed: the field day is missing", "add day"),
        (
            changed("2026-11-26", "today"),
            "confirmed: the field day is 'today'",
            "write a day, such as 2026-11-26",
        ),
    ],
)
def test_a_faulty_entry_is_left_out_and_named(tmp_path, entry, what, cure):
    other = REFERENCES.replace("he-2015", "xie-2017")
    references, problems = read(tmp_path, other + entry)
    assert problems == [f"docs/references.yml:7: reference he-2015: {what}\n    cure: {cure}"]
    assert list(references) == ["xie-2017"]


def test_a_source_that_nobody_confirmed_says_so(tmp_path):
    [reference] = read(tmp_path, changed("how: text", "how: not confirmed"))[0].values()
    assert not reference.is_confirmed
    assert Reference("a-1", "A", 1, "T", how="secondary").is_confirmed


def test_an_entry_without_fields_is_named(tmp_path):
    references, [problem] = read(tmp_path, "he-2015:\n")
    assert problem.startswith("docs/references.yml:1: reference he-2015: ")
    assert references == {}


def test_a_key_stands_for_one_source(tmp_path):
    assert read(tmp_path, REFERENCES + REFERENCES)[1] == [
        "docs/references.yml:7: reference he-2015 is there twice\n    cure: keep one"
    ]


def test_a_file_that_is_no_mapping_is_named(tmp_path):
    assert read(tmp_path, "- a\n")[1] == [f"docs/references.yml:1: not a mapping\n    cure: {FORM}"]
    [problem] = read(tmp_path, REFERENCES + "b: [\n")[1]
    assert problem.startswith("docs/references.yml:8: not YAML: ")
