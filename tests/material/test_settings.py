"""Settings whose values have another form than MkDocs takes without a word."""

import pytest

from cheatsheet.base.problems import Problems
from cheatsheet.material.settings import check_settings

ABOVE = "site_name: A site\nplugins: [cheatsheet, search]\n"


def found(setting: str) -> list[tuple[int, str]]:
    problems = Problems()
    check_settings(f"{ABOVE}{setting}\n", problems)
    return [(problem.line, problem.what) for problem in problems]


@pytest.mark.parametrize(
    "name", ["extra_css", "extra_javascript", "extra_templates", "watch", "hooks"]
)
@pytest.mark.parametrize("value", ["a/b", "[1]", "[[a]]", "{a: b}", "['']"])
def test_paths_are_a_list_of_texts(name, value):
    assert found(f"{name}: {value}") == [(3, f"{name} is no list of paths")]
    assert found(f"{name}: [a/b, !ENV C]") == []


@pytest.mark.parametrize(
    "name",
    [
        "site_description",
        "site_author",
        "copyright",
        "repo_name",
        "edit_uri",
        "docs_dir",
        "site_dir",
    ],
)
@pytest.mark.parametrize("value", ["5", "[a]", "''", "2026-11-26"])
def test_words_and_folders_are_texts(name, value):
    assert found(f"{name}: {value}") == [(3, f"{name} is no text")]
    assert found(f"{name}: a") == []


def test_a_name_that_stands_twice_is_named_wherever_that_is():
    assert found("extra:\n  social:\n    - link: a\n      link: b\nsite_name: B") == [
        (6, "link stands twice"),
        (7, "site_name stands twice"),
    ]
