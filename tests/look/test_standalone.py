"""A figure for readers without the site's style sheet."""

import pytest

from cheatsheet.look.standalone import standalone

OPEN = '<svg xmlns="http://www.w3.org/2000/svg"'


def test_paper_lies_below_everything_where_the_drawing_begins():
    made = standalone(f'{OPEN} viewBox="3 -4 100 50"><path d="M 0 0"/></svg>')
    paper, path = '<rect x="3" y="-4" width="100" height="50" fill="#fdfcfa"/>', '<path d="M 0 0"/>'
    assert made == f'{OPEN} viewBox="3 -4 100 50" width="133.333" height="66.6667">{paper}{path}</svg>'  # fmt: skip


@pytest.mark.parametrize(
    ("svg", "what"),
    [
        (f"{OPEN}>", "not well-formed"),
        (f"{OPEN}/>", "no viewBox"),
        (f'{OPEN} viewBox="0 0 1 1" fill="var(--fig-7,#000000)"/>', "no colour '7'"),
    ],
)
def test_what_is_no_figure_of_ours_is_refused(svg, what):
    with pytest.raises(ValueError, match=what):
        standalone(svg)
