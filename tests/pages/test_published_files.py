"""Files beside the pages: those of the list are published, all others are named."""

import os

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.pages.published_files import check_published
from miniature import ROOT


def named(*paths):
    problems = Problems()
    check_published(paths, problems)
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
