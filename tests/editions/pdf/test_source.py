from lxml import html

from cheatsheet.base.problems import Problems
from cheatsheet.editions.gallery import ExampleGroup
from cheatsheet.editions.pdf.source import read_source

GALLERY = """
<h2 id="convolution">Convolution<a class="headerlink" href="#convolution">¶</a></h2>
<div class="cards"><a class="card" href="cnn/stride/">Stride</a><a href="../cnn/">1</a></div>
<h2 id="about">About</h2><p>Text.</p>
"""


def test_pages_are_copies_of_the_sites(make_site):
    site = make_site({"index.html": "", "cnn/index.html": "<h2 id='end'>End</h2><p>x</p>"})
    before = {path: html.tostring(page) for path, page in site.pages.items()}
    problems = Problems()
    source = read_source(site, problems)
    assert not problems
    assert [page.key for page in source.pages.values()] == ["home", "cnn"]
    assert source.pages["cnn/index.html"].article.xpath("//@id") == ["cnn--top", "cnn--end"]
    assert {path: html.tostring(page) for path, page in site.pages.items()} == before


def test_a_page_that_is_missing_or_has_no_title_is_a_problem(make_site):
    site = make_site({"index.html": "", "cnn/index.html": "", "losses/index.html": ""})
    del site.pages["cnn/index.html"]
    site.pages["losses/index.html"].find(".//h1").drop_tree()
    problems = Problems()
    source = read_source(site, problems)
    assert [problem.path for problem in problems] == [
        "site/cnn/index.html",
        "site/losses/index.html",
    ]
    assert list(source.pages) == ["index.html"]


def test_examples_follow_the_gallery_that_lists_them(make_site):
    site = make_site({"index.html": "", "examples/index.html": GALLERY})
    example = make_site({"examples/cnn/stride/index.html": "<p>x</p>"})
    site.pages.update(example.pages)
    source = read_source(site, Problems())
    assert source.groups == [
        ExampleGroup("convolution", "Convolution", ["examples/cnn/stride/index.html"])
    ]
    assert [page.key for page in source.pages.values()] == [
        "home",
        "examples",
        "examples-cnn-stride",
    ]
    # The cards lead to pages that the book holds: they are not printed themselves.
    assert not source.pages["examples/index.html"].article.find_class("cards")


def test_an_example_that_is_missing_is_a_problem_and_in_no_group(make_site):
    problems = Problems()
    source = read_source(make_site({"index.html": "", "examples/index.html": GALLERY}), problems)
    assert [problem.path for problem in problems] == ["site/examples/cnn/stride/index.html"]
    assert [group.paths for group in source.groups] == [[]]
