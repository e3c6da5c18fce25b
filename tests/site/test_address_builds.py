"""Whole builds of the miniature: every kind of address is published, none goes away unseen."""

import re

import pytest
from bs4 import BeautifulSoup

from cheatsheet.base.problems import BadInput
from cheatsheet.commands.build import build, publish
from cheatsheet.site.addresses import offered
from cheatsheet.site.model import Site
from miniature import PAGE, write

PARTS = """
## Kinds { #kinds }

| Name | Value |
| --- | --- |
| First { #row-first } | one |

$$a = b$$
{ #eq-equal }

/// correction | “Once”
    attrs: {id: corrected-1-1}
Twice.
///
"""
ASKED = """# Questions { #cnn-questions }

## Slope { #slope }

/// question | Why so?
    attrs: {id: q-why-so}
    level: core

Because.
///
"""


@pytest.fixture
def published(ran):
    """The miniature with all kinds of addresses, built and published."""
    write(ran.root, "docs/cnn.md", PAGE + PARTS)
    write(ran.root, "docs/questions/cnn.md", ASKED)
    build(ran)
    publish(ran)
    return ran


def redirect(project, text):
    write(project.root, "docs/redirects.yml", text)


def page_of(project, name):
    return BeautifulSoup((project.site / name / "index.html").read_text("utf-8"), "lxml")


def list_of(project):
    return (project.docs / "addresses.txt").read_text("utf-8")


def report_of(project):
    with pytest.raises(BadInput) as caught:
        build(project)
    return str(caught.value)


def test_every_kind_is_collected_in_the_order_of_the_pages(published):
    addresses = offered(Site.read(published.site), ["index", "cnn"])
    assert list_of(published).splitlines() == addresses
    assert [
        address for address in addresses if not address.startswith(("examples", "questions"))
    ] == [
        "./",
        "./#home",
        "cnn/",
        "cnn/#cnn",
        "cnn/#slope",
        "cnn/#fig-good-line",
        "cnn/#sources",
        "cnn/#kinds",
        "cnn/#row-first",
        "cnn/#eq-equal",
        "cnn/#corrected-1-1",
        "claims/",
        "claims/#claims",
        "claims/#cnn",
        "claims/#1.1",
    ]
    assert [address for address in addresses if address.startswith("questions")] == [
        "questions/cnn/",
        "questions/cnn/#cnn-questions",
        "questions/cnn/#slope",
        "questions/cnn/#q-why-so",
    ]
    assert [address for address in addresses if address.startswith("examples")] == [
        "examples/",
        "examples/#examples",
        "examples/#cnn",
        "examples/cnn/good/",
        "examples/cnn/good/#line",
        "examples/cnn/good/#slope",
    ]


def test_the_list_only_grows_at_its_end(published):
    before = list_of(published)
    assert publish(published) == []
    longer = PAGE.replace("## Slope", "## New { #new }\n\n## Slope")
    write(published.root, "docs/cnn.md", longer + PARTS)
    assert "\n1 addresses are new: scripts/build --publish adds them" in build(published)
    assert publish(published) == ["cnn/#new"]
    assert list_of(published) == before + "cnn/#new\n"


def test_a_lost_address_stops_the_build_and_a_redirect_mends_it(published):
    line = list_of(published).splitlines().index("cnn/#row-first") + 1
    write(published.root, "docs/cnn.md", PAGE + PARTS.replace("row-first", "row-one"))
    report = report_of(published)
    assert f"docs/addresses.txt:{line}: the published address cnn/#row-first is gone" in report
    assert "1 problem." in report
    redirect(published, "cnn/#row-first: cnn/#row-one\n")
    build(published)
    alias = page_of(published, "cnn").find(id="row-first")
    assert alias.name == "span"
    assert alias.parent["id"] == "row-one"
    assert alias.parent.name == "td"


def test_a_part_that_moved_to_another_page_leaves_a_link(published):
    moved = PAGE.replace("{ #sources }", "{ #list }")
    write(published.root, "docs/cnn.md", moved + PARTS)
    redirect(published, "cnn/#sources: claims/#1.1\n")
    build(published)
    left = page_of(published, "cnn").select_one("p.moved#sources")
    assert left.a["href"] == "../claims/#1.1"


def test_a_moved_page_leaves_a_page_that_keeps_the_fragment(published):
    write(published.root, "docs/old.md", "# Old { #old }\n\n## Part { #part }\n\n## Slope { #slope }\n")  # fmt: skip
    build(published)
    publish(published)
    (published.docs / "old.md").unlink()
    assert "the published address old/ is gone" in report_of(published)
    redirect(published, "old/: cnn/\nold/#old: cnn/#cnn\nold/#part: cnn/#kinds\n")
    build(published)
    page = page_of(published, "old")
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert not page.select("meta[http-equiv=refresh]")
    assert [link["href"] for link in page.select("a")] == ["../cnn/", "../cnn/#cnn", "../cnn/#kinds"]  # fmt: skip


def test_entries_of_no_use_stop_the_build_with_their_lines(published):
    with (published.docs / "addresses.txt").open("a") as file:
        file.write("cnn/#one\ncnn/#two\ncnn/#three\n")
    redirect(
        published,
        "cnn/#one: cnn/#nowhere\n"
        "cnn/#two: cnn/#three\n"
        "cnn/#three: cnn/#two\n"
        "cnn/#never: cnn/#slope\n"
        "cnn/#kinds: cnn/#slope\n",
    )
    report = report_of(published)
    for problem in (
        "1: cnn/#one leads to cnn/#nowhere, which does not exist",
        "2: cnn/#two leads to cnn/#three, which does not exist",
        "3: cnn/#three leads to cnn/#two, which does not exist",
        "4: cnn/#never was never published",
        "5: cnn/#kinds still exists",
    ):
        assert f"docs/redirects.yml:{problem}" in report


def test_entries_that_cannot_be_read_stop_the_build_before_its_pages_are_checked(published):
    redirect(
        published,
        "cnn/#one: cnn/#nowhere\ncnn/#one: cnn/#slope\n/cnn: cnn/\ncnn/#four: [cnn/]\n",
    )
    report = report_of(published)
    for problem in (
        "2: cnn/#one stands in line 1 already",
        "3: '/cnn' is not an address",
        "4: ",
    ):
        assert f"docs/redirects.yml:{problem}" in report
    redirect(published, "cnn/#one: cnn/#slope\ncnn/#two: b: c\n")
    assert "docs/redirects.yml:2: not YAML" in report_of(published)
    redirect(published, "- cnn/\n")
    assert "docs/redirects.yml:1: not a mapping" in report_of(published)


def test_a_damaged_list_stops_the_build(published):
    with (published.docs / "addresses.txt").open("a") as file:
        file.write("\ncnn/#cnn\nCNN\n")
    report, lines = report_of(published), len(list_of(published).splitlines())
    assert f"docs/addresses.txt:{lines - 2}: '' is not an address" in report
    assert f"docs/addresses.txt:{lines - 1}: the address cnn/#cnn stands in line 4 already" in report  # fmt: skip
    assert f"docs/addresses.txt:{lines}: 'CNN' is not an address" in report


NAMELESS = {
    "## Made up": "the id made-up of the heading 'Made up' is made up",
    "## Odd { #caf\u00e9 }": "the id 'caf\u00e9' makes no address",
    "| Row |\n| --- |\n| Bare `cell` |": "the table row 'Bare cell' has no id",
    "| Row |\n| --- |\n| Other { #other } |": "the id other does not begin with row-",
    "$$c = d$$\n{ #wrong }": "the id wrong does not begin with eq-",
    "/// correction | “No id”\nText.\n///": "the correction '“No id”' has no id",
}  # Markdown: problem


def test_what_has_no_address_stops_the_build(ran):
    blocks = list(NAMELESS)
    write(ran.root, "docs/cnn.md", PAGE + "\n" + "\n\n".join(blocks) + "\n")
    write(ran.root, "docs/questions/cnn.md", ASKED.replace("    attrs: {id: q-why-so}\n", ""))
    report = report_of(ran)
    assert re.search(r"docs/questions/cnn.md(:\d+)?: the question 'Why so\?' has no id", report)
    line = PAGE.count("\n") + 2
    for block, problem in NAMELESS.items():
        named = line + next((n for n, text in enumerate(block.split("\n")) if re.search("Bare|#other|#wrong", text)), 0)  # fmt: skip
        found = re.search(rf"docs/cnn.md(?::(\d+))?: {re.escape(problem)}", report)
        assert found, problem
        assert found[1] in (str(named), None)
        line += block.count("\n") + 2
    assert report.count("cure: ") == len(NAMELESS) + 1


def test_an_id_used_twice_stops_the_build(ran):
    write(ran.root, "docs/cnn.md", PAGE + '\n<p id="slope">Again.</p>\n')
    assert "docs/cnn.md:10: the id slope is used twice" in report_of(ran)
