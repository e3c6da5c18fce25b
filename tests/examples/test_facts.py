"""Facts and their kinds: computed, measured or quoted; and what is refused."""

import pytest

from cheatsheet.examples.facts import take_facts
from cheatsheet.examples.model import Fact
from cheatsheet.examples.run import Run, Stop

LABEL = "examples/cnn/pool.py"
CHOICES = 'STEPS = 9\nsetup = f"{STEPS} steps"\nvaried = {"STEPS": (18,)}\n'


def problems_of(run) -> list[str]:
    return [str(problem).splitlines()[0] for problem in run.problems]


def facts(source: str) -> Run:
    namespace: dict = {}
    exec(source, namespace)
    run = Run()
    take_facts(namespace, source, {}, LABEL, run)
    return run


def test_computed_facts_are_texts():
    run = facts(
        'x = 2\ncomputed = {"half": f"{1 / x}", "call": str(x + 1), "part": "ab"[x - 2], "m": "%d" % (2 * x)}'
    )
    texts = {"half": "0.5", "call": "3", "part": "a", "m": "4"}
    assert run.facts == {name: Fact(text, "computed") for name, text in texts.items()}
    assert problems_of(run) == []


def test_a_measured_fact_carries_its_sentence_and_the_set_up():
    run = facts(
        f'{CHOICES}x = [sum([1]), 2]\nmeasured = {{"a": (f"{{x[0]}} to 2", "it grows", x[0] < x[1])}}'
    )
    assert run.facts == {"a": Fact("1 to 2", "measured", means="it grows", holds=True)}
    assert (run.setup, run.varied) == ("9 steps", {"STEPS": (18,)})
    assert problems_of(run) == []


@pytest.mark.parametrize("compared", ["x > 1", "np.array(x) > 1", "torch.tensor(x).gt(1).item()"])
def test_a_measured_fact_that_does_not_hold_says_so(compared):
    imports = "import numpy as np, torch\n"
    run = facts(
        f'{imports}{CHOICES}x = sum([1])\nmeasured = {{"a": ("worse", "it is", {compared})}}'
    )
    assert not run.facts["a"].holds
    assert problems_of(run) == []


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ('("2 px", "it grows", x > 0)', "is typed, not measured"),
        ('(f"{x}", "it grows", True)', "holds whatever the run shows"),
        ('(f"{x}", "it grows", not False)', "holds whatever the run shows"),
        ('(f"{x}", "it grows", x == x)', "holds whatever the run shows"),
        ('(f"{x}", "it grows", STEPS > 3)', "holds whatever the run shows"),
        ('(f"{STEPS} px", "it grows", x > 0)', "is typed, not measured"),
        ('(f"{x}", "it grows", x)', "is ('1', 'it grows', 1)"),
        ('(f"{x}", " ", x > 0)', "has an empty text"),
        ('(f"{x}", x > 0)', "is ('1', True)"),
        ('f"{x}"', "is '1'"),
    ],
)
def test_a_measured_fact_that_stands_for_nothing_is_refused(value, what):
    run = facts(f'{CHOICES}x = sum([1])\nmeasured = {{"a": {value}}}')
    assert problems_of(run) == [f"{LABEL}:5: the measured fact 'a' {what}"]


@pytest.mark.parametrize(
    ("choices", "what"),
    [
        ("", "measured facts, setup and varied go together"),
        ('setup = f"{x}"\n', "measured facts, setup and varied go together"),
        ('setup = f"{x}"\nvaried = {}\n', "measured facts, setup and varied go together"),
        ('setup = 1\nvaried = {"X": (2,)}\n', "setup is no text, or varied no dictionary"),
        ('setup = f"{x}"\nvaried = {"STEPS": (2,)}\n', "varied names 'STEPS'"),
        ('setup = f"{x}"\nvaried = {"x": (2,)}\n', "varied names 'x'"),
        ('X = 1\nsetup = f"{x}"\nvaried = {"X": 2}\n', "varied gives X 2"),
        ('X = 1\nsetup = f"{x}"\nvaried = {"X": ()}\n', "varied gives X ()"),
        ('X = 1\nX = 2\nsetup = f"{x}"\nvaried = {"X": (3,)}\n', "varied names 'X'"),
    ],
)
def test_measured_facts_say_their_choices(choices, what):
    (problem,) = problems_of(
        facts(f'x = sum([])\n{choices}measured = {{"a": (f"{{x}}", "it is one", x == 1)}}')
    )
    assert problem.startswith(f"{LABEL}: {what}")


def test_choices_without_a_measured_fact_are_refused():
    assert problems_of(facts(f'{CHOICES}computed = {{"a": f"{{2 * STEPS}}"}}')) == [
        f"{LABEL}: measured facts, setup and varied go together"
    ]


def test_a_fact_without_a_kind_is_refused():
    run = facts('x = sum([])\nfacts = {"a": str(x)}\ncomputed = {"b": str(x)}')
    assert problems_of(run) == [f"{LABEL}: facts has no kind"]


@pytest.mark.parametrize(
    "typed", ['"21 px"', 'f"{21} px"', '"2" + "1"', 'f"{1.0:.1f}"', 'str("21 px")']
)
def test_a_typed_fact_is_refused_where_it_stands(typed):
    run = facts(f'x = sum([])\ncomputed = {{\n    "good": str(x),\n    "field": {typed},\n}}')
    assert problems_of(run) == [f"{LABEL}:4: the computed fact 'field' is typed, not computed"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('f"{x or 76.1} px"', "may print 76.1, which is typed"),
        ('f"{x / 76.1:.1f} px"', "is made with 76.1, which is typed in it"),
        ('f"{x:.0f} of ten"', "says 'ten', which nothing computes"),
        ('f"{x:.0f}, a fifth"', "says 'a fifth', which nothing computes"),
        ('f"{x:.0f}, down two thirds"', "says 'two thirds', which nothing computes"),
        ('f"{x:.0f}, sextuple"', "says 'sextuple', which nothing computes"),
        ('f"{x:.1f}%"', "says % behind a value that nothing multiplies by 100"),
    ],
)
def test_a_computed_fact_prints_what_the_script_computes_alone(text, what):
    assert problems_of(facts(f'x = sum([1])\ncomputed = {{"a": {text}}}')) == [
        f"{LABEL}:2: the computed fact 'a' {what}"
    ]


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ('("within tenfold", "it is", x < 100)', "says 'tenfold', and its comparison does not"),
        ('(f"{x}", "twice at most", x < 3)', "says 'twice', and its comparison does not"),
        ('(f"{x}", "it is over 12", x < 12)', "says '12', and its comparison does not"),
        ('(f"{x}", f"it is over {12}", x < 12)', "says '12', and its comparison does not"),
        ('(f"{x} ms", "below 2 s", x < 2)', "and its sentence say ms and s"),
        ('(f"{x or 5}", "below 2", x < 2)', "may print 5, which is typed"),
    ],
)
def test_a_measured_fact_says_what_its_comparison_says(value, what):
    run = facts(f'{CHOICES}x = sum([1])\nmeasured = {{"a": {value}}}')
    assert problems_of(run) == [f"{LABEL}:5: the measured fact 'a' {what}"]


@pytest.mark.parametrize("text", ['f"{n}"', 'f"{n} of {m}"', "m", "str(n)", 'f"{k:.1f}"'])
def test_a_number_that_the_script_sets_is_given_and_not_computed(text):
    numbers = 'n, k = 3, 4.0\nm = "5"\n'
    assert problems_of(facts(f'{numbers}computed = {{"a": {text}}}')) == [
        f"{LABEL}:3: the computed fact 'a' is a number that the script sets"
    ]
    run = facts(f'{numbers}given = {{"a": {text}}}')
    assert run.facts["a"].kind == "given"
    assert problems_of(run) == []


@pytest.mark.parametrize(
    "made",
    [
        '{k: f"{v:.1f}%" for k, v in ACC.items()}',
        '{k: f"{ACC[k]}" for k in ACC}',
        '{k: f"{v}" for k, v in ROWS}',
        '{k: f"{v}" for k, v in zip((str(x),), (93.1,))}',
        '{k: f"{v}" for row in [ROWS] for k, v in row}',
        '{"a": str(x), **{k: f"{v}" for k, v in ROWS if x}}',
    ],
)
def test_a_number_that_the_script_sets_stays_one_in_a_loop_over_it(made):
    source = f'x = sum([1])\nACC = {{"a": 93.1}}\nROWS = [("a", 93.1)]\ncomputed = {made}'
    assert problems_of(facts(source)) == [
        f"{LABEL}:4: the computed fact 'k' is a number that the script sets"
    ]


def test_what_a_loop_over_computed_numbers_prints_is_computed():
    source = 'x = {"a": sum([1])}\ncomputed = {k: f"{v}" for k, v in zip(("a",), x.values())}'
    assert problems_of(facts(source)) == []


def test_a_measured_fact_in_a_loop_over_typed_numbers_is_refused():
    made = '{k: (f"{v}", "it grows", v > 1) for k, v in ROWS}'
    assert problems_of(facts(f'{CHOICES}ROWS = [("a", 93.1)]\nmeasured = {made}')) == [
        f"{LABEL}:5: the measured fact 'k' holds whatever the run shows"
    ]


def test_a_number_that_a_module_beside_it_sets_is_none_that_the_script_computes():
    source = 'from _cards import A100\ncomputed = {"a": f"{A100[\'TB/s\']} TB/s"}'
    run = Run()
    modules = {"_cards": "A100 = {'TB/s': 1.6}"}
    take_facts({"computed": {"a": "1.6 TB/s"}}, source, modules, LABEL, run)
    assert problems_of(run) == [
        f"{LABEL}:2: the computed fact 'a' is a number that the script sets"
    ]


def test_a_bound_may_be_printed_where_the_fact_is_compared_with_it():
    source = f'{CHOICES}BOUND = 0.5\nx = [sum([1])]\nmeasured = {{"a": (f"over {{BOUND}}", "it is", x[0] > %s)}}'
    assert problems_of(facts(source % "BOUND")) == []
    assert problems_of(facts(source % "0.1")) == [
        f"{LABEL}:6: the measured fact 'a' is typed, not measured"
    ]


def test_nothing_stands_behind_the_facts():
    source = "x = sum([1])\ncomputed = {'a': str(x)}\n"
    assert problems_of(facts(f"{source}x += 1\nprint(x)")) == [
        f"{LABEL}:3: something stands behind the results"
    ]
    assert problems_of(facts(f"n = 3\n{source}given = {{'b': str(n)}}")) == []


@pytest.mark.parametrize(
    "text", ['f"{n + x}"', 'f"{x}"', '"3"', 'f"{3}"', 'f"{n / 7}"', 'f"{n * 10}"', "str(-n)"]
)
def test_a_given_fact_is_a_number_that_the_script_sets(text):
    run = facts(f'n, m, x = 3, "5", 1\nx += n\ngiven = {{"a": {text}}}')
    assert problems_of(run) == [f"{LABEL}:3: the given fact 'a' is no number that the script sets"]


def test_a_quoted_fact_says_its_source_and_conditions():
    run = facts('x = sum([])\nquoted = {"top-1": ("28.4%", "He 2015, Table 1", "one crop")}')
    fact = Fact("28.4%", "quoted", source="He 2015, Table 1", conditions="one crop")
    assert run.facts == {"top-1": fact}
    assert problems_of(run) == []


@pytest.mark.parametrize(
    "value",
    [
        *("'28.4%'", "('28.4%', 'Table 1')", "('28.4%', 1, 'a')", "('a', 'b', 'c', 'd')", "'abc'"),
        *("('28.4%', ' ', 'a')", "('28.4%', 'Table 1', '')"),
    ],
)
def test_a_quoted_fact_without_source_and_conditions_is_refused(value):
    (problem,) = problems_of(
        facts(f'x = sum([]); computed = {{"a": str(x)}}\nquoted = {{"top": {value}}}')
    )
    assert problem.startswith(f"{LABEL}:2: the quoted fact 'top' ")


@pytest.mark.parametrize(
    ("value", "made", "what"),
    [
        ("1.0", "r * 1", "is 1.0"),
        ("' '", "r * 1", "has an empty text"),
        ("float('nan')", "f'{r} x'", "is 'nan x'"),
        ("float('inf')", "f'-{r}'", "is '-inf'"),
        ("'info'", "r.lower()", None),
        ("'NaN'", "r.strip()", None),
    ],
)
def test_a_fact_is_a_text_and_a_number(value, made, what):
    assert problems_of(facts(f'r = max([{value}])\ncomputed = {{"r": {made}}}')) == (
        [f"{LABEL}:2: the computed fact 'r' {what}"] if what else []
    )


@pytest.mark.parametrize(
    "change",
    [
        'computed["field"] = "21 px"',
        'computed |= {"field": "21 px"}',
        'computed.update(field="21 px")',
        'computed = {"b": str(x)}',
        'computed: dict = {"b": str(x)}',
        'other = computed = {"b": str(x)}',
        "quoted = dict(b=('1', 'Table 1', 'a'))",
        "for computed in [{'b': str(x)}]:\n    pass",
        "quoted = {**{'b': ('1', 'Table 1', 'a')}, **dict()}",
    ],
)
def test_results_stand_in_one_dictionary_where_they_can_be_read(change):
    run = facts(f'x = sum([])\ncomputed = {{"a": str(x)}}\n{change}')
    assert problems_of(run) == [f"{LABEL}:3: the results are not written as one dictionary"]


def test_results_of_another_module_are_refused(tmp_path):
    run = Run()
    take_facts({"computed": {"a": "21 px"}}, "from _shared import computed", {}, LABEL, run)
    assert problems_of(run)[0] == f"{LABEL}: computed comes from elsewhere"


def test_a_quoted_fact_does_not_replace_a_computed_one():
    run = facts('x = sum([])\ncomputed = {"a": str(x)}\nquoted = {"a": ("2", "Table 1", "b")}')
    assert run.facts == {"a": Fact("0")}
    assert problems_of(run) == [f"{LABEL}:3: two facts or figures are called 'a'"]


def test_typed_facts_of_a_comprehension_are_refused():
    assert problems_of(facts('x = sum([])\ncomputed = {k: "21 px" for k in ["b"]}')) == [
        f"{LABEL}:2: the computed fact 'k' is typed, not computed"
    ]


@pytest.mark.parametrize("made", ['{**{"b": "21 px"}}', '{**{"a": str(x)}, **{"b": f"{21} px"}}'])
def test_a_typed_fact_is_refused_inside_another_dictionary_too(made):
    assert problems_of(facts(f"x = sum([])\ncomputed = {made}")) == [
        f"{LABEL}:2: the computed fact 'b' is typed, not computed"
    ]


def test_names_of_facts_are_plain_and_of_one_thing():
    run = Run(figures={"same": None})
    source = 'computed = {"same": str(x), "A b": str(x), 3: str(x)}'
    namespace = {"computed": {"same": "1", "A b": "2", 3: "3"}}
    take_facts(namespace, source, {}, LABEL, run)
    assert problems_of(run) == [
        f"{LABEL}:1: two facts or figures are called 'same'",
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
    take_facts({}, "", {}, LABEL, run)
    assert problems_of(run) == []
