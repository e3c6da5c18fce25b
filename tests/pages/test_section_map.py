"""The overview on the home page."""

from lxml import html

from cheatsheet.content.sections import Section
from cheatsheet.pages.section_map import card, section_map, thumbnail_images

SECTIONS = [
    Section(1, "Networks & more", "cnn", "", "They <see>.", plot="cnn/good#line"),
    Section(2, "Losses", "losses", "", "They fall."),
]


def test_each_section_is_a_card_that_leads_to_its_page():
    [overview] = html.fragments_fromstring(section_map(SECTIONS, "../"))
    assert overview.get("class") == "cards"
    # Its words stand on the pages that it leads to.
    assert "data-search-exclude" in overview.attrib
    first, second = overview.findall("li/a")
    assert [first.get("href"), second.get("href")] == ["../cnn/", "../losses/"]
    assert first.findtext("span[@class='card-title']") == "1. Networks & more"
    assert first.findtext("span[@class='card-line']") == "They <see>."
    plot = "../assets/thumbnails/cnn-good-line"
    images = [image.get("src") for image in first.findall("span[@class='card-plot']/img")]
    assert images == [f"{plot}-light.svg#only-light", f"{plot}-dark.svg#only-dark"]
    assert second.findall(".//img") == []


def test_a_small_plot_has_a_size_and_says_nothing_beside_its_title():
    for image in html.fragments_fromstring(thumbnail_images("cnn/good", "line", "")):
        shown = {name: image.get(name) for name in ("alt", "width", "height", "loading", "class")}
        assert shown == {
            "alt": "",
            "width": "200",
            "height": "120",
            "loading": "lazy",
            "class": "thumbnail",
        }


def test_the_picture_of_a_card_is_html_and_its_words_are_text():
    [item] = html.fragments_fromstring(card("x/", "<b>1</b>", "<i>", "a & b"))
    assert item.findtext(".//b") == "1"
    assert item.find(".//i") is None
    assert item.text_content() == "1<i>a & b"
