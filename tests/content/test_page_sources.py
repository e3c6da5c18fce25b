"""The pages as they are written: each fault of text, name or front matter is named, and the others are still read."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.page_sources import front_matter, read_pages
from miniature import write


def read(root):
    problems = Problems()
    pages = read_pages(Project(root), problems)
    return pages, [str(problem).splitlines()[0] for problem in problems]


def test_pages_are_read_by_their_path_with_lines_that_end_alike(tmp_path):
    write(tmp_path, "docs/a.md", "# A\n")
    write(tmp_path, "docs/more/b-2.md", "---\ndescription: B\nhide: [toc]\n---\n# B\n")
    write(tmp_path, "docs/.hidden/c.md", "\0")
    (tmp_path / "docs/d.md").write_bytes(b"# D\r\n")
    pages, problems = read(tmp_path)
    assert problems == []
    assert list(pages) == ["a.md", "d.md", "more/b-2.md"]
    assert pages["d.md"] == "# D\n"
    assert front_matter(pages["more/b-2.md"]) == {"description": "B", "hide": ["toc"]}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\n- a\n---\n# A\n", "2: not a mapping"),
        ("---\na: [\n---\n# A\n", "3: not YAML: did not find expected node content"),
        ("---\ndescription: 5\n---\n# A\n", "2: front matter: the field description is 5"),
        ("---\nplot: 1\n---\n# A\n", "2: front matter: the field plot is 1"),
        ("---\nplot: [a/b#c]\n---\n# A\n", "2: front matter: the field plot is ['a/b#c']"),
        ("---\nplot: a/b\n---\n# A\n", "2: front matter: the field plot is 'a/b'"),
        ("---\ntemplate: x.html\n---\n# A\n", "2: front matter: the field template is unknown"),
        ("---\nhide: toc\n---\n# A\n", "2: front matter: the field hide is 'toc'"),
        ("---\nsearch: {boost: a}\n---\n# A\n", "2: front matter: the field search is {'boost'"),
        ("---\ntitle: A\ntitle: B\n---\n# A\n", "3: front matter: title stands twice"),
        ("---\nplot: a/b#c\n# A\n", "1: its front matter has no end"),
        ("template: x.html\n\n# A\n", "1: the page begins with template:, which is taken"),
        ("# A\n\n" + "[" * 40, "3: 31 brackets stand open in one paragraph"),
        ("# A\n\n" + "[a](" * 40, "3: 31 brackets stand open in one paragraph"),
    ],
)
def test_a_faulty_page_is_named_and_the_others_are_read(tmp_path, text, said):
    write(tmp_path, "docs/a.md", text)
    write(tmp_path, "docs/b.md", "# B\n")
    pages, [problem] = read(tmp_path)
    assert problem.startswith(f"docs/a.md:{said}")
    assert pages["b.md"] == "# B\n"
    # What builders would stumble over is not handed on.
    assert "template: x.html" not in pages["a.md"] or "---" not in pages["a.md"]


def test_below_faulty_front_matter_all_stays_in_its_line(tmp_path):
    write(tmp_path, "docs/a.md", "---\nheading: A\n---\n# A\n\nB.\n")
    pages, _ = read(tmp_path)
    assert pages["a.md"] == "\n\n\n# A\n\nB.\n"


def test_text_that_is_none_leaves_an_empty_page(tmp_path):
    write(tmp_path, "docs/b.md", "")
    (tmp_path / "docs/a.md").write_bytes("# Größe".encode("latin-1"))
    assert read(tmp_path) == ({"a.md": "", "b.md": ""}, ["docs/a.md:1: it is not UTF-8"])


@pytest.mark.parametrize("name", ["Über.md", "a b.md", "a%20b.md", "A.md", "a/b c.md", "a\nb.md"])
def test_a_name_makes_an_address_that_can_be_typed(tmp_path, name):
    write(tmp_path, f"docs/{name}", "# A\n")
    [problem] = read(tmp_path)[1]
    assert "makes an address that is hard to type" in problem
