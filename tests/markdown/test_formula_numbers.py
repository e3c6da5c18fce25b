"""Numbers in formulas: structure passes, arithmetic is computed, values are faults."""

import pytest

from cheatsheet.markdown.formula_numbers import fault_of


@pytest.mark.parametrize(
    "tex",
    [
        "x", "2n + 1", "x^2", r"\frac{1}{2} x", r"\tfrac12 x^2", r"\sqrt{2n/3}", "RF_0 = 1", r"x - \mu = 0", "(1 - m)^2",
        r"\frac{\partial L}{\partial x_1}", r"a \qquad b = 2a", r"3 \cdot 64 = 192", r"2/3 \approx 0.67", r"\sqrt{16} = 4",
        r"2^{10} = 1{,}024", r"\frac{3}{4} = 0.75", r"-(2 - 5) = 3", r"\text{SmoothL1}(e)", r"1 - \text{IoU} + v",
        r"\begin{gathered} a = b \\[6pt] c = d \end{gathered}", r"y \in \{0, 1\}",
        r"x \in [0, 255]", "x/255", r"\log_{10} x", r"\sqrt[3]{8} = 2", r"2 \times 2",
        r"L = \ln 10", r"10 \log_{10} \frac{255^2}{\text{MSE}}", r"1.2^\phi", "0.9^t", "x/127", r"\dot x + \ddot y",
        r"K = \begin{pmatrix} f & 0 & c \\ 0 & f & c \\ 0 & 0 & 1 \end{pmatrix}",
    ],
)  # fmt: skip
def test_structure_and_true_arithmetic_pass(tex):
    assert fault_of(tex) is None


@pytest.mark.parametrize(
    ("tex", "what"),
    [
        ("9.9", "it states a number"),
        (r"\beta = 0.9", "it holds 0.9"),
        ("n = 3", "it states the value 3"),
        (r"\text{mAP} = 1", "it states the value 1 of something in words"),
        ("mAP = 1", "it states the value 1 of something in words"),
        (r"95\%", "it states a percentage"),
        (r"3\,\text{ms}", "it states a number with a unit"),
        (r"3\times", "it states a number"),
        (r"3 \cdot 64 = 193", "its arithmetic gives 192, not 193"),
        (r"2/3 \approx 0.66", "its arithmetic gives 0.6666666667, not 0.66"),
        (r"1/0 = 1", "its arithmetic cannot be evaluated"),
        (r"9^{9^{9}} = 1", "its arithmetic cannot be evaluated"),
        (r"9^{99} = 1", "its arithmetic cannot be evaluated"),
        ("9 = 9", "it states a number"),
        ("x + {4}{2}", "it holds 42"),
        ("x + 4{,}2", "it holds 4,2"),
        ("x^{99}", "it holds 99"),
        (r"\text{nine point nine}", "its words state a number: 'nine point nine'"),
        (r"\char57", r"it uses \char, by which other things may show than are read"),
        ("９x", "it holds '９'"),
        ("x = y % comment\n+ 9.9", "it holds a comment, which hides what is behind it"),
        ("x^1{}^0", "two scripts stand in one place"),
        ("x^{4\\!2}", "it holds 42"),
        ("1,2\\,ms", "it holds 1,2"),
        ("4h", "4h reads as a number with a unit"),
        ("+99.9 = 99.9", "its arithmetic cannot be evaluated"),
        ("99.9 = 99.9 + 0", "it states a number"),
        ("100 - 0.1 = 99.9", "it states a number"),
        (r"\text{mAP} = \ln 10", "it states the value ln10"),
        (r"x = 10 \ln 10", "it holds 10"),
        (r"20 \log_{10} 3 = x", "it states the value 20, 10, 3log_20, 10, 320, 10, 3"),
        ("255^3 x", "it holds 255"),
        ("9.9^x", "it holds 9.9"),
        ("1.2^{9}x", "it holds 1.2"),
        (r"\dot 4", "\\dot holds no symbol"),
        (r"x = \begin{pmatrix} 9 \end{pmatrix}", "it holds 9"),
    ],
)
def test_a_value_is_a_fault(tex, what):
    assert fault_of(tex)[0] == what
