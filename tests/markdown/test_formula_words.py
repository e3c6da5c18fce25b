"""Formulas as lines of text, as KaTeX's MathML gives them."""

import pytest

from cheatsheet.markdown.formulas import Formulas


@pytest.fixture(scope="module")
def formulas():
    with Formulas() as made:
        yield made


@pytest.mark.parametrize(
    ("tex", "words"),
    [
        (r"\alpha \cdot x_i", "α⋅x<sub>i</sub>"),
        (r"2^{n+1} - 1", "2<sup>n+1</sup>−1"),
        (r"\frac{1}{2} e^2", "(1/2)e<sup>2</sup>"),
        (r"-[y \log p + \log(1 - p)]", "−[y log p+ log(1−p)]"),
        (r"\sigma = \sqrt{2n/3}", "σ=√(2n/3)"),
        (r"\sqrt{x}", "√x"),
        (r"\frac{1}{k^2}", "1/k<sup>2</sup>"),
        (r"\frac{a + b}{2}", "(a+b)/2"),
        (r"\frac{1}{2} + 1", "1/2+1"),
        (
            r"\hat{x} = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}}",
            "x\u0302=(x−μ)/√(σ<sup>2</sup>+ε)",
        ),
        (r"\bar{y}", "y\u0304"),
        (r"\sum_{i=1}^n p_i < 1", "∑<sub>i=1</sub><sup>n</sup>p<sub>i</sub>&lt;1"),
        (r"x_i^2", "x<sub>i</sub><sup>2</sup>"),
        (r"\max_i x_i", "max<sub>i</sub> x<sub>i</sub>"),
        (r"\log_2 n + \log^2 m", "log<sub>2</sub> n+ log<sup>2</sup> m"),
        (r"\begin{cases} e & e < 1 \\ 1 & \text{otherwise} \end{cases}", "{e e&lt;1; 1 otherwise"),
        (r"\text{R\&D}\; x", "R&amp;D x"),
    ],
)
def test_search_gets_a_line_instead_of_tex(formulas, tex, words):
    assert formulas.words(tex) == words
