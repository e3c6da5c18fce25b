"""MathML loses its groups of one and of all, and says its TeX itself."""

import pytest

from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.markdown.compact_mathml import compact_mathml

TEX = '<annotation encoding="application/x-tex">x</annotation>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<mrow><mi>x</mi></mrow>", "<mi>x</mi>"),
        ("<mrow><mi>x</mi><mo>+</mo></mrow>", "<mi>x</mi><mo>+</mo>"),
        # A part of two is one group.
        (
            "<mfrac><mrow><mi>x</mi><mo>+</mo></mrow><mi>y</mi></mfrac>",
            "<mfrac><mrow><mi>x</mi><mo>+</mo></mrow><mi>y</mi></mfrac>",
        ),
        (
            '<mtd><mstyle displaystyle="false"><mi>x</mi></mstyle></mtd>',
            "<mtd><mi>x</mi></mtd>",
        ),
        ('<mstyle displaystyle="false"><mi>x</mi></mstyle>', None),
    ],
)
def test_groups_that_group_nothing_go(before, after):
    math = element(f"<math><semantics>{before}{TEX}</semantics></math>")
    compact_mathml(math)
    assert element_text(math) == f'<math alttext="x">{after or before}</math>'
