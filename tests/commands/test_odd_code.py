"""Hooks and templates that fail: each is one sentence with file, line and cure, and none hides another."""

import shutil

import pytest

from miniature import said, write

FAULTY = "# A { #a }\n\nSee [x](claim:9.9).\n"
CLAIM = "docs/named.md:3: there is no claim '9.9'"


def own_template(root):
    """The text of the miniature's main.html, which is a copy from here on: its templates are a link to the project's."""
    overrides = root / "overrides"
    own = overrides.resolve()
    overrides.unlink()
    shutil.copytree(own, overrides)
    return (own / "main.html").read_text("utf-8")


def with_behind(text, place, more):
    """A text with more behind the place that it holds once."""
    assert text.count(place) == 1
    return text.replace(place, place + more)


@pytest.mark.parametrize(
    ("hook", "what"),
    [
        (
            "def on_page_content(html, **_):\n    return 1 / 0",
            "hook.py:3: on_page_content raises ZeroDivisionError: division by zero",
        ),
        (
            "def on_page_markdown(markdown):\n    pass",
            "hook.py:2: on_page_markdown raises TypeError: ",
        ),
        (
            "def on_page_content(html, **_):\n    return {}",
            "hook.py:2: on_page_content gives dict, and str is wanted",
        ),
        (
            "def on_files(files, **_):\n    return []",
            "hook.py:2: on_files gives list, and Files is wanted",
        ),
        (
            "def on_config(config):\n    raise SystemExit(3)",
            "hook.py:3: on_config raises SystemExit: 3",
        ),
        (
            "def on_config(config):\n    raise BaseException('all')",
            "hook.py:3: on_config raises BaseException: all",
        ),
    ],
)
def test_a_hook_that_fails_is_named_once_with_its_line(rich, hook, what):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    write(rich.root, "hook.py", f"\n{hook}\n")
    write(rich.root, "mkdocs.yml", f"hooks: [hook.py]\n{config}")
    write(rich.root, "docs/named.md", FAULTY)
    report = said(rich)
    assert report.count(what) == 1, report
    assert CLAIM in report
    assert "stumbled" not in report


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{% include "gone.html" %}', "there is no template 'gone.html'"),
        ('{{ "a".b.c }}', "UndefinedError: "),
        ("{% endif %}", "TemplateSyntaxError: "),
        ("{{ 1 / 0 }}", "ZeroDivisionError: "),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(rich, line, what):
    path, begin = "overrides/main.html", "{% block extrahead %}\n"
    text = own_template(rich.root)
    at = text.partition(begin)[0].count("\n") + 2
    write(rich.root, path, with_behind(text, begin, f"{line}\n"))
    write(rich.root, "docs/named.md", FAULTY)
    report = said(rich)
    assert f"{path}:{at}: {what}" in report
    assert CLAIM in report
    assert "stumbled" not in report


@pytest.mark.parametrize(
    "text", ["", "<p>hello</p>", "{% extends 'base.html' %}{% block container %}{% endblock %}"]
)
def test_a_template_that_leaves_out_the_page_is_one_fault(rich, text):
    own_template(rich.root)
    write(rich.root, "overrides/main.html", text)
    write(rich.root, "docs/named.md", FAULTY)
    report = said(rich)
    assert report.count("overrides/main.html: it makes pages without a head or an article") == 1
    assert CLAIM in report
    assert "stumbled" not in report


def test_no_template_prints_a_number_that_nothing_checks(rich):
    text = with_behind(own_template(rich.root), '<p class="page-foot">', "Adam reaches 84.1 AP.")
    text = with_behind(
        text, "{% block extrahead %}", '<meta name="keywords" content="accuracy 89.1 AP">'
    )
    inner = "{% if page and not page.is_homepage %}<div>Accuracy 85.1 here</div>{% endif %}"
    text = with_behind(text, "{% block header %}", inner)
    write(rich.root, "overrides/main.html", text)
    report = said(rich).splitlines()
    for number, path in (
        ("84.1", "overrides/main.html"),
        ("89.1", "overrides/main.html"),
        ("85.1", "mkdocs.yml"),
    ):
        said_so = f"the number '{number}' is printed, and nothing checks it"
        assert {line.partition(":")[0] for line in report if line.endswith(said_so)} == {path}
