"""Data files that say what cannot be: each is one problem with its line, and none hides another."""

import pytest

from miniature import change, said, write


def test_a_term_that_is_not_there_is_named_and_the_index_is_looked_at_all_the_same(rich):
    change(rich, "docs/terms.yml", "  also:", "  see: [Nope]\n  also:")
    write(rich.root, "docs/named.md", "# A { #a }\n\nSee [x](claim:9.9).\n")
    assert said(rich).split("\n") == [
        "docs/named.md:3: there is no claim '9.9'",
        "docs/terms.yml:3: term Gradient: there is no term 'Nope' to see",
    ]


@pytest.mark.parametrize("name", ["Gradient", "derivative"])
def test_a_term_that_leads_to_itself_is_named(rich, name):
    change(rich, "docs/terms.yml", "  also:", f"  see: [{name}]\n  also:")
    assert said(rich) == "docs/terms.yml:3: term Gradient: it says to see itself"


@pytest.mark.parametrize("sign", ["\\0", "\\u202e"])
def test_a_hidden_character_that_is_written_by_its_number_is_named_and_nothing_else(rich, sign):
    change(rich, "docs/claims.yml", "Lines fall", f'"Lines {sign}fall"')
    number = {"\\0": "0000", "\\u202e": "202E"}[sign]
    assert said(rich) == (
        f"docs/claims.yml:3: it holds the character U+{number}, which no editor shows"
    )


def test_digits_of_other_scripts_are_no_number_of_a_statement(rich):
    change(rich, "docs/claims.yml", '"1.1"', '"١.١"')
    assert "docs/claims.yml:1: claim ١.١: the field id is '١.١'" in said(rich).split("\n")


def test_a_day_that_nobody_can_have_seen_is_named(rich):
    change(rich, "docs/references.yml", "2026-11-26", "2999-11-26")
    what = "docs/references.yml:1: reference he-2015: confirmed: the field day is "
    assert said(rich) == f"{what}2999-11-26"


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("references", "2026-11-26", "2026-13-45", 6),
        ("claims", "Lines fall", '!!int "abc"', 3),
        ("plans", "Only this.", "!!float x", 3),
    ],
)
def test_a_value_that_is_none_is_named_with_its_own_line(rich, name, old, new, line):
    change(rich, f"docs/{name}.yml", old, new)
    value = new.split()[-1].strip('"')
    report = said(rich)
    assert report.startswith(f"docs/{name}.yml:{line}: not a value: {value!r}: ")
    # Nobody misses the entry.
    assert "\n" not in report or name == "plans"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("Now: [cnn/#slope]", "Now: []", "5: the part 'Now' holds nothing"),
        ("[cnn/#slope]", "[cnn/#slope, cnn/#slope]", "5: the plan holds cnn/#slope 2 times"),
        (
            "[cnn/#slope]",
            "[cnn/#slope]\n    Then: [cnn/#slope]",
            "5: the plan holds cnn/#slope 2 times",
        ),
        ("parts:\n    Now: [cnn/#slope]", "parts: {}", "1: the plan has no parts"),
        ("id: short", 'id: a b"c', "1: the field id is 'a b\"c'"),
    ],
)
def test_a_plan_that_cannot_be_followed_is_named(rich, old, new, what):
    change(rich, "docs/plans.yml", old, new)
    assert said(rich) == f"docs/plans.yml:{what}"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("description:", "about:", "2: front matter: the field about is unknown"),
        ("description: A", "description: [A", "3: not YAML: did not find expected ',' or ']'"),
        ("description: A", "description: !!int A", "2: not a value: "),
        ("line\n---\n", "line\n", "1: its front matter has no end"),
        ("good#line", "good line", "3: front matter: the field plot is 'cnn/good line'"),
    ],
)
def test_what_faulty_front_matter_would_say_is_not_missed(rich, old, new, what):
    change(rich, "docs/cnn.md", old, new)
    write(rich.root, "docs/named.md", "---\nheading: A\ntitle: B\n---\nSee [x](claim:9.9).\n")
    report = said(rich).split("\n")
    assert report[0].startswith(f"docs/cnn.md:{what}")
    assert report[1:] == [
        "docs/named.md:2: front matter: the field heading is unknown",
        "docs/named.md:5: there is no claim '9.9'",
    ]


def test_a_page_that_cannot_be_read_is_not_said_to_name_no_plot(rich):
    path = rich.docs / "cnn.md"
    path.write_bytes(b"\xff" + path.read_bytes())
    assert said(rich) == "docs/cnn.md:1: it is not UTF-8"
