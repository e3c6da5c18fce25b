"""What a page looked up: noted with what it said, and another digest when that changes."""

from dataclasses import replace

import pytest

from cheatsheet.base.project import Project
from cheatsheet.content.claims import Claim
from cheatsheet.content.consulted import Consulted
from cheatsheet.content.read import Content
from cheatsheet.content.terms import Term, Terms
from miniature import result


@pytest.fixture
def content(tmp_path) -> Content:
    gradient = Term("Gradient", "How steep.")
    return Content(
        Project(tmp_path),
        results={"cnn/good": result(facts={"slope": "1.0"}), "cnn/other": result()},
        claims={
            "1.1": Claim("1.1", "cnn", "Lines fall", "wrong", "They rise", {}, [], "cnn/#slope")
        },
        terms=Terms([gradient], {"gradient": gradient}),
    )


def looked_up(content: Content) -> dict[tuple[str, str], str]:
    consulted = Consulted(content)
    watched = consulted.watched
    assert watched.results["cnn/good"].facts["slope"].text
    assert watched.claims.get("1.1")
    assert "none" not in watched.references
    watched.terms.by_slug.get("none")
    return {(kind, name): digest for kind, name, digest in consulted.take()}


def test_what_is_asked_for_is_noted_also_where_there_is_nothing(content):
    assert list(looked_up(content)) == [
        ("cite", "none"),
        ("claim", "1.1"),
        ("example", "cnn/good"),
        ("term", "none"),
    ]


def test_each_page_has_its_own(content):
    consulted = Consulted(content)
    watched = consulted.watched
    watched.results.get("cnn/good")
    assert len(consulted.take()) == 1
    watched.results.get("cnn/other")
    assert [name for _, name, _ in consulted.take()] == ["cnn/other"]
    assert consulted.take() == []


def test_another_fact_and_what_comes_or_goes_have_another_digest(content):
    before = looked_up(content)
    content.results["cnn/good"] = result(facts={"slope": "1.1"})
    content.terms.by_slug["none"] = Term("None", "Nothing.")
    after = looked_up(content)
    assert {place for place in before if before[place] != after[place]} == {
        ("example", "cnn/good"),
        ("term", "none"),
    }


def test_the_day_of_a_run_counts_and_its_second_and_lines_of_files_do_not(content):
    before = looked_up(content)
    content.results["cnn/good"] = replace(content.results["cnn/good"], ran=3600.0)
    content.claims["1.1"] = replace(content.claims["1.1"], line=7, lines={"at": 9})
    assert looked_up(content) == before
    content.results["cnn/good"] = replace(content.results["cnn/good"], ran=90_000.0)
    assert looked_up(content) != before


def test_all_is_seen_as_it_is(content):
    watched = Consulted(content).watched
    assert dict(watched.results) == content.results
    assert watched.failed == content.failed
    assert watched.terms.entries == content.terms.entries
