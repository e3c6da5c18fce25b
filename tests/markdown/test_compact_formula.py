"""A rendered formula loses the boxes that only hold space or others, and nothing that is read."""

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement
from py_mini_racer import MiniRacer

from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.markdown.compact_formula import compact_formula
from cheatsheet.markdown.formulas import KATEX

ENGINE = MiniRacer()
ENGINE.eval(KATEX.read_text("utf-8"))


def rendered(tex: str, display: bool = False) -> HtmlElement:
    shown = "true" if display else "false"
    return element(str(ENGINE.eval(f"katex.renderToString({tex!r}, {{displayMode: {shown}}})")))


def seen(formula: HtmlElement) -> str:
    [half] = formula.find_class("katex-html")
    return "".join(half.itertext()).replace("\u200b", "")


def test_symbols_without_a_rule_have_no_box_and_a_space_is_a_margin():
    made = compact_formula(rendered("(1 + x)"))
    assert element_text(made) == (
        '<span class="katex"><math xmlns="http://www.w3.org/1998/Math/MathML" alttext="(1 + x)" class="katex-mathml">'
        '<mo stretchy="false">(</mo><mn>1</mn><mo>+</mo><mi>x</mi><mo stretchy="false">)</mo></math>'
        '<span class="katex-html" aria-hidden="true">'
        '<span class="katex-base" style="--h:1em;--v:-0.25em;">(1'
        '<span class="mbin" style="margin-left:0.2222em;margin-right:0.2222em;">+</span></span>'
        '<span class="katex-base" style="--h:1em;--v:-0.25em;"><span class="mord mathnormal">x</span>)</span></span></span>'
    )


PARTS = st.sampled_from(
    ["x", "12", "+", "=", ",", r"\frac{a}{b}", r"\sqrt{y}", "z^2", "w_i^n", r"\text{if}", r"\hat v", r"\sum_i", r"\;",
     r"\left(\frac{1}{2}\right)", r"\mathrm{d}", r"\begin{cases} a & b \\ c & d \end{cases}"]
)  # fmt: skip


@given(st.lists(PARTS, min_size=1, max_size=6), st.booleans())
def test_no_character_is_lost_and_boxes_are(parts, display):
    tex = " ".join(parts)
    whole = rendered(tex, display)
    made = compact_formula(rendered(tex, display))
    assert seen(made) == seen(whole)
    assert sum(1 for _ in made.iter()) < sum(1 for _ in whole.iter())
    [math] = made.iter("math")
    [before] = whole.iter("math")
    assert math.get("alttext") == tex
    leaves = [one.text for one in before.iter("mi", "mn", "mo", "mtext")]
    assert [one.text for one in math.iter("mi", "mn", "mo", "mtext")] == leaves
    # Each element that takes two or three parts still has them.
    for name, count in {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3}.items():
        assert {len(one) for one in math.iter(name)} <= {count}


def test_a_function_as_an_index_is_one_part():
    [power] = compact_formula(rendered(r"w_{\max}")).iter("msub")
    assert [one.text for one in power] == ["w", "max"]
    # Where it is applied, the sign stays.
    [applied] = compact_formula(rendered(r"\max(x)")).iter("math")
    assert "\u2061" in [one.text for one in applied]
