"""The one clock: which words are read through, how long they take, and how that is told."""

import re

import pytest

from cheatsheet.base.markup import parse_piece
from cheatsheet.content.reading import minutes, number, texts_of, time, words_in
from cheatsheet.pages.headings import headings_of
from cheatsheet.pages.page_facts import tell_facts


def words(count):
    return f"<p>{'word ' * count}</p>"


def test_every_text_comes_once_in_order_with_what_stands_around_it():
    root = parse_piece("a<p>b<b>c</b>d</p>e")
    assert [(around.tag, text) for around, text in texts_of(root)] == [
        ("div", "a"),
        ("p", "b"),
        ("b", "c"),
        ("p", "d"),
        ("div", "e"),
    ]


def test_drawings_lists_of_sources_and_comments_are_not_read_but_what_follows_is():
    root = parse_piece(
        "one<svg><g><text>no</text></g>no</svg>two<!-- no -->three"
        '<ul class="x sources"><li>no</li>no</ul>four<ul class="sourcesx"><li>five</li></ul>'
    )
    assert [text for _, text in texts_of(root)] == ["one", "two", "three", "four", "five"]
    assert words_in(root) == 5


def test_the_text_behind_an_element_is_not_its_own():
    root = parse_piece("<p>one two</p>three")
    assert words_in(root[0]) == 2


def test_minutes_are_halves_and_never_none():
    # 200 words a minute.
    assert [minutes(count) for count in (0, 99, 149, 151, 200, 251, 2000)] == [
        0.5,
        0.5,
        0.5,
        1,
        1,
        1.5,
        10,
    ]


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (0.5, "½ min"),
        (3, "3 min"),
        (3.5, "3½ min"),
        (59.5, "59½ min"),
        (60, "1 h 0 min"),
        (91.5, "1 h 31 min"),
        (125, "2 h 5 min"),
    ],
)
def test_a_length_is_short(length, shown):
    assert time(length) == shown


def test_a_number_of_minutes_stands_alone():
    assert [number(length) for length in (0.5, 1.0, 3.5)] == ["½", "1", "3½"]


def test_a_title_takes_as_long_as_the_line_of_its_page_says():
    piece = parse_piece(
        f'<h1 id="cnn">1. CNN</h1><p class="lead">One sentence.</p>{words(500)}'
        f'<figure class="plot"><svg><text>{words(900)}</text></svg></figure>'
        f'<h2 id="slope">Slope</h2>{words(496)}'
        f'<ul class="sources"><li>{words(900)}</li></ul>'
    )
    title, slope = headings_of("cnn/", piece)
    tell_facts(piece)
    line = piece.find_class("page-facts")[0].text
    [read] = map(float, re.findall(r"(\d+) minutes", line))
    # 1001 words, then 497.
    assert read == 5
    assert title.minutes == read
    assert slope.minutes == 2.5
