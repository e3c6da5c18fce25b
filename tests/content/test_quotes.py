"""What examples quote was read in a source that is known."""

from pathlib import Path

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.content.quotes import check_quotes
from cheatsheet.content.references import Reference
from cheatsheet.examples.model import Example, Fact, Result

HE = Reference("he-2015", "He et al.", 2015, "Deep residual learning")


def said_of(fact: Fact) -> list[str]:
    example = Example("cnn", "pool", Path("pool.py"))
    result = Result("T", "Q?", {"top-1": fact}, {}, Path("pool.ipynb"), 0.0)
    problems = Problems()
    check_quotes([example], {example.address: result}, {HE.key: HE}, problems)
    return [str(problem).splitlines()[0] for problem in problems]


@pytest.mark.parametrize("source", ["He et al. 2015, Table 1", "He et al. 2015"])
def test_a_source_begins_with_the_authors_and_the_year_of_a_reference(source):
    assert said_of(Fact("28.4%", "quoted", source=source, conditions="one crop")) == []


@pytest.mark.parametrize(
    "source", ["He et al. 2016, Table 1", "He et al.", "a blog", "He et al. 20155"]
)
def test_any_other_is_refused(source):
    assert said_of(Fact("28.4%", "quoted", source=source, conditions="one crop")) == [
        f"examples/cnn/pool.py: the quoted fact 'top-1' names {source!r}, which is no source of references.yml"
    ]


def test_only_what_is_quoted_needs_a_source():
    assert said_of(Fact("28.4%")) == []
