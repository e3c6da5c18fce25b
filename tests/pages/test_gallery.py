"""The gallery of all examples."""

from lxml import html

from cheatsheet.content.sections import Section
from cheatsheet.examples.model import Figure
from cheatsheet.pages.gallery import gallery
from miniature import result

SECTIONS = [Section(6, "Losses & co", "losses", ""), Section(1, "Networks", "cnn", "")]
RESULTS = {
    "cnn/plain": result("Plain", "Is it?", facts={"first": "< 1", "second": "2"}),
    "cnn_more/other": result("Not of these"),
    "losses/focal": result("Focal <loss>", "What & why?", {"first": "3"}, {"one": Figure("", ""), "two": Figure("", "")}),
}  # fmt: skip


def test_examples_stand_below_their_section_in_the_order_of_sections():
    made = html.fragments_fromstring(gallery(RESULTS, SECTIONS, "../"))
    assert [part.tag for part in made] == ["h2", "ul", "h2", "ul"]
    headings = [(part.get("id"), part.text) for part in made[::2]]
    assert headings == [("losses", "6. Losses & co"), ("cnn", "1. Networks")]
    links = [[link.get("href") for link in part.findall("li/a")] for part in made[1::2]]
    assert links == [["../examples/losses/focal/"], ["../examples/cnn/plain/"]]


def test_a_card_shows_the_first_figure_or_else_the_first_fact():
    drawn, plain = html.fragments_fromstring(gallery(RESULTS, SECTIONS, ""))[1::2]
    assert drawn.find(".//img").get("src") == (
        "assets/thumbnails/losses-focal-one-light.svg#only-light"
    )
    assert drawn.findtext(".//span[@class='card-title']") == "Focal <loss>"
    assert drawn.findtext(".//span[@class='card-line']") == "What & why?"
    assert plain.findtext(".//span[@class='card-fact']") == "< 1"
    assert plain.find(".//img") is None


def test_a_section_without_examples_has_no_heading():
    made = gallery({"cnn/plain": RESULTS["cnn/plain"]}, SECTIONS, "")
    assert "losses" not in made
    assert gallery({}, SECTIONS, "") == ""
