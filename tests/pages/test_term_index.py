"""The page of the index: letters, entries and synonyms, and what the links to places say."""

import pytest
from lxml import html

from cheatsheet.content.places import Place
from cheatsheet.content.terms import Term, Terms, slug
from cheatsheet.pages.term_index import labels, letter_of, term_index

FOCAL = Term(
    "Focal loss",
    "Counts little < much.",
    ["FL", "R&D loss"],
    ["1×1 convolution"],
    places=[Place("losses/#focal", "heading", "Focal loss", "Focal loss")],
)
POINTWISE = Term("1×1 convolution", places=[Place("cnn/", "page", "1. CNN", "1. CNN")])
ANCHOR = Term(
    "Anchor",
    "A box.",
    places=[
        Place("detection/#anchors", "heading", "Anchor boxes", "Anchor boxes"),
        Place("detection/#fig-a", "plot", "", "Anchor boxes"),
    ],
)


@pytest.fixture(scope="module")
def made():
    entries = [FOCAL, POINTWISE, ANCHOR]
    by_slug = {slug(name): term for term in entries for name in (term.name, *term.also)}
    return term_index(Terms(entries, by_slug), "../")


@pytest.fixture(scope="module")
def root(made):
    return html.fragment_fromstring(made, create_parent=True)


def test_the_letters_that_there_are_stand_in_order(made, root):
    [bar] = root.find_class("letters")
    assert [(link.get("href"), link.text) for link in bar] == [
        ("#letter-0", "0–9"),
        ("#letter-a", "A"),
        ("#letter-f", "F"),
        ("#letter-r", "R"),
    ]
    assert [line for line in made.splitlines() if line.startswith("#")] == [
        "## 0–9 { #letter-0 }",
        "## A { #letter-a }",
        "## F { #letter-f }",
        "## R { #letter-r }",
    ]


def test_names_and_synonyms_are_sorted_below_their_letters(root):
    assert [[entry.get("id") for entry in group.iter("dt")] for group in root.iter("dl")] == [
        ["term-1x1-convolution"],
        ["term-anchor"],
        ["term-fl", "term-focal-loss"],
        ["term-r-d-loss"],
    ]


def test_an_entry_says_what_it_means_and_where_it_stands(root):
    name, means, places = root.xpath(".//dt[@id='term-focal-loss'] | .//dt[@id='term-focal-loss']/following-sibling::dd")  # fmt: skip
    assert name.text_content() == "Focal loss FL, R&D loss"
    assert dict(name.find("a").attrib) == {
        "class": "headerlink",
        "href": "#term-focal-loss",
        "aria-label": "Link to Focal loss",
        "title": "Link to Focal loss",
    }
    assert means.text == "Counts little < much."
    assert places.text_content() == "Losses. See also 1×1 convolution"
    assert [link.get("href") for link in places] == ["../losses/#focal", "#term-1x1-convolution"]


def test_several_places_stand_in_one_line(root):
    [places] = root.xpath(".//dt[@id='term-anchor']/following-sibling::dd[@class='places']")
    assert places.text_content() == "Detection: Anchor boxes · plot"


def test_an_entry_without_meaning_has_no_line_for_it(root):
    [places] = root.xpath(".//dt[@id='term-1x1-convolution']/following-sibling::dd")
    assert places.get("class") == "places"


def test_a_synonym_leads_to_its_entry(root):
    entry = root.get_element_by_id("term-fl")
    assert (entry.get("class"), entry.text) == ("see", "FL")
    assert entry.getnext().text_content() == "see Focal loss"
    assert entry.getnext()[0].get("href") == "#term-focal-loss"


@pytest.mark.parametrize(
    ("name", "letter"), [("1×1", "0–9"), ("focal", "F"), ("Étude", "E"), ("(b)", "B")]
)
def test_a_name_stands_under_its_first_letter(name, letter):
    assert letter_of(name) == letter


@pytest.mark.parametrize(
    ("places", "told"),
    [
        # While page or heading stay, only what differs.
        (
            [
                Place("losses/#ciou", "heading", "Box losses", "Box losses"),
                Place("losses/#eq-a", "formula", "", "Box losses"),
                Place("losses/#eq-b", "formula", "", "Box losses"),
                Place("claims/#6.6", "claim", "6.6", ""),
                Place("cnn/", "page", "1. CNN", "1. CNN"),
                Place("cnn/#fig-a", "plot", "", "Dilation"),
            ],
            ["Losses: Box losses", "formula", "formula 2", "Claims: 6.6 (claim)", "CNN", "Dilation (plot)"],
        ),
        # Words that the term itself has are left out.
        (
            [
                Place("losses/#focal", "heading", "Focal loss", "Focal loss"),
                Place("losses/#row-focal", "table", "FL", "Loss table"),
                Place("cnn/#row-fl", "table", "fl", "Heads"),
                Place("cnn/#row-head", "table", "Focal head", "Heads"),
            ],
            ["Losses", "table", "CNN (table)", "Focal head (table)"],
        ),
        # A heading that was said on one page is said anew on the next.
        (
            [
                Place("losses/#a", "heading", "Balance", "Balance"),
                Place("pitfalls/#q-a", "question", "Why?", "Balance"),
            ],
            ["Losses: Balance", "Pitfalls: Balance (question)"],
        ),
    ],
)  # fmt: skip
def test_a_link_says_what_differs(places, told):
    assert labels(Term("Focal loss", also=["FL"], places=places)) == told
