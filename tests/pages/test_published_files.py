"""Files beside the pages: those of the list are published, all others are named."""

import os

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.pages.published_files import check_published
from miniature import ROOT, write


def named(*paths):
    problems = Problems()
    check_published(ROOT, paths, problems)
    return [problem.path for problem in problems]


@pytest.mark.parametrize(
    "path",
    [
        "docs/notes.txt",
        "docs/assets/plot.svg",
        "docs/assets/fonts/notes.txt",
        "docs/assets/icons/plot.svg",
        "docs/assets/data.json",
        "docs/more/addresses.txt",
        "docs/more/CNAME",
        "docs/assets/robots.txt",
        "overrides/CNAME",
        "docs/assets/katex/README",
        "overrides/assets/x.css",
        "overrides/addresses.txt",
    ],
)
def test_what_is_in_no_list_is_named(path):
    assert named(path) == [path]


def test_a_page_of_html_is_named_elsewhere():
    assert named("docs/page.html") == []


def test_what_the_project_publishes_is_in_the_list():
    folder = ROOT / "docs/assets"
    files = [
        os.path.relpath(os.path.join(within, name), ROOT)
        for within, _, names in os.walk(folder)
        for name in names
    ]
    left_out = (".ttf", ".d.ts", "katex.min.js")
    assert named(*[name for name in files if not name.endswith(left_out)]) == []


def read(root, name, text):
    problems = Problems()
    write(root, f"docs/{name}", text)
    check_published(root, [f"docs/{name}"], problems)
    assert all(problem.cure for problem in problems)
    return [(problem.path, problem.line) for problem in problems]


ROBOTS = """User-agent: *
disallow: /examples/*.zip$
Allow: /
Disallow:
Crawl-delay: 10

Sitemap: https://cheatsheet.example.org/sitemap.xml
"""


def test_what_a_host_needs_passes(tmp_path):
    assert read(tmp_path, "robots.txt", ROBOTS) == []
    assert read(tmp_path, "CNAME", "cheatsheet.example.org\n") == []
    assert read(tmp_path, "CNAME", "xn--a-0.Example.org") == []


@pytest.mark.parametrize(
    "line",
    [
        "word",
        "# 99.4 % are right",
        "User-agent: * 99.4 %",
        "Accuracy: 99.4",
        "Allow: 99.4",
        "Sitemap: 9",
    ],
)
def test_what_is_no_line_of_robots_is_named(tmp_path, line):
    assert read(tmp_path, "robots.txt", f"{ROBOTS}{line}\n") == [("docs/robots.txt", 8)]


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("a.org\nb.org\n", 2), ("https://a.org\n", 1), ("a\n", 1), ("99.4\n", 1), ("a.org/b", 1), ("-a.org", 1), ("a b.org", 1)],
)  # fmt: skip
def test_what_is_no_name_of_a_host_is_named(tmp_path, text, line):
    assert read(tmp_path, "CNAME", text) == [("docs/CNAME", line)]


def test_one_that_cannot_be_read_is_one_problem(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/CNAME").write_bytes(b"\xff")
    problems = Problems()
    check_published(tmp_path, ["docs/CNAME"], problems)
    assert [problem.what for problem in problems] == ["it is not UTF-8"]
