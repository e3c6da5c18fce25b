"""YAML with lines: entries in their order, and every problem named with the line of the file."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.yaml_file import parse_entries, read_entries

MAPPING = """# comment

he-2015:
  title: "Deep
    learning"
  pages: [1, 2]
other: plain
he-2015:
  title: again
"""
LIST = """- id: "1.1"
  at: cnn
- id: 1.2
  same: cnn
  at: cnn
"""


@pytest.fixture
def parse():
    """`parse(text, form, above)` returns the entries and the problems as texts."""

    def parse(text, form=list, above=0):
        problems = Problems()
        entries = parse_entries(text, "docs/a.yml", form, "write a list", problems, above)
        assert all(problem.cure == "write a list" for problem in problems)
        return entries, [str(problem).splitlines()[0] for problem in problems]

    return parse


def test_a_mapping_keeps_order_lines_and_double_keys(parse):
    entries, problems = parse(MAPPING, dict)
    assert problems == []
    assert [(entry.key, entry.line) for entry in entries] == [
        ("he-2015", 3),
        ("other", 7),
        ("he-2015", 8),
    ]
    assert entries[0].value == {"title": "Deep learning", "pages": [1, 2]}
    assert [entry.value for entry in entries[1:]] == ["plain", {"title": "again"}]


def test_texts_of_an_entry_are_found_in_it_alone(parse):
    (first, second), _ = parse(LIST)
    assert (first.key, first.line, second.line) == ("", 1, 3)
    assert second.value == {"id": 1.2, "same": "cnn", "at": "cnn"}
    assert (first.line_of("cnn"), second.line_of("cnn")) == (2, 4)  # its first line
    assert (first.line_of("at"), second.line_of("at")) == (2, 5)  # keys too
    assert second.line_of("1.1") == 3  # of the entry, where it is not there


def test_lines_above_the_text_are_counted(parse):
    (_, second), _ = parse(LIST, above=10)
    assert (second.line, second.line_of("at")) == (13, 15)
    assert parse("\n\na: ]\n", dict, above=10)[1][0].startswith("docs/a.yml:13: not YAML: ")
    assert parse("\na: 1", list, above=10)[1] == ["docs/a.yml:12: not a list"]


@pytest.mark.parametrize(
    ("text", "form", "problem"),
    [
        ("a: 1\nb: ]\nc: 1\n", dict, "docs/a.yml:2: not YAML: "),
        ("- a\n- \x00", list, "docs/a.yml: not YAML: "),
        ("a: 1\n---\nb: 1", dict, "docs/a.yml:2: not YAML: "),
        ("\na: 1", list, "docs/a.yml:2: not a list"),
        ("- a", dict, "docs/a.yml:1: not a mapping"),
        ("text", dict, "docs/a.yml:1: not a mapping"),
    ],
)
def test_what_cannot_be_read_yields_nothing_but_a_problem(parse, text, form, problem):
    entries, problems = parse(text, form)
    assert entries == []
    assert len(problems) == 1
    assert problems[0].startswith(problem)


@pytest.mark.parametrize(
    ("value", "line"), [("!unknown x", 2), ("{[1]: 2}", 2), ("2026-02-30", 2), ("a:\n   - !b c", 3)]
)
def test_a_value_that_does_not_exist_is_named_and_the_others_are_read(parse, value, line):
    entries, problems = parse(f"- first\n- {value}\n- third\n")
    assert [entry.value for entry in entries] == ["first", "third"]
    assert len(problems) == 1
    assert problems[0].startswith(f"docs/a.yml:{line}: not a value: ")


def test_a_file_that_is_empty_or_missing_has_no_entries(tmp_path):
    problems = Problems()
    path = tmp_path / "a.yml"
    assert read_entries(path, "a.yml", dict, "cure", problems) == []
    path.write_text("# nothing yet\n", "utf-8")
    assert read_entries(path, "a.yml", dict, "cure", problems) == []
    path.write_text("ä: ö\n", "utf-8")
    (entry,) = read_entries(path, "a.yml", dict, "cure", problems)
    assert (entry.key, entry.value) == ("ä", "ö")
    assert len(problems) == 0


def test_a_key_that_an_entry_has_twice_is_named_where_it_stands_again(parse):
    entries, problems = parse("- id: a\n- id: b\n  at:\n    x: 1\n    x: 2\n", list)
    assert [entry.value for entry in entries] == [{"id": "a"}]
    assert problems == ["docs/a.yml:5: x stands twice in one entry"]


def test_each_key_that_an_entry_has_twice_is_named_also_in_a_list(parse):
    text = "- at: [1]\n  rows:\n    - x: 1\n      x: 2\n    - {x: 1}\n  at: [2]\n"
    entries, problems = parse(text, list)
    assert entries == []
    assert problems == [
        "docs/a.yml:4: x stands twice in one entry",
        "docs/a.yml:6: at stands twice in one entry",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- a\n- &a {id: *a}\n- b\n", 2),
        ("- &a [1]\n- *a\n", 1),
        # Each line is twice as long as the one above.
        ("".join(f"- &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)), 1),
    ],
)
def test_what_stands_for_something_else_is_refused(parse, text, line):
    entries, [problem] = parse(text, list)
    assert entries == []
    assert problem.startswith(f"docs/a.yml:{line}: not YAML: it has an anchor (&) or an alias (*)")


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "{a: " * 50_000, "? " * 50_000])
def test_what_is_nested_without_end_is_refused_at_once(parse, text):
    entries, [problem] = parse(text, list)
    assert entries == []
    assert problem == "docs/a.yml:1: not YAML: it is nested too deep"


def test_a_key_that_is_no_text_is_named_and_the_others_are_read(parse):
    entries, problems = parse("a: 1\n[b]: 2\nc: 3\n", dict)
    assert [entry.key for entry in entries] == ["a", "c"]
    assert problems == ["docs/a.yml:2: a key is no text"]


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "a.yml").write_bytes("- Größe".encode("latin-1"))
    problems = Problems()
    assert read_entries(tmp_path / "a.yml", "docs/a.yml", list, "write a list", problems) == []
    assert [problem.what for problem in problems] == ["it is not UTF-8"]
