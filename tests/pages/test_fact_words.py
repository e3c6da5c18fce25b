"""What stands in facts beside the values of the run."""

import pytest

from cheatsheet.markdown.printed_line import Listed, faults_in
from cheatsheet.pages.fact_words import results_given, typed_in_facts

TYPED = [
    *('f"{x:.1f} of 99.9"', 'f"99.{x:.0f}"', 'f"{x:.1f}, nine percent"', 'f"{x}" and "99.9"'),
    *('"97.5%" if x > 0 else "1%"', 'f"{x} of {98.7}"', '"{} of 99".format(x)', '"%s of 99" % x'),
    *('", ".join([f"{x}", "99"])', 'span(x) + " of 99"', 'f"{x}" f" and 9e9"', 'f"1/{x} of 9"'),
]
FORMED = [
    *(
        'f"{x:.1f}"',
        'f"{x:.0%}"',
        'f"{x * 100:.1f}%"',
        'span(x, ".0%")',
        'f"1/{x:.0f} of the peak"',
    ),
    *('f"{x} px²"', '"{:.2f} and {:.2f}".format(*x)', 'f"{x:.0e}".replace("e-0", "e-")'),
    *(
        'f"{x} to {y} ms"',
        'f"{x} ResNet-50"',
        'f"{y[1] / x[1]:.1f}"',
        '"more than half"',
        'table["a9"]',
    ),
]

CHANGED = [
    *('f"{x} million"', 'f"−{x}"', 'f"-{x:.1f} px"', 'f"{x} percent"', 'f"half of {x}"', 'f"{x}k"'),
    *('f"{x} M"', 'f"{x / 1e3:.0f} million"', 'f"minus {x}"', 'f"{x} and {y} thousand"'),
    *('str(x) + " million"', '"{} billion".format(x)', '"%.1f million" % x', 'f"a (−{x})"'),
]
RIGHT = [
    *(
        'f"{x / 1e6:.1f} million"',
        'f"{x / 10**9:.0f} billion"',
        'f"{x / 1e6:.1f} M"',
        'f"{x}–{y} ms"',
    ),
    *('f"{x * 100:.0f} percent"', 'f"{x}×"', 'f"{x}/s"', 'f"+{x}"', 'f"{x} MB"', 'f"{x} GB/s"'),
    *(
        'f"{x} to {y}"',
        'f"{x} − {y}"',
        'f"half or {x}"',
        'f"{x}".replace("-", "−")',
        '"+".join(map(str, x))',
    ),
]


def faults(kind: str, text: str) -> list[str]:
    written = {
        "computed": f'{{"a": {text}}}',
        "given": f'{{**{{"a": {text}}}}}',
        "measured": f'{{"a": ({text}, "up to 99.9 of them", x > 99.9)}}',
    }
    lines = typed_in_facts(f"x = 1\n{kind} = {written[kind]}")
    return [fault for line in lines for fault in faults_in(line, Listed([]), lambda _: False)]


@pytest.mark.parametrize("kind", ["computed", "measured", "given"])
@pytest.mark.parametrize("text", TYPED)
def test_a_number_that_is_typed_beside_those_of_the_run_is_found(kind, text):
    assert faults(kind, text)


@pytest.mark.parametrize("kind", ["computed", "measured", "given"])
@pytest.mark.parametrize("text", FORMED)
def test_units_formats_and_names_are_none(kind, text):
    assert faults(kind, text) == []


@pytest.mark.parametrize("text", CHANGED)
def test_what_makes_another_number_of_a_value_is_found(text):
    found = [what for _, what, _ in faults("computed", text)]
    assert sum("stands at a checked number and changes" in what for what in found) == 1


@pytest.mark.parametrize("text", RIGHT)
def test_a_unit_and_the_factor_that_the_run_divides_by_are_right(text):
    assert faults("computed", text) == []


@pytest.mark.parametrize(
    "text", ['f"{ACC}% accuracy"', 'f"{SPEEDUP} times faster"', 'f"{ACC} AP"', '"93.1 mIoU"']
)
def test_a_given_fact_states_no_result(text):
    [fault] = results_given(f'given = {{"a": {text}}}\n')
    assert fault.what == f"a given fact states a result, {text}"
    assert list(results_given(f'computed = {{"a": {text}}}\n')) == []


@pytest.mark.parametrize("text", ['f"{STEPS} steps"', 'f"{SIDE} px"', 'f"{T} ms"', 'f"{F} fps"'])
def test_a_given_fact_states_a_choice(text):
    assert list(results_given(f'given = {{"a": {text}}}\n')) == []
