"""Style sheets print no numbers."""

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.pages.style_words import check_styles
from miniature import write

STYLES = """/* content: "9.9" */
a::after { content: "9.9"; }
b::after { content: "nine percent" }
c::after { content: "\\39"; }
d::after { content: attr(data-n); }
e::after { content: counter(n) "."; }
f::after { content: "\\2009"; justify-content: center; }
g::after { content: "#"; width: 9px; }
"""


def test_what_a_style_sheet_prints_is_named_with_its_line(tmp_path):
    problems = Problems()
    write(tmp_path, "docs/assets/stylesheets/a.css", STYLES)
    check_styles(Project(tmp_path), problems)
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6]
    assert {problem.path for problem in problems} == {"docs/assets/stylesheets/a.css"}
