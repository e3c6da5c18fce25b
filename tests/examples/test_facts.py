"""Facts and where they come from: computed, or quoted from a source; and what is refused."""

import pytest

from cheatsheet.examples.facts import take_facts
from cheatsheet.examples.run import Run, Stop

LABEL = "examples/cnn/pool.py"


def problems_of(run) -> list[str]:
    return [str(problem).splitlines()[0] for problem in run.problems]


def facts(source: str) -> Run:
    namespace: dict = {}
    exec(source, namespace)
    run = Run()
    take_facts(namespace, source, LABEL, run)
    return run


def test_facts_are_texts_that_were_computed():
    run = facts(
        'x = 2\nfacts = {"half": f"{1 / x}", "call": str(x + 1), "part": "ab"[x - 2], "m": "%d" % x}'
    )
    assert run.facts == {"half": "0.5", "call": "3", "part": "a", "m": "2"}
    assert problems_of(run) == []


@pytest.mark.parametrize(
    "typed", ['"21 px"', 'f"{21} px"', '"2" + "1"', 'f"{1.0:.1f}"', 'str("21 px")']
)
def test_a_typed_fact_is_refused_where_it_stands(typed):
    run = facts(f'x = 1\nfacts = {{\n    "good": str(x),\n    "field": {typed},\n}}')
    assert problems_of(run) == [f"{LABEL}:4: the fact 'field' is typed, not computed"]


def test_a_quoted_fact_says_its_source():
    run = facts('x = 1\nfacts = {"a": str(x)}\nquoted = {"top-1": ("28.4%", "He 2015, Table 1")}')
    assert run.facts == {"a": "1", "top-1": "28.4%"}
    assert run.quoted == {"top-1": "He 2015, Table 1"}
    assert problems_of(run) == []


@pytest.mark.parametrize(
    "value",
    ["'28.4%'", "('28.4%',)", "('28.4%', 1)", "('a', 'b', 'c')", "'ab'", "('28.4%', ' ')"],
)
def test_a_quoted_fact_without_text_and_source_is_refused(value):
    run = facts(f'x = 1; facts = {{"a": str(x)}}\nquoted = {{"top": {value}}}')
    (problem,) = problems_of(run)
    assert problem.startswith(f"{LABEL}:2: the quoted fact 'top' is ")
    assert run.quoted == {}


@pytest.mark.parametrize(
    ("value", "made", "what"),
    [
        ("1.0", "r * 1", "the fact 'r' is 1.0, not a text"),
        ("' '", "r * 1", "the fact 'r' is ' ', not a text"),
        ("float('nan')", "f'{r} x'", "the fact 'r' is 'nan x'"),
        ("float('inf')", "f'-{r}'", "the fact 'r' is '-inf'"),
        ("'info'", "r.lower()", None),
        ("'NaN'", "r.strip()", None),
    ],
)
def test_a_fact_is_a_text_and_a_number(value, made, what):
    assert problems_of(facts(f'r = {value}\nfacts = {{"r": {made}}}')) == (
        [f"{LABEL}:2: {what}"] if what else []
    )


@pytest.mark.parametrize(
    "change",
    [
        'facts["field"] = "21 px"',
        'facts |= {"field": "21 px"}',
        'facts.update(field="21 px")',
        'facts = {"b": str(x)}',
        'facts: dict = {"b": str(x)}',
        'other = facts = {"b": str(x)}',
        "quoted = dict(b=('1', 'Table 1'))",
        "for facts in [{'b': str(x)}]:\n    pass",
        "quoted = {**{'b': ('1', 'Table 1')}, **dict()}",
    ],
)
def test_results_stand_in_one_dictionary_where_they_can_be_read(change):
    run = facts(f'x = 1\nfacts = {{"a": str(x)}}\n{change}')
    assert problems_of(run) == [f"{LABEL}:3: the results are not written as one dictionary"]


def test_results_of_another_module_are_refused(tmp_path):
    run = Run()
    take_facts({"facts": {"a": "21 px"}}, "from _shared import facts", LABEL, run)
    assert problems_of(run)[0] == f"{LABEL}: facts comes from elsewhere"


def test_a_quoted_fact_does_not_replace_a_computed_one():
    run = facts('x = 1\nfacts = {"a": str(x)}\nquoted = {"a": ("2", "Table 1")}')
    assert run.facts == {"a": "1"}
    assert problems_of(run) == [f"{LABEL}:3: the quoted fact 'a' is ('2', 'Table 1')"]


def test_typed_facts_of_a_comprehension_are_refused():
    assert problems_of(facts('x = 1\nfacts = {k: "21 px" for k in ["b"]}')) == [
        f"{LABEL}:2: the fact 'k' is typed, not computed"
    ]


@pytest.mark.parametrize("made", ['{**{"b": "21 px"}}', '{**{"a": str(x)}, **{"b": f"{21} px"}}'])
def test_a_typed_fact_is_refused_inside_another_dictionary_too(made):
    assert problems_of(facts(f"x = 1\nfacts = {made}")) == [
        f"{LABEL}:2: the fact 'b' is typed, not computed"
    ]


def test_names_of_facts_are_plain_and_of_one_thing():
    run = Run(figures={"same": None})
    source = 'facts = {"same": str(x), "A b": str(x), 3: str(x)}'
    namespace = {"facts": {"same": "1", "A b": "2", 3: "3"}}
    take_facts(namespace, source, LABEL, run)
    assert problems_of(run) == [
        f"{LABEL}:1: a fact and a figure are both called 'same'",
        f"{LABEL}:1: the fact name 'A b' is not of the form [a-z0-9_-]+",
        f"{LABEL}:1: the fact name 3 is not of the form [a-z0-9_-]+",
    ]


def test_an_example_shows_something():
    with pytest.raises(Stop, match="neither figure nor fact"):
        facts("x = 1")
    with pytest.raises(Stop, match="quoted is not a dictionary"):
        facts("quoted = [1]")
    # A figure is enough.
    run = Run(figures={"a": None})
    take_facts({}, "", LABEL, run)
    assert problems_of(run) == []
