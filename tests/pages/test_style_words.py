"""Style sheets print no numbers."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.pages.style_words import check_styles
from miniature import ROOT, write

STYLES = """/* content: "9.9" */
a::after { content: "9.9"; }
b::after { content: "nine percent" }
c::after { content: "\\39"; }
d::after { content: attr(data-n); }
e::after { content: counter(n) "."; }
f::after { content: "\\2009"; justify-content: center; }
g::after { content: "#"; width: 9px; }
"""
PRINTS = [
    'a::after { content: "−" }',
    'a::after { content: "times" }',
    'a::after { content: "In the interview" "9" }',
    'a::after { c\\6fntent: "9" }',
    'a::after { CONTENT: "9" }',
    "a::after { content: var(--x) }",
    "a::after { content: Attr(data-n) }",
    "a::after { content: url(9.svg) }",
    'a::after { content: url("9.svg") }',
    "a::after { content: image-set(url(9.svg) 1x) }",
    "a::after { content: 9 }",
    'a { quotes: "9" "9" }',
    "a { quotes: var(--x) }",
    'a { --x: "9" }',
    'a { --x: calc("9") }',
    '@property --x { syntax: "*"; inherits: true; initial-value: "9" }',
    '@counter-style x { system: cyclic; symbols: "9" }',
    "@counter-style x { system: extends decimal }",
    "li { list-style: decimal }",
    'li { list-style-type: "9" }',
    "li { list-style-type: symbols(cyclic 'a') }",
    "li { counter-increment: list-item 98 }",
    "li { counter-reset: x 9 }",
    "a { text-emphasis: '9' }",
    "a { hyphenate-character: '9' }",
    "a { text-overflow: '9' }",
    "a { block-ellipsis: '9' }",
    # The variable is set where nobody looks.
    "a { text-overflow: var(--x) }",
    "a { block-ellipsis: var(--x) }",
    "a { text-emphasis-style: var(--x) }",
    "a { -webkit-text-emphasis: var(--x) }",
    "a { -webkit-hyphenate-character: var(--x) }",
    "li { list-style-type: var(--x) }",
    'a { background: url("data:image/svg+xml,<svg/>") }',
    "a { background: url(data:image/svg+xml;base64,x) }",
    "a { mask: url( DATA:image/svg+xml;base64,x) }",
    "b { a::after { content: '9' } }",
    "@media print { a::after { content: '9' } }",
    "@supports (x: y) { @media print { a { & b::after { content: '9' } } } }",
    "@page { @bottom-right { content: '9' } }",
    '@import "other.css";',
    "@import url(https://a.org/x.css);",
    "a { content }",
]
PLAIN = [
    'a::after { content: "" }',
    'a::after { content: "In the interview" }',
    "a::after { content: none !important }",
    "ul { list-style: none }",
    "a { quotes: none }",
    "a { width: calc(9px - 1em); margin: var(--x) }",
    'a { font-family: "Arial 9", serif }',
    '@font-face { src: url("../fonts/a.woff2") format("woff2") }',
    '@import "palette.css";',
    '[data-x="9"] a:nth-child(9) { color: #999 }',
]


def lines_of(root, text, name="docs/assets/stylesheets/a.css"):
    problems = Problems()
    write(root, name, text)
    check_styles(Project(root), problems)
    assert {problem.path for problem in problems} <= {name}
    return [problem.line for problem in problems]


def test_what_a_style_sheet_prints_is_named_with_its_line(tmp_path):
    assert lines_of(tmp_path, STYLES) == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("rule", PRINTS)
def test_nothing_prints_that_is_in_no_list(tmp_path, rule):
    assert lines_of(tmp_path, f"a {{ width: 9px }}\n\n{rule}\n")[0] == 3


@pytest.mark.parametrize("rule", PLAIN)
def test_what_prints_no_number_passes(tmp_path, rule):
    assert lines_of(tmp_path, rule) == []


@pytest.mark.parametrize("name", ["docs/assets/x.css", "docs/a/b/c.css", "docs/assets/katex/a.css"])
def test_sheets_in_all_folders_are_looked_at(tmp_path, name):
    assert lines_of(tmp_path, PRINTS[0], name) == [1]


def test_the_sheets_of_the_site_pass():
    problems = Problems()
    check_styles(Project(ROOT), problems)
    assert list(map(str, problems)) == []
