"""Settings that MkDocs takes, and that it or its theme stumbles over without a line: each is one problem, and hides none."""

import pytest
import yaml

from cheatsheet.commands.build import build
from miniature import change, said, write

NAMED = "# Named { #named }\n\nSee [x](claim:9.9).\n"
NO_CLAIM = "docs/named.md:3: there is no claim '9.9'"
SITE_URL = 'site_url: !ENV [SITE_URL, ""]'


@pytest.mark.parametrize(
    ("setting", "at", "what"),
    [
        ("extra: 5", 0, "extra is no mapping of names to values"),
        ("extra:\n  social: 5", 1, "extra: social is no list of links"),
        (
            "extra:\n  social:\n    - {link: https://a.org/x, icon: fontawesome/brands/github}\n    - {link: 5}",
            3,
            "an entry of social has no link that is a text",
        ),
        (
            "extra:\n  social:\n    - {link: https://a.org/x, icon: 5}",
            2,
            "the icon of an entry of social is no text",
        ),
        (
            "extra:\n  social:\n    - {link: 'javascript:x', icon: fontawesome/brands/github}",
            2,
            "the address javascript:x has the scheme javascript",
        ),
        (
            "use_directory_urls: false",
            0,
            "use_directory_urls is false, and the pages of this site are folders",
        ),
        ("site_dir: .", 0, "site_dir is '.', where the sources lie, and a build empties it"),
        ("site_dir: ..", 0, "site_dir is '..', where the sources lie, and a build empties it"),
        (
            "site_dir: docs/x",
            0,
            "site_dir is 'docs/x', where the sources lie, and a build empties it",
        ),
    ],
)
def test_a_value_that_the_site_cannot_have_is_named_with_its_line(rich, setting, at, what):
    config = (rich.root / "mkdocs.yml").read_text("utf-8")
    write(rich.root, "mkdocs.yml", f"{config}\n{setting}\n")
    write(rich.root, "docs/named.md", NAMED)
    line = config.count("\n") + 2 + at
    assert said(rich).split("\n") == [NO_CLAIM, f"mkdocs.yml:{line}: {what}"]


@pytest.mark.parametrize("value", ["[a]", "[5]", "[null]", "[{a: 1}]", "{a: 1}"])
@pytest.mark.parametrize("name", ["site_url", "repo_url"])
def test_an_address_that_is_no_text_is_named_where_it_stands(rich, name, value):
    write(rich.root, "docs/named.md", NAMED)
    config = yaml.compose((rich.root / "mkdocs.yml").read_text("utf-8"))
    lines = (rich.root / "mkdocs.yml").read_text("utf-8").split("\n")
    [at] = [key.start_mark.line for key, _ in config.value if key.value == name]
    lines[at] = f"{name}: {value}"
    write(rich.root, "mkdocs.yml", "\n".join(lines))
    assert said(rich).split("\n") == [
        NO_CLAIM,
        f"mkdocs.yml:{at + 1}: {name} is no address of the web",
    ]


@pytest.mark.parametrize("address", ["http://[::1", "a.org", "https://a.org:99999/", "ftp://a.org"])
def test_an_address_of_the_site_that_is_none_is_named_where_it_stands(rich, monkeypatch, address):
    write(rich.root, "docs/named.md", NAMED)
    monkeypatch.setenv("SITE_URL", address)
    assert said(rich).split("\n") == [
        f"SITE_URL: its value is no address: {address!r}",
        NO_CLAIM,
    ]
    monkeypatch.delenv("SITE_URL")
    change(rich, "mkdocs.yml", SITE_URL, f'site_url: "{address}"')
    assert said(rich).split("\n") == [NO_CLAIM, "mkdocs.yml:7: site_url is no address of the web"]


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("nope.md", "the menu leads to 'nope.md', and there is no such page"),
        ("{X: nope.md}", "the menu leads to 'nope.md', and there is no such page"),
        ("{X: [terms.md, nope.md]}", "the menu leads to 'nope.md', and there is no such page"),
        ("{X: [nope.md]}", "the menu leads to 'nope.md', and there is no such page"),
        ("{X: 'javascript:x'}", "the address javascript:x has the scheme javascript"),
        ("{X: 'http://[::1'}", "the address http://[::1 cannot be read"),
        ("{X: /cnn/}", "the menu leads to '/cnn/', and there is no such page"),
    ],
)
def test_what_the_menu_cannot_lead_to_is_named_with_its_line(rich, entry, what):
    change(rich, "mkdocs.yml", "terms.md, ", "")
    change(rich, "mkdocs.yml", "nav: [", f"nav: [\n{entry}, ")
    write(rich.root, "docs/named.md", NAMED)
    assert said(rich).split("\n") == [NO_CLAIM, f"mkdocs.yml:12: {what}"]


def test_a_page_that_the_menu_leads_to_twice_is_named_where_it_stands_again(rich):
    change(rich, "mkdocs.yml", "examples.md]", "examples.md,\n{X: cnn.md}]")
    assert said(rich) == "mkdocs.yml:12: the menu leads to cnn.md twice"


def test_the_menu_may_begin_with_a_section(rich):
    change(rich, "mkdocs.yml", "nav: [index.md, cnn.md", "nav: [cnn.md, index.md")
    build(rich)


def test_the_menu_may_lead_to_an_example_and_elsewhere(rich):
    links = "{Line: examples/cnn/good.md}, {There: [{Here: 'https://a.org/x'}, named.md]}"
    change(rich, "mkdocs.yml", "nav: [", f"nav: [{links}, ")
    write(rich.root, "docs/named.md", "# Named { #named }\n")
    build(rich)
    page = (rich.site / "cnn/index.html").read_text("utf-8")
    assert 'href="https://a.org/x"' in page
