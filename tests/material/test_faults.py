"""What MkDocs would stop at is a problem with its place, and the other pages are looked at too."""

import pytest

from cheatsheet.base.problems import BadInput
from cheatsheet.commands.build import build
from miniature import PAGE, write


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("site_name:", "site_nam:", "mkdocs.yml: site_name: Required configuration not provided."),
        ("theme:", "theme: [", "mkdocs.yml:"),
        ("  name: material", "  name: immaterial", "mkdocs.yml:"),
        ("  - tables", "  - tables_of_mine", "mkdocs.yml:"),
        ("  - search:", "  - searching:", "mkdocs.yml:"),
        ("nav: [index.md", "nav: [gone.md, index.md", "mkdocs.yml:11: the menu leads"),
        ("nav:", "nav: 5\nnaf:", "mkdocs.yml:"),
    ],
)
def test_a_faulty_configuration_is_named(ran, old, new, said):
    config = (ran.root / "mkdocs.yml").read_text("utf-8")
    assert old in config
    write(ran.root, "mkdocs.yml", config.replace(old, new, 1))
    with pytest.raises(BadInput) as caught:
        build(ran)
    assert said in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\0", b"a: \xff", b"", b"- a", b"5"])
def test_a_configuration_of_another_form_is_named(ran, data):
    (ran.root / "mkdocs.yml").write_bytes(data)
    with pytest.raises(BadInput) as caught:
        build(ran)
    assert {problem.path for problem in caught.value.problems} == {"mkdocs.yml"}


def test_a_page_that_cannot_be_converted_does_not_hide_what_is_wrong_with_others(ran):
    write(ran.root, "docs/cnn.md", PAGE + "\n" + "1. " * 3000 + "a\n")
    write(ran.root, "docs/deep.md", "# Deep\n\n" + "> " * 3000 + "a\n")
    write(ran.root, "docs/index.md", "# Home { #home }\n\nSee [x](claim:9.9).\n")
    write(ran.root, "docs/claims.yml", "- 5\n")
    (ran.docs / "latin.md").write_bytes("# Größe".encode("latin-1"))
    with pytest.raises(BadInput) as caught:
        build(ran)
    report = str(caught.value)
    assert "docs/cnn.md: it cannot be converted: RecursionError" in report
    assert "docs/index.md:3: there is no claim '9.9'" in report
    assert "docs/claims.yml:1: claim number 1: the entry is not a mapping" in report
    assert "docs/latin.md:1: it is not UTF-8" in report


def test_what_editors_leave_is_not_published(ran):
    for name in ("notes.md~", "#notes.md#", "cnn.md.orig", "cnn.md.bak", "cnn.md.rej", "a.tmp"):
        write(ran.root, f"docs/{name}", "secret")
    write(ran.root, "docs/kept.md", "# Kept { #kept }\n")
    build(ran)
    assert (ran.site / "kept/index.html").exists()
    assert not [
        path for path in ran.site.rglob("*") if path.is_file() and path.read_bytes() == b"secret"
    ]


def test_without_a_standard_input_the_settings_are_found(ran, monkeypatch, tmp_path_factory):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    monkeypatch.setattr("sys.stdin", None)
    assert "Built" in build(ran)
