"""Section pages: which pages are sections, in which order, and what each says of itself."""

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.sections import read_sections
from miniature import PAGE, write


def read(root):
    problems = Problems()
    return read_sections(Project(root), problems), [str(problem) for problem in problems]


def test_a_page_says_what_it_is(tmp_path):
    write(tmp_path, "docs/cnn.md", PAGE)
    [section], problems = read(tmp_path)
    assert problems == []
    assert section.number == 1
    assert section.name == "Miniature"
    assert section.title == "1. Miniature"
    assert section.slug == "cnn"
    assert section.label == "docs/cnn.md"
    assert section.url == "cnn/"
    assert section.lead == "One sentence."
    assert section.description == "A page of the miniature."
    assert section.plot == "cnn/good#line"
    assert section.text == PAGE
    assert section.alternatives == {("cnn/good", "line"): "A rising line"}


def test_sections_are_the_home_page_and_the_numbered_ones_in_order(tmp_path):
    write(tmp_path, "docs/index.md", "# Home of 10. things { #home }\n")
    write(tmp_path, "docs/a.md", "# 10. Last { #a }\n")
    write(tmp_path, "docs/b.md", "# 9. Before { #b }\n")
    write(tmp_path, "docs/c.md", "# 2. Second\n\n# 1. No title\n")
    write(tmp_path, "docs/claims.md", "# Claims { #claims }\n\n## 3. Part { #part }\n")
    write(tmp_path, "docs/deep/d.md", "# 4. Deeper { #d }\n")
    sections, problems = read(tmp_path)
    assert problems == []
    assert [(section.number, section.slug, section.title) for section in sections] == [
        (0, "index", "Home of 10. things"),
        (2, "c", "2. Second"),
        (9, "b", "9. Before"),
        (10, "a", "10. Last"),
    ]
    assert sections[0].url == ""


def test_two_sections_of_one_number_are_named(tmp_path):
    for name in "ab":
        write(tmp_path, f"docs/{name}.md", f"# 2. Networks {{ #{name} }}\n")
    _, problems = read(tmp_path)
    assert [problem.splitlines()[0] for problem in problems] == [
        "docs/b.md: it is section 2, as docs/a.md is"
    ]


def test_what_a_page_does_not_say_is_empty(tmp_path):
    write(tmp_path, "docs/index.md", "Words.\n")
    [section], problems = read(tmp_path)
    assert problems == []
    assert (section.number, section.name) == (0, "index")
    assert (section.lead, section.description, section.plot) == ("", "", "")
    assert section.alternatives == {}


def test_a_lead_has_no_markup(tmp_path):
    text = "# 1. A\n\nA `b` [c](term:c) [1.1](claim:1.1)\n{ .lead }\n"
    write(tmp_path, "docs/a.md", text)
    assert read(tmp_path)[0][0].lead == "A b c"


def test_faulty_front_matter_is_named_with_its_line_and_the_page_is_still_read(tmp_path):
    cure = "\n    cure: write KEY: VALUE, one a line, between two lines ---"
    write(tmp_path, "docs/cnn.md", PAGE.replace("plot: cnn/good#line", "plot: [cnn"))
    [section], [problem] = read(tmp_path)
    # Where the file goes on instead of closing the list.
    assert problem.startswith("docs/cnn.md:4: not YAML: ")
    assert problem.endswith(cure)
    assert section.name == "Miniature"
    write(tmp_path, "docs/cnn.md", PAGE.replace("description: ", "- ").replace("plot: ", "- "))
    assert read(tmp_path)[1] == [f"docs/cnn.md:2: not a mapping{cure}"]
