"""What examples quote was read in a source that is known and confirmed; they name the place and no result beside it."""

from pathlib import Path

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content import references
from cheatsheet.content.read import Content
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import Example, Fact, Result
from cheatsheet.pages.quoted_facts import check_quoted

HE = Reference("he-2015", "He et al.", 2015, "Deep residual learning")
HU = Reference("hu-2017", "Hu et al.", 2017, "Squeeze and excitation", how="not confirmed")


def problems_of(tmp_path, fact: Fact, unread: frozenset[str] = frozenset()) -> list[str]:
    """First lines of what is said of an example whose third line has this fact."""
    path = tmp_path / "pool.py"
    path.write_text('# %%\nquoted = {\n    "top": ("28.4%", "", ""),\n}\n', "utf-8")
    example = Example("cnn", "pool", path)
    content = Content(
        Project(Path()),
        examples={example.address: example},
        results={example.address: Result("T", "Q?", {"top": fact}, {}, Path("a.ipynb"), 0.0)},
        references={each.key: each for each in (HE, HU)},
        unread=unread,
    )
    problems = Problems()
    check_quoted(content, problems)
    return [str(problem).splitlines()[0] for problem in problems]


def quoted(source: str, conditions: str = "one crop") -> Fact:
    return Fact("28.4%", "quoted", source=source, conditions=conditions)


@pytest.mark.parametrize(
    ("source", "conditions"),
    [
        ("He et al. 2015", "one crop"),
        ("He et al. 2015, Table 1", "one crop"),
        ("He et al. 2015, Table 1 and sec. 4.1", "one crop, 32 images"),
    ],
)
def test_a_known_source_with_a_place_and_conditions_is_right(tmp_path, source, conditions):
    assert problems_of(tmp_path, quoted(source, conditions)) == []


@pytest.mark.parametrize(
    "source", ["He et al. 2016, Table 1", "He et al.", "a blog", "He et al. 20155"]
)
def test_any_other_source_is_refused_with_its_line(tmp_path, source):
    assert problems_of(tmp_path, quoted(source)) == [
        f"examples/cnn/pool.py:3: the quoted fact 'top' names {source!r}, which is no source of references.yml"
    ]


@pytest.mark.parametrize(
    ("source", "conditions", "what"),
    [
        ("He et al. 2015, it gains 42%", "one crop", "holds a number that is no place"),
        ("He et al. 2015, Table 1", "ours is 43% better", "state a result"),
        ("He et al. 2015, Table 1", "with nine percent of it", "state a result"),
        ("Hu et al. 2017, Table 1", "one crop", "which nobody confirmed"),
    ],
)
def test_results_in_places_and_sources_that_nobody_read_are_refused(
    tmp_path, source, conditions, what
):
    (said,) = problems_of(tmp_path, quoted(source, conditions))
    assert said.startswith("examples/cnn/pool.py:3: the quoted fact 'top': ")
    assert said.endswith(what)


def test_only_what_is_quoted_needs_a_source(tmp_path):
    assert problems_of(tmp_path, Fact("28.4%")) == []


def test_where_no_source_could_be_read_none_is_missed(tmp_path):
    assert problems_of(tmp_path, quoted("a blog"), frozenset({references.FILE})) == []
