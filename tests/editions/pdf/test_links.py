import pytest

from cheatsheet.base.markup import element, words_of
from cheatsheet.base.nodes import element_text
from cheatsheet.base.problems import Problems
from cheatsheet.editions.pdf.links import connect
from cheatsheet.editions.pdf.pages import PrintPage, Source

LOSSES = '<h2 id="losses--end">End</h2>'


@pytest.fixture
def connected(make_site, imprint):
    """`connected(link, inside)` is a link of the section cnn after connecting, and the problems.

    `inside` are the pages that the document holds; the site has both and a file.
    """

    def make(
        link: str, inside: tuple[str, ...] = ("cnn", "losses"), address: str = imprint.address
    ):
        site = make_site(
            {"index.html": "", "cnn/index.html": "", "losses/index.html": ""}, files=("a.py",)
        )
        known = imprint.__class__(**{**vars(imprint), "address": address})
        bodies = {
            "cnn": f'<h2 id="cnn--end">End</h2><h2 id="cnn--losses">L</h2><p>{link}</p>',
            "losses": LOSSES,
        }
        chapters = [
            element(f'<section id="{key}" data-page="{key}/index.html">{bodies[key]}</section>')
            for key in inside
        ]
        pages = [PrintPage(f"{key}/index.html", key, None, {"filter"}) for key in inside]
        problems = Problems()
        connect(Source(site, known), chapters, pages, problems)
        return chapters[0].find("p"), [problem.what for problem in problems]

    return make


@pytest.mark.parametrize(
    ("link", "target"),
    [
        # On the page itself, though another page has the same id.
        ("#end", "#cnn--end"),
        ("../losses/#end", "#losses--end"),
        ("../losses/", "#losses"),
        # A heading of the page, not the chapter of that name.
        ("#losses", "#cnn--losses"),
        # What is not printed: its page.
        ("../losses/#filter", "#losses"),
        ("https://example.org/#end", "https://example.org/#end"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_a_link_leads_to_the_place_in_the_document(connected, link, target):
    paragraph, problems = connected(f'<a href="{link}">x</a>')
    assert not problems
    assert element_text(paragraph) == f'<p><a href="{target}">x</a></p>'


def test_a_link_that_print_has_added_stays(connected):
    paragraph, problems = connected('<a href="#losses--end">page</a>')
    assert not problems
    assert paragraph[0].get("href") == "#losses--end"


@pytest.mark.parametrize("link", ["#gone", "../losses/#gone", "../gone/", "../gone.py"])
def test_a_link_to_nothing_is_a_problem(connected, link):
    _, problems = connected(f'<a href="{link}">x</a>')
    assert problems == [f"the link {link} leads nowhere"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('<a class="code" href="../losses/">Code</a>', "Code, page\u00a0000"),
        ('<span class="places"><a href="../losses/#end">3</a></span>', "3\u00a0000"),
        ('<span class="plans"><a href="../losses/#end">Do</a></span>', "Do, page\u00a0000"),
        ('<a href="../losses/#end">End</a>', "End"),
    ],
)
def test_links_to_code_of_the_index_and_of_plans_name_the_page(connected, markup, text):
    paragraph, _ = connected(markup)
    assert paragraph.text_content() == text
    link = next(paragraph.iter("a"))
    for place in paragraph.find_class("page-of"):
        assert place.get("data-page-of") == link.get("href").removeprefix("#")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("../losses/#end", "https://example.org/cv/losses/#end"),
        ("../a.py", "https://example.org/cv/a.py"),
        ("..", "https://example.org/cv/"),
    ],
)
def test_what_the_document_lacks_is_linked_on_the_site(connected, link, address):
    paragraph, problems = connected(f'<a href="{link}">x</a>', inside=("cnn",))
    assert not problems
    assert paragraph[0].get("href") == address


def test_without_an_address_such_a_link_is_text_and_one_to_code_goes(connected):
    markup = 'See <a href="../losses/">6</a> <a class="code" href="../a.py">Code</a>.'
    paragraph, problems = connected(markup, inside=("cnn",), address="")
    assert not problems
    assert words_of(paragraph) == "See 6 ."
    assert not paragraph.xpath(".//@href")
