"""A text that is written as a cure says comes out as it is."""

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from cheatsheet.markdown.link_words import as_markdown, text_of_link

TEXTS = [
    "11 px",
    "a_b_c",
    "2*3*4 `x`",
    r"a\b",
    "[1, 2]",
    "<b>5</b> & 3 < 4",
    "$5 to $6",
    "< 1 %",
]


class Says(Treeprocessor):
    """Keeps what the one link of a page says."""

    def run(self, root):
        self.says = [text_of_link(link, self.md.htmlStash) for link in root.iter("a")]


@pytest.fixture
def says():
    converter = Markdown(extensions=["pymdownx.arithmatex"])
    reader = Says(converter)
    # Where links are checked, too: before the marks are taken out.
    converter.treeprocessors.register(reader, "says", 6)

    def convert(text: str) -> list[str]:
        converter.reset()
        converter.convert(f"See [{text}](x).")
        return reader.says

    return convert


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_out_as_it_is(says, text):
    assert says(as_markdown(text)) == [text]


def test_entities_and_emphasis_are_read_as_they_are_shown(says):
    assert says("&minus;1&nbsp;×") == ["−1\N{NO-BREAK SPACE}×"]
    assert says("**1**1 *px*") == ["11 px"]


def test_html_stays_a_mark_that_no_fact_says(says):
    [said] = says("<b>1</b>")
    assert said not in ("1", "<b>1</b>")
