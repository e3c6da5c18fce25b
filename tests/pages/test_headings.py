"""The headings of a page and the words below them."""

from cheatsheet.base.markup import parse_piece
from cheatsheet.pages.headings import Heading, headings_of

PAGE = """<h1 id="a">1. A page<a class="headerlink" href="#a">#</a></h1><p>one two</p>
<h2 id="b">B &amp; <code>c</code></h2><p>three</p><svg><text>not read</text></svg><h3 id="c">C</h3><p>four five six</p>
<h2>no id</h2><h2 id="d">At a glance</h2><p>seven</p>"""


def test_a_heading_counts_the_words_up_to_the_next_of_its_rank():
    found = headings_of("p/", parse_piece(PAGE))
    assert [(h.address, h.title, h.level) for h in found] == [
        ("p/#a", "1. A page", 1),
        ("p/#b", "B & c", 2),
        ("p/#c", "C", 3),
        ("p/#d", "At a glance", 2),
    ]
    words = {h.address: h.words for h in found}
    # "C four five six" and the heading without an address.
    assert words["p/#c"] == 6
    assert words["p/#b"] == 3 + 1 + words["p/#c"]
    assert words["p/#d"] == 4
    # The sign of the title's link is one.
    assert words["p/#a"] == 4 + 2 + words["p/#b"] + words["p/#d"]
    assert {h.page for h in found} == {"p/"}


def test_minutes_of_a_heading_are_those_of_its_words():
    assert [Heading("p/#a", "A", 1, words).minutes for words in (0, 200, 700)] == [0.5, 1, 3.5]
