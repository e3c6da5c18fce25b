"""Everything is read into one value, and what any part finds wrong reaches one collector."""

import contextlib
import os

import pytest

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.content import read
from cheatsheet.content.read import Content, read_content
from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Fact, Result, find_examples
from miniature import PAGE, write


def result(mini, title):
    return Result(title, "Why?", {"slope": Fact("1.0")}, {}, mini.root / "a.ipynb", 0.0)


@pytest.fixture
def runs(monkeypatch, mini):
    """Instead of runs: what they gave for `cnn/good`, and that `cnn/bad` failed."""
    write(mini.root, "examples/cnn/bad.py", "")

    class Started(contextlib.nullcontext):
        examples = find_examples(mini)

        def finish(self, problems):
            problems.add("examples/cnn/bad.py", None, "it failed", "mend it")
            return {"cnn/good": result(mini, "A line")}, {"cnn/good": 1.5}

    def start_examples(project):
        assert project == mini
        return Started(Started())

    monkeypatch.setattr(read, "start_examples", start_examples)


def test_each_part_of_the_content_comes_from_its_file(mini, runs):
    write(mini.root, "docs/terms.yml", "Slope:\n  means: A ratio.\n  at: [claims/#1.1]\n")
    write(mini.root, "docs/plans.yml", "- {id: a, title: A, line: L., parts: {P: [cnn/#cnn]}}\n")
    write(mini.root, "docs/addresses.txt", "./\ncnn/\n")
    write(mini.root, "docs/redirects.yml", "old/: cnn/\n")
    problems = Problems()
    content = read_content(mini, problems)
    assert [str(problem) for problem in problems] == [
        "examples/cnn/bad.py: it failed\n    cure: mend it"
    ]
    assert content.project == mini
    assert list(content.examples) == ["cnn/bad", "cnn/good"]
    assert content.examples["cnn/good"].path == mini.examples / "cnn/good.py"
    assert content.results == {"cnn/good": result(mini, "A line")}
    assert content.failed == {"cnn/bad"}
    assert content.seconds == {"cnn/good": 1.5}
    assert list(content.sections) == ["index", "cnn"]
    assert [section.slug for section in content.numbered] == ["cnn"]
    assert list(content.references) == ["he-2015"]
    assert list(content.claims) == ["1.1"]
    assert [plan.id for plan in content.plans] == ["a"]
    assert content.addresses == ["./", "cnn/"]
    assert content.redirects["old/"].new == "cnn/"
    # Terms lie on section pages and at claims; the home page has none.
    slope = content.terms.by_slug["slope"]
    assert [(place.address, place.kind) for place in slope.places] == [
        ("cnn/#slope", "heading"),
        ("claims/#1.1", "claim"),
    ]
    assert "home" not in content.terms.by_slug


def test_all_files_are_looked_into_at_once(mini, runs):
    write(mini.root, "docs/cnn.md", PAGE.replace("plot: ", "plot: ["))
    for name in ("claims.yml", "references.yml", "terms.yml", "plans.yml", "redirects.yml"):
        write(mini.root, f"docs/{name}", "word\n")
    write(mini.root, "docs/addresses.txt", "word\n")
    problems = Problems()
    read_content(mini, problems)
    assert {problem.path for problem in problems} == {
        "examples/cnn/bad.py",
        "docs/cnn.md",
        "docs/claims.yml",
        "docs/references.yml",
        "docs/terms.yml",
        "docs/plans.yml",
        "docs/redirects.yml",
        "docs/addresses.txt",
    }


def test_what_nobody_can_read_ends_the_reading_with_all_that_is_wrong(mini, runs):
    for name in ("docs/a.png", "docs/claims.yml", "examples/cnn/data.csv"):
        (mini.root / name).unlink(missing_ok=True)
        os.mkfifo(mini.root / name)
    (mini.docs / "gone.png").symlink_to("/nowhere")
    with pytest.raises(BadInput) as caught:
        read_content(mini, Problems())
    assert [problem.path for problem in caught.value.problems] == [
        "docs/a.png",
        "docs/claims.yml",
        "docs/gone.png",
        "examples/cnn/bad.py",
        "examples/cnn/data.csv",
    ]


def test_a_claim_names_sections_and_references_that_were_read(mini, runs):
    (mini.docs / "references.yml").unlink()
    (mini.docs / "cnn.md").write_text("# Unnumbered\n", "utf-8")
    problems = Problems()
    assert read_content(mini, problems).claims == {}
    assert {problem.what for problem in problems if problem.path == "docs/claims.yml"} == {
        "claim 1.1: the section is 'cnn'",
        "claim 1.1: the source 'he-2015' is not in references.yml",
    }


def test_a_figure_has_the_alternative_of_the_last_page_that_describes_it(mini):
    shown = {
        "index": "![On a card](example:cnn/good#line)",
        "a": "![](example:cnn/good#line) ![Other](example:cnn/good#other)",
        "b": "![Described](example:cnn/good#line)",
        "c": "![](example:cnn/good#line)",
    }
    sections = {slug: Section(1, slug, slug, text) for slug, text in shown.items()}
    content = Content(mini, sections=sections)
    assert content.alternative("cnn/good", "line") == "Described"
    assert content.alternative("cnn/good", "other") == "Other"
    assert content.alternative("cnn/good", "none") == ""
