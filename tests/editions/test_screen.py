"""What only a screen can use is in no edition."""

import re

import pytest

from cheatsheet.base.nodes import element_text
from cheatsheet.editions import screen as steps


def inner(article) -> str:
    return re.sub(r"^<article[^>]*>|</article>$", "", element_text(article))


def test_what_only_a_screen_can_use_goes_and_the_text_around_it_stays(article):
    page = article(
        '<p>a<button>Copy</button>b<a class="headerlink" href="#x">¶</a>c</p><script>x</script>'
        '<div class="other offers">Offline</div><img src="d.png#only-dark"><img src="l.png#only-light">'
    )
    steps.drop_screen_parts(page)
    assert inner(page) == '<p>abc</p><img src="l.png#only-light">'


def test_a_heading_above_nothing_goes(article):
    page = article(
        "<h1>Title</h1><h2>Empty</h2><h2>Full</h2><h3>Part</h3><p>x</p>"
        "<div><h3>In a block</h3></div><h2>Last</h2>"
    )
    steps.drop_empty_headings(page)
    assert [heading.text for heading in page.iter("h1", "h2", "h3")] == [
        "Title",
        "Full",
        "Part",
        "In a block",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A word <a class='claim'>7.1</a>", "A word\u00a0<a"),
        ("<b>A</b> word\n<a class='claim'>7.1</a>", "</b> word\u00a0<a"),
        ("<b>A</b> <a class='claim'>7.1</a>", "</b> <a"),
        ("A word <a class='code'>run</a>", "A word <a"),
    ],
)
def test_a_mark_stays_with_the_word_before_it(article, before, after):
    page = article(f"<p>{before}</p>")
    steps.keep_marks_with_words(page)
    assert after in inner(page)
