"""Hooks and templates that fail: each is one sentence with file, line and cure, and none hides another."""

import shutil

import pytest

from miniature import said, write

FAULTY = "# A { #a }\n\nSee [x](claim:9.9).\n"
CLAIM = "docs/named.md:3: there is no claim '9.9'"


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
    # The miniature's templates are a link to those of the project.
    overrides, path = rich.root / "overrides", "overrides/main.html"
    own = overrides.resolve()
    overrides.unlink()
    shutil.copytree(own, overrides)
    text = (own / "main.html").read_text("utf-8")
    begin = "{% block extrahead %}\n"
    assert begin in text
    at = text.partition(begin)[0].count("\n") + 2
    write(rich.root, path, text.replace(begin, f"{begin}{line}\n", 1))
    write(rich.root, "docs/named.md", FAULTY)
    report = said(rich)
    assert f"{path}:{at}: {what}" in report
    assert CLAIM in report
    assert "stumbled" not in report
