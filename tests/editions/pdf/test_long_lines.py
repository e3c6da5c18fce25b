from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.editions.pdf.long_lines import CODE_COLUMNS, mark_long_lines

FITS = "f" * CODE_COLUMNS
LONG = "x" * (CODE_COLUMNS + 1)


def test_code_that_fits_stays_as_it_is():
    markup = f'<code>a <span class="k">if</span> b\n\n{FITS}\n</code>'
    code = element(markup)
    assert mark_long_lines(code) == []
    assert element_text(code) == markup


def test_a_long_line_is_a_block_that_ends_itself():
    code = element(f'<code>one\n<span class="k">if</span> {LONG}\nthree\nfour</code>')
    notes = mark_long_lines(code)
    assert element_text(code) == (
        f'<code>one<span class="long-line"><span class="k">if</span> {LONG}</span>three\nfour</code>'
    )
    assert notes == [f"a line of {CODE_COLUMNS + 4} characters is broken: if {'x' * 47}"]


def test_long_lines_at_both_ends_and_next_to_each_other():
    code = element(f"<code>{LONG}\n{LONG}</code>")
    assert len(mark_long_lines(code)) == 2
    assert element_text(code) == (
        f'<code><span class="long-line">{LONG}</span><span class="long-line">{LONG}</span></code>'
    )


def test_a_string_of_several_lines_is_one_element_and_is_measured_line_by_line():
    half = "y" * (CODE_COLUMNS // 2 + 1)
    code = element(f'<code>a\n<span class="s2">{half}\n{half}</span>\nb</code>')
    assert mark_long_lines(code) == []
    code = element(f'<code>a\n<span class="s2">{half}\n{LONG}</span>\nb</code>')
    assert len(mark_long_lines(code)) == 1
