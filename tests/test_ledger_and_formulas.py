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


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\alpha \cdot x_i", "α⋅x<sub>i</sub>"),
        (r"2^{n+1} - 1", "2<sup>n+1</sup>−1"),
        (r"\frac{1}{2} e^2", "(1/2)e<sup>2</sup>"),
        (r"-[y \log p + \log(1 - p)]", "−[y log p+ log(1−p)]"),
        (r"\sigma = \sqrt{2n/3}", "σ=√(2n/3)"),
        (r"\frac{1}{k^2}", "1/k<sup>2</sup>"),
        (
            r"\hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}",
            "x\u0302=(x−μ)/√(σ<sup>2</sup>+ε)",
        ),
        (r"\sum_{i=1}^n p_i < 1", "∑<sub>i=1</sub><sup>n</sup>p<sub>i</sub>&lt;1"),
        (r"\begin{cases} e & e < 1 \\ 1 & \text{otherwise} \end{cases}", "{e e&lt;1; 1 otherwise"),
    ],
)
def test_search_gets_a_line_instead_of_tex(formulas, tex, words):
    assert formulas.words(tex) == words


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
