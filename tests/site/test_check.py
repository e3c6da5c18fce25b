"""Links, fragments, ids and claims of the finished pages, with the problems written down by hand."""

import pytest

from cheatsheet.base.markup import parse_page
from cheatsheet.base.problems import Problems
from cheatsheet.base.project import Project
from cheatsheet.content.claims import Claim
from cheatsheet.site.check import check_claims, check_links
from cheatsheet.site.model import Site
from miniature import write

CURE = "mend the page's name or the id after #"
# Every kind of link that leads somewhere, or that is not ours to check.
GOOD = """
<a href="https://arxiv.org/abs/1512.03385">Out of the site</a> <a href="//example.org/x">Host</a>
<a href="mailto:a@example.org">Mail</a> <a href="tel:1">Call</a> <a href="data:text/plain,x">Data</a>
<a href="#here">Here</a> <a href="">This page</a> <a href="#">Top</a> <a href=".">Folder</a>
<a href="..">Home</a> <a href="../">Home</a> <a href="../#home">Home</a> <a href="../index.html#home">Home</a>
<a href="../losses/?h=focal&amp;x=1#focal">Query</a> <a href="../losses/#%CE%B1-balance">α</a>
<a href="../my%20files/two%20words.pdf">File</a> <a href="../losses/#:~:text=Most%20random">Words</a>
<a href="#__search">Theme's</a> <img src="../plot.svg#only-dark"> <a href="../plot.svg#layer">No page</a>
<link rel="stylesheet" href="../my%20files/two%20words.pdf"><script src="../plot.svg"></script>
<p id="here">Here</p>
"""


def page(body):
    return parse_page(f"<html><head><title>T</title></head><body>{body}</body></html>")


def site_of(pages):
    others = {
        "index.html": '<h1 id="home">Home</h1>',
        "losses/index.html": '<h2 id="focal">Focal</h2><p id="α-balance">α</p>',
    }
    pages = {name: page(body) for name, body in {**others, **pages}.items()}
    return Site(pages, {"my files/two words.pdf": b"", "plot.svg": b""})


def found(site, root):
    problems = Problems()
    check_links(site, Project(root), problems)
    return [(problem.path, problem.line, problem.what, problem.cure) for problem in problems]


def test_links_that_lead_somewhere_or_out_of_the_site_are_no_problem(tmp_path):
    assert found(site_of({"cnn/index.html": GOOD}), tmp_path) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="{}">x</a>',
        '<img src="{}">',
        '<link rel="icon" href="{}">',
        '<script src="{}"></script>',
        '<video><source src="{}"></video>',
        '<a href="https://example.org"><svg viewBox="0 0 1 1"></svg></a><p><b><a href="{}">x</a></b></p>',
    ],
    ids=["a", "img", "link", "script", "source", "nested"],
)
@pytest.mark.parametrize(
    "link",
    [
        "../gone/",  # no such page
        "../losses",  # a folder is no page without its slash
        "../gone/#focal",
        "losses/",  # relative to the page, not to the root
        "/losses/",  # the root is wherever the site lies
        "../losses/#gone",  # no such id there
        "#gone",  # nor here
        "#focal",  # an id of another page
        "../#focal",
        "../my%20files/two%20word.pdf",
        "../my files/two words.pdf.zip",
        "../../index.html",  # out of the site
        "../losses/#%CE%B2-balance",
    ],
)
def test_a_link_that_leads_nowhere_is_a_problem(tmp_path, markup, link):
    site = site_of({"cnn/index.html": GOOD + markup.format(link)})
    what = f"the link {link} leads nowhere"
    assert found(site, tmp_path) == [("site/cnn/index.html", None, what, CURE)]


def test_pages_that_no_navigation_names_are_checked_too(tmp_path):
    """The home page, an example's, one that a redirect left: whatever lies in the site."""
    dead = '<a href="gone/">x</a>'
    names = ["index.html", "examples/cnn/a/index.html", "moved/index.html", "loose.html"]
    problems = found(site_of(dict.fromkeys(names, dead)), tmp_path)
    assert {(path, what) for path, _, what, _ in problems} == {
        (f"site/{name}", "the link gone/ leads nowhere") for name in names
    }


def test_the_page_for_unknown_addresses_stands_at_any_depth(tmp_path):
    site = site_of({"404.html": '<p id="a"></p><p id="a"></p><a href="/repo/cnn/">x</a>'})
    assert found(site, tmp_path) == []


def test_a_problem_names_the_line_of_the_source(tmp_path):
    text = '# CNN\n\n[a](losses.md#gone)\n\n<p id="two"></p>\n<p id="twofold"></p>\n'
    write(tmp_path, "docs/cnn.md", text)
    body = '<p id="twofold"></p><p id="two"></p><p id="two"></p><a href="../losses/#gone">a</a>'
    assert found(site_of({"cnn/index.html": body}), tmp_path) == [
        ("docs/cnn.md", 5, "the id two is used twice", "rename one of them"),
        ("docs/cnn.md", 3, "the link ../losses/#gone leads nowhere", CURE),
    ]


def test_a_link_that_stands_twice_is_one_problem_and_two_links_are_two(tmp_path):
    dead = '<a href="x/">x</a> <a href="y/">y</a> <a href="x/">x</a>'
    problems = found(site_of({"cnn/index.html": dead}), tmp_path)
    assert [what for _, _, what, _ in problems] == [
        "the link x/ leads nowhere",
        "the link y/ leads nowhere",
    ]


def claim(number, at, line):
    return Claim(number, "cnn", "x", "wrong", "y", [], [], at, line=line)


def test_a_claim_stands_where_it_says():
    site = site_of({"cnn/index.html": '<h2 id="slope">Slope</h2>'})
    claims = [
        claim("1.1", "cnn/#slope", 1),
        claim("1.2", "cnn/", 2),
        claim("1.3", "cnn/#focal", 3),
        claim("1.4", "gone/", 4),
        claim("1.5", "gone/#slope", 5),
        claim("1.6", "plot.svg", 6),
        claim("1.7", "#home", 7),
        claim("1.8", "#slope", 8),
    ]
    problems = Problems()
    check_claims(site, claims, problems)
    assert [(problem.path, problem.line, problem.what) for problem in problems] == [
        ("docs/claims.yml", line, f"claim {number}: it stands at {at}, which does not exist")
        for number, at, line in [
            ("1.3", "cnn/#focal", 3),
            ("1.4", "gone/", 4),
            ("1.5", "gone/#slope", 5),
            ("1.6", "plot.svg", 6),
            ("1.8", "#slope", 8),
        ]
    ]
