"""Links of an e-book stay in it where they can, else lead to the site or are text."""

import pytest
from lxml.html import HtmlElement

from cheatsheet.base.nodes import element_text, new_element
from cheatsheet.base.problems import Problems
from cheatsheet.editions.epub.chapter import PAGE, Chapter
from cheatsheet.editions.epub.links import connect

RUN = "examples/cnn/pool/index.html"


@pytest.fixture
def connected(article, make_site):
    """`connected(link, address)` is that link in the chapter of `cnn/`, and what was wrong with it."""

    def make(link: str, address: str = "") -> tuple[str, Problems]:
        site = make_site(
            dict.fromkeys(("index.html", "cnn/index.html", RUN, "study/index.html"), "")
        )

        def chapter(file: str, page: str, body: str, dropped: tuple[str, ...] = ()) -> Chapter:
            made: HtmlElement = article(body)
            made.set(PAGE, page)
            return Chapter(file, file, "chapter", made, page, dropped=set(dropped))

        run = (
            f'<section id="run-cnn-pool" {PAGE}="{RUN}"><i id="run-cnn-pool--photo"></i></section>'
        )
        chapters = [
            chapter("cnn.xhtml", "cnn/index.html", f'<p id="here">{link}</p>', ("gone",)),
            chapter("losses.xhtml", "losses/index.html", '<h2 id="focal">Focal</h2>'),
            Chapter("runs-cnn.xhtml", "Runs", "appendix", new_element("article", {})),
        ]
        chapters[2].article.append(article(run)[0])
        problems = Problems()
        connect(chapters, site, address, problems)
        assert not any(PAGE in tag.attrib for part in chapters for tag in part.article.iter("*"))
        return element_text(chapters[0].article[0]), problems

    return make


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("../losses/", "losses.xhtml"),
        ("../losses/#focal", "losses.xhtml#focal"),
        ("#here", "#here"),
        ("#gone", "cnn.xhtml"),
        ("../examples/cnn/pool/#photo", "runs-cnn.xhtml#run-cnn-pool--photo"),
        ("../examples/cnn/pool/#plot", "runs-cnn.xhtml#run-cnn-pool"),
        ("../examples/cnn/pool/", "runs-cnn.xhtml#run-cnn-pool"),
        ("https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
    ],
)
def test_what_the_book_holds_is_found_in_it(connected, href, target):
    made, problems = connected(f'<a href="{href}">x</a>', "https://x.org/cv/")
    assert f'<a href="{target}">x</a>' in made
    assert not problems


def test_what_it_does_not_hold_is_on_the_site_or_text(connected):
    link = '<a href="../study/?list=1.2#own">a list</a>'
    made, problems = connected(link, "https://x.org/cv/")
    assert '<a href="https://x.org/cv/study/?list=1.2#own">a list</a>' in made
    assert not problems
    made, problems = connected(link)
    assert made == '<p id="here">a list</p>'
    assert not problems


@pytest.mark.parametrize("href", ["../losses/#lost", "../nothing/", "#nowhere"])
def test_a_link_to_nothing_is_a_problem(connected, href):
    _, problems = connected(f'<a href="{href}">x</a>', "https://x.org/")
    [problem] = problems
    assert (problem.path, problem.what) == (
        "site/cnn/index.html",
        f"the link {href} leads nowhere",
    )
