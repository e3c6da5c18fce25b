from cheatsheet.base.markup import element
from cheatsheet.base.nodes import element_text
from cheatsheet.editions.pdf.code_lines import CODE_COLUMNS, mark_lines
from cheatsheet.editions.pdf.document import CODE, SPACE

LONG = "x" * (CODE_COLUMNS + 1)


def lines(code) -> list[tuple[str, str]]:
    """Class and label of every line."""
    return [
        (line.get("class"), line.get("aria-label").removeprefix(CODE).replace(SPACE, " "))
        for line in code.xpath(".//*[@role='img']")
    ]


def test_every_line_is_one_element_that_says_what_it_is_to_the_space():
    code = element('<code>if a:\n    <span class="k">return</span> b  # two\n\n\tlast\n</code>')
    assert mark_lines(code) == []
    assert lines(code) == [("line", "if a:"), ("line", "    return b  # two"), ("line", "\tlast")]
    assert code.text_content() == "if a:\n    return b  # two\n\n\tlast\n"


def test_a_long_line_is_a_block_that_ends_itself():
    code = element(f'<code>one\n<span class="k">if</span> {LONG}\nthree\nfour</code>')
    notes = mark_lines(code)
    assert lines(code) == [
        ("line", "one"),
        ("long-line", f"if {LONG}"),
        ("line", "three"),
        ("line", "four"),
    ]
    assert code.text_content() == f"one\nif {LONG}three\nfour"
    assert notes == [f"a line of {CODE_COLUMNS + 4} characters is wrapped: if {'x' * 47}…"]


def test_long_lines_at_both_ends_and_next_to_each_other():
    code = element(f"<code>{LONG}\n{LONG}</code>")
    assert len(mark_lines(code)) == 2
    assert [name for name, _ in lines(code)] == ["long-line"] * 2
    assert code.text_content() == LONG * 2


def test_an_element_over_several_lines_is_repeated_in_each():
    half = "y" * (CODE_COLUMNS // 2 + 1)
    code = element(f'<code>a\n<span class="s2">"{half}\n  {half}"</span>\nb</code>')
    assert mark_lines(code) == []
    assert [said for _, said in lines(code)] == ["a", f'"{half}', f'  {half}"', "b"]
    assert [len(line.findall("span")) for line in code.iterchildren()] == [0, 1, 1, 0]
    assert element_text(code).count('class="s2"') == 2
