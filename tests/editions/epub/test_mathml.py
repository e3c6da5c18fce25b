"""Formulas for engines that know MathML Core."""

import pytest

from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.editions.epub.mathml import adapt

THIN = '<mspace width="0.1667em"></mspace>'


def adapted(inner: str) -> str:
    math = element(f"<math><mrow>{inner}</mrow></math>")
    adapt(math)
    return element_text(math).removeprefix("<math><mrow>").removesuffix("</mrow></math>")


@pytest.mark.parametrize(
    ("kind", "plain", "letter"),
    [
        ("double-struck", "R", "ℝ"),
        ("double-struck", "E", "𝔼"),
        ("double-struck", "1", "𝟙"),
        ("script", "F", "ℱ"),
        ("script", "a", "𝒶"),
        ("fraktur", "A", "𝔄"),
    ],
)
def test_a_letter_of_another_alphabet_is_a_character_of_its_own(kind, plain, letter):
    made = adapted(f'<mi mathvariant="{kind}">{plain}</mi>')
    assert made == f'<mi mathvariant="normal">{letter}</mi>'


@pytest.mark.parametrize(
    "kept",
    ['<mi mathvariant="double-struck">ℓ</mi>', '<mi mathvariant="normal">d</mi>', "<mi>x</mi>"],
)
def test_what_has_no_such_character_stays(kept):
    assert adapted(kept) == kept


def test_the_name_of_a_function_has_room_on_both_sides():
    made = adapted("<mi>y</mi><mi>log</mi><mo>\u2061</mo><mi>p</mi>")
    assert made == f"<mi>y</mi>{THIN}<mi>log</mi><mo>\u2061</mo>{THIN}<mi>p</mi>"


def test_beside_operators_and_brackets_it_needs_none():
    kept = '<mo>+</mo><mi>max</mi><mo>\u2061</mo><mo stretchy="false">(</mo><mi>p</mi>'
    assert adapted(kept) == kept
    power = "<mi>log</mi><mo>\u2061</mo><msup><mrow><mo>(</mo><mi>p</mi></mrow><mn>2</mn></msup>"
    assert adapted(power) == power


def test_bars_stand_close_to_what_they_enclose_but_a_condition_does_not():
    made = adapted('<mo stretchy="false">∣</mo><mi>e</mi><mo>∣</mo>')
    assert made == ('<mo stretchy="false" lspace="0em" rspace="0em">∣</mo><mi>e</mi><mo>∣</mo>')


def test_an_operator_in_letters_is_one_text():
    letters = "".join(f'<mi mathvariant="normal">{letter}</mi>' for letter in "mod")
    made = adapted(f'<mi>a</mi><mo lspace="0.22em"><mrow>{letters}</mrow></mo><mi>b</mi>')
    assert made == '<mi>a</mi><mo lspace="0.22em">mod</mo><mi>b</mi>'
