"""Settings that MkDocs refuses: each is one problem with its line, and the pages are read as if it were right."""

import pytest
import yaml

from cheatsheet.material.usual import usual
from miniature import change, said, write

NAMED = "# Named { #named }\n\nSee [x](claim:9.9).\n"
HIDDEN = "not_in_nav: |\n  /examples/*/*.md\n  /questions/*.md\n"
NO_CLAIM = "docs/named.md:3: there is no claim '9.9'"
NEVER = "markdown_extensions: Failed to load extension 'never'. ModuleNotFoundError"
OTHERWISE = "has other options than the site is made for"


def check(rich, line_with, what):
    """The setting and the page are named, and nothing else; the first in its line."""
    write(rich.root, "docs/named.md", NAMED)
    lines = (rich.root / "mkdocs.yml").read_text("utf-8").split("\n")
    [at] = [number for number, line in enumerate(lines, 1) if line_with in line]
    page, setting = said(rich).split("\n")
    assert page == NO_CLAIM
    assert setting.startswith(f"mkdocs.yml:{at}: {what}")


@pytest.mark.parametrize(
    ("setting", "what"),
    [
        ("strict: 5", "strict: Expected type: <class 'bool'>"),
        ("watch: [nope]", "watch: The path 'nope' isn't an existing file or directory."),
        ("draft_docs: 5", "draft_docs: Expected a multiline string"),
        ("dev_addr: nope", "dev_addr: Must be a string of format"),
        ("docs_dir: examples", "docs_dir is 'examples', and the pages lie in docs"),
        ("pages: [index.md]", "pages: The configuration option 'pages' was removed"),
        ("edit_uri_template: '{nope}'", "edit_uri_template: Unknown template substitute"),
        ("extra: {a: !nope b}", "extra: not a value: could not determine a constructor"),
        ("extra: {a: !!python/name:no.no }", "extra: not a value: cannot find module 'no'"),
        ("extra: {a: 2026-13-45}", "extra: not a value: month must be in 1..12"),
        ("repo_name: !ENV {a: b}", "repo_name: not a value: expected a scalar"),
        ("config_file_path: x", "config_file_path: MkDocs says it itself, and no file may"),
        ("? [a, b]", "the name of a setting is no text"),
    ],
)
def test_a_setting_beside_the_others(rich, setting, what):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    write(rich.root, "mkdocs.yml", f"{config}{setting}\n")
    check(rich, setting, what)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("  name: material", "  name: nope", "theme: name is not material"),
        ("custom_dir: overrides", "custom_dir: [a]", "theme: custom_dir is not overrides"),
        ("  language: en", "  language: xx", "theme: language is not en"),
        ("  font: false", "  font: {text: A}", "theme: font is not False"),
        ("  icon:\n", "  icon: 5\n  icom:\n", "theme: icon is no mapping"),
        ("toggle: { icon: material/brightness-auto", "toggle: 5 #", "theme: toggle is no mapping"),
        ("  - cheatsheet\n", "  - cheatsheet\n  - nope\n", 'plugins: The "nope" plugin is not'),
        ("  - cheatsheet\n", "  - cheatsheet\n  - {a: 1, b: 2}\n", "plugins: Invalid Plugins"),
        ("  - cheatsheet\n", "  - cheatsheet:\n      x: 1\n", f"plugins: cheatsheet {OTHERWISE}"),
        ("- search:\n", "- search:\n      enabled: no\n", f"plugins: search {OTHERWISE}"),
        ("      separator: '", "      separator: '[(", f"plugins: search {OTHERWISE}"),
        ("  - tables\n", "  - never\n", NEVER),
        ("permalink_title: Link", "permalonk: Link", "markdown_extensions: Failed to load"),
        ("    anchors: warn", "    anchors: wran", "validation: Sub-option 'links'"),
        ("  redirects.yml\n", "  redirects.yml\n  !\n", "exclude_docs: Invalid git pattern"),
        (HIDDEN, "not_in_nav: 5\n", "not_in_nav: Expected a multiline"),
    ],
)
def test_a_setting_of_the_site(rich, old, new, what):
    places = {"exclude_docs": "exclude_docs:", "plugins: search": "- search:"}
    change(rich, "mkdocs.yml", old, new)
    line = next((place for word, place in places.items() if word in what), None)
    if line is None:
        line = next(part.strip() for part in new.split("\n") if part not in old.split("\n"))
    check(rich, line, what)


@pytest.mark.parametrize("text", ["def x(:\n", "1 / 0\n", "raise SystemExit(3)\n"])
def test_a_hook_that_cannot_be_imported(rich, text):
    write(rich.root, "hook.py", text)
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    write(rich.root, "mkdocs.yml", f"{config}hooks: [hook.py]\n")
    check(rich, "hooks:", "hooks: ")


def test_a_plugin_that_stands_twice(rich):
    change(rich, "mkdocs.yml", "  - cheatsheet\n", "  - cheatsheet\n  - cheatsheet # again\n")
    check(rich, "# again", "plugins: cheatsheet stands twice")


@pytest.mark.parametrize(
    "data", [b"a: [\n", b"", b"- a\n", b"site_name: \xff\n", b"\xef\xbb\xbfsite_name: x\n"]
)
def test_a_file_that_says_no_settings_hides_no_page(rich, data):
    (rich.root / "mkdocs.yml").write_bytes(data)
    write(rich.root, "docs/named.md", NAMED)
    page, setting = said(rich).split("\n")
    assert page == NO_CLAIM
    assert setting.startswith("mkdocs.yml:")


def test_a_needed_setting_that_is_missing(rich):
    change(rich, "mkdocs.yml", "theme:\n  name: material\n", "extra:\n  name: material\n")
    write(rich.root, "docs/named.md", NAMED)
    missing = "mkdocs.yml: theme: Required configuration not provided."
    assert said(rich).split("\n") == [NO_CLAIM, missing]


def test_the_usual_settings_are_those_of_the_project(root):
    text = (root / "mkdocs.yml").read_text("utf-8").replace("!ENV ", "")
    written = yaml.safe_load(text)
    for name in usual().keys() - {"site_name"}:
        assert usual()[name] == written[name], name
