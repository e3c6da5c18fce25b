"""MkDocs on what was read: one build knows nothing of another."""

import builtins
import io
import logging
from collections import Counter
from pathlib import Path

import pytest

from cheatsheet.base.problems import BadInput, Problems
from cheatsheet.content.read import read_content
from cheatsheet.material.build import build_site
from cheatsheet.material.plugin import CheatsheetPlugin
from miniature import PAGE, result, write


def finished(project, **options):
    problems = Problems()
    content = read_content(project, problems)
    return build_site(content, problems, project.cache / "mkdocs", **options)


def test_the_site_is_returned_and_the_checkout_left_alone(ran, monkeypatch, tmp_path_factory):
    """From any folder: paths of the configuration are the checkout's."""
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    site = finished(ran)
    assert "cnn/index.html" in site.pages
    assert not ran.site.exists()
    assert (ran.cache / "mkdocs/cnn/index.html").exists()


def opened_by(project, folder: str, monkeypatch) -> Counter[str]:
    """How often a build of all pages opens each file that is not kept from another one."""
    opened, plain = Counter(), open

    def counted(file, *options, **named):
        if isinstance(file, str | Path) and Path(file).is_relative_to(project.root):
            opened[Path(file).relative_to(project.root).as_posix()] += 1
        return plain(file, *options, **named)

    problems = Problems()
    with monkeypatch.context() as patch:
        for module in (builtins, io):
            patch.setattr(module, "open", counted)
        build_site(read_content(project, problems), problems, project.cache / folder)
    return Counter({name: times for name, times in opened.items() if name[0] != "."})


def test_no_file_is_read_again_for_each_page(ran, monkeypatch):
    """Text and seal of a page are of one edit, also while somebody writes."""
    few = opened_by(ran, "few", monkeypatch)
    assert few["docs/cnn.md"] == few["docs/claims.md"] == few["docs/index.md"] == 1
    assert few["docs/claims.yml"] == 2
    more = [f"docs/page-{letter}.md" for letter in "abc"]
    for name in more:
        write(ran.root, name, "# Page { #page }\n\nOf words.\n")
    assert opened_by(ran, "many", monkeypatch) - few == dict.fromkeys(more, 1)


def test_an_address_stands_for_that_of_the_configuration(ran, monkeypatch):
    monkeypatch.setenv("SITE_URL", "https://example.org/configured/")
    path = ".//link[@rel='canonical']"
    page = finished(ran).pages["cnn/index.html"]
    assert page.find(path).get("href") == "https://example.org/configured/cnn/"
    page = finished(ran, site_url="http://127.0.0.1:8000/").pages["cnn/index.html"]
    assert page.find(path).get("href") == "http://127.0.0.1:8000/cnn/"


def test_problems_that_were_found_before_stop_it_with_those_that_are_found_now(ran):
    write(ran.root, "docs/cnn.md", PAGE + "\nSee [x](nowhere.md).\n")
    problems = Problems()
    content = read_content(ran, problems)
    problems.add("docs/terms.yml", 3, "found before", "mend it")
    with pytest.raises(BadInput) as caught:
        build_site(content, problems, ran.cache / "mkdocs")
    assert [(problem.path, problem.line, problem.what) for problem in caught.value.problems] == [
        ("docs/cnn.md", 18, "the link nowhere.md leads nowhere"),
        ("docs/terms.yml", 3, "found before"),
    ]


def test_a_build_sees_nothing_of_the_one_before(ran):
    """Neither its problems nor its pages, and no listener is left behind by either."""
    listeners = list(logging.getLogger("mkdocs").handlers)
    write(ran.root, "docs/cnn.md", PAGE + "\nSee [x](nowhere.md) and [y](example:cnn/no).\n")
    with pytest.raises(BadInput):
        finished(ran)
    write(ran.root, "docs/cnn.md", PAGE.replace("[1.0](example:cnn/good#slope)", "one"))
    write(ran.root, "docs/second.md", "# Second { #second }\n\n[1.0](example:cnn/good#slope)\n")
    page = finished(ran).pages["examples/cnn/good/index.html"]
    # The figure is still used there.
    assert [link.text for link in page.xpath("//p[@class='used-in']/a")] == ["1. Miniature"]
    plain = PAGE[: PAGE.index("With $a")] + "## Sources { #sources }\n"
    write(ran.root, "docs/cnn.md", plain)
    page = finished(ran).pages["examples/cnn/good/index.html"]
    assert page.xpath("//p[@class='used-in']") == []
    assert logging.getLogger("mkdocs").handlers == listeners


def test_a_failure_before_the_first_page_is_not_hidden_by_another():
    """MkDocs says that a build failed also where the plugin has not begun."""
    listeners = list(logging.getLogger("mkdocs").handlers)
    CheatsheetPlugin().on_build_error(error=ValueError("first"))
    assert logging.getLogger("mkdocs").handlers == listeners


def test_what_was_read_is_used_and_not_read_again(ran, monkeypatch):
    """Results that the folders do not hold show up on the pages."""
    problems = Problems()
    content = read_content(ran, problems)
    monkeypatch.setattr("cheatsheet.material.plugin.read_alone", None)
    real = content.results["cnn/good"]
    content.results["cnn/good"] = result(
        "Another title", "Is it?", {"slope": "1.0", "more": "7"}, real.figures, notebook=real.notebook
    )  # fmt: skip
    page = build_site(content, problems, ran.cache / "mkdocs").pages["examples/cnn/good/index.html"]
    assert page.findtext(".//td[@id='more']/code") == "more"
    assert "Another title" in page.findtext(".//title")
