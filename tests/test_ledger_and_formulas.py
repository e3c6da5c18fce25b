"""Formulas in V8, the style sheet's reduction and the lines that faults name."""

import pytest

from cheatsheet.faults import BadInput, Fault, line_of
from cheatsheet.formulas import FormulaError, Formulas, unmark


@pytest.fixture
def formulas():
    made = Formulas()
    yield made
    made.close()


def test_a_formula_becomes_html_with_its_mathml_twin(formulas):
    html = formulas.render(r"\frac{a}{b}", display=True)
    assert 'class="katex-display"' in html
    assert "<mfrac>" in html
    assert '<annotation encoding="application/x-tex">\\frac{a}{b}</annotation>' in html


def test_a_bad_formula_says_why_in_one_line(formulas):
    with pytest.raises(FormulaError, match=r"^Undefined control sequence: \\fraction"):
        formulas.render(r"\fraction", display=False)


def test_search_gets_characters_instead_of_tex(formulas):
    assert formulas.words(r"\alpha \cdot x_i") == "α⋅xi"


def test_what_arithmatex_marked_is_read_back():
    assert unmark(r"\(a &lt; b\)") == ("a < b", False)
    assert unmark("\\[\nx\n\\]") == ("x", True)


def test_lines_are_counted_from_one_and_names_are_whole():
    text = "a#slope\nb#slop\nc#slop"
    assert line_of(text, "#slop") == 2
    assert line_of(text, "#slop", 1) == 3
    assert line_of(text, "#slop", 2) is None


def test_faults_are_sorted_counted_and_said_once():
    fault = Fault("b.md", 3, "is wrong", "mend it")
    report = str(BadInput([fault, Fault("a.md", 1, "too", "mend"), fault]))
    assert report.startswith(
        "a.md:1: too\n    cure: mend\nb.md:3: is wrong\n    cure: mend it\n2 faults."
    )
