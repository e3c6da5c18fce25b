import pytest

from cheatsheet.base.markup import words_of
from cheatsheet.editions.pdf.document import Heading
from cheatsheet.editions.pdf.numbers import contents, headings_of, number_headings

SECTION = """
<h1 id="cnn--top">7. Networks</h1><h2 id="cnn--glance">At a glance</h2><h3>Rows</h3><h3>Columns</h3>
<h2>Depth</h2><h3><em>More</em> layers</h3><h4>Detail</h4>
"""


def headings(chapter) -> list[str]:
    return [words_of(heading) for heading in chapter.iter("h1", "h2", "h3", "h4")]


def test_headings_are_numbered_down_to_the_third_level(article):
    chapter = article(SECTION)
    number_headings(chapter, "cnn", "")
    assert headings(chapter) == [
        "7 Networks",
        "7.1 At a glance",
        "7.1.1 Rows",
        "7.1.2 Columns",
        "7.2 Depth",
        "7.2.1 More layers",
        "Detail",
    ]


def test_headings_without_an_id_get_one_that_is_theirs_alone(article):
    chapter = article(SECTION)
    number_headings(chapter, "cnn", "")
    ids = chapter.xpath(".//@id")
    assert ids[:3] == ["cnn--top", "cnn--glance", "cnn--heading-2"]
    assert len(set(ids)) == 7


def test_an_appendix_takes_the_numbers_of_its_sections(article):
    chapter = article(
        '<h1>Claims</h1><h2>1. Networks</h2><h3 data-verdict="wrong">1.2 Depth</h3><h3>Other</h3>'
        "<h2>7. <em>Normal</em>ization</h2><h2>Sources</h2>"
    )
    number_headings(chapter, "claims", "A")
    assert headings(chapter) == [
        "A Claims",
        "A.1 Networks",
        "1.2 Depth",
        "A.1.1 Other",
        "A.7 Normalization",
        "Sources",
    ]


def test_a_number_inside_an_element_is_taken_too(article):
    chapter = article('<h1><a id="old"></a>3. Networks</h1>')
    number_headings(chapter, "cnn", "")
    assert headings(chapter) == ["3 Networks"]


def test_a_page_without_a_number_stays_without(article):
    chapter = article("<h1>Home</h1><h2>A week</h2>")
    number_headings(chapter, "home", "")
    assert headings(chapter) == ["Home", "A week"]


def test_headings_are_listed_to_the_third_level(article):
    chapter = article('<h1 id="a">One\n<b>1</b></h1><h4 id="b">Four</h4><h3 id="c">Three</h3>')
    assert headings_of(chapter) == [Heading(1, "a", "One 1"), Heading(3, "c", "Three")]


def outline(entries) -> list:
    """Text, target, place of the page number and entries below, of each entry of the contents."""
    return [
        (
            entry.find("a").find_class("text")[0].text,
            entry.find("a").get("href"),
            entry.find("a").find_class("page-of")[0].get("data-page-of"),
            outline(entry.findall("ol/li")),
        )
        for entry in entries
    ]


def test_contents_nest_the_headings_of_two_levels():
    headings = [
        Heading(1, "home", "Home"),
        Heading(1, "cnn", "1 Networks"),
        Heading(2, "a", "1.1 A & B"),
        Heading(3, "deep", "Deep"),
        Heading(2, "b", "1.2 B"),
        Heading(1, "terms", "Terms"),
    ]
    below = [("1.1 A & B", "#a", "a", []), ("1.2 B", "#b", "b", [])]
    assert outline(contents(headings)) == [
        ("Home", "#home", "home", []),
        ("1 Networks", "#cnn", "cnn", below),
        ("Terms", "#terms", "terms", []),
    ]


@pytest.mark.parametrize("name", ["terms--letter-a", "cnn--sources"])
def test_contents_leave_letters_and_sources_out(name):
    assert outline(contents([Heading(1, "cnn", "1"), Heading(2, name, "x")])) == [
        ("1", "#cnn", "cnn", [])
    ]
