"""What a finished page prints: what lies between the marks of the build goes unread, and a mark that has moved is a fault."""

import pytest

from cheatsheet.base.markup import parse_piece
from cheatsheet.base.seal import ATTRIBUTE, MADE, NUMBER, enclosed
from cheatsheet.pages.page_reader import BEGUN_NOWHERE, ENDLESS, Reader


def read(text: str) -> tuple[list[str], list[str]]:
    lines = Reader("seal").read(parse_piece(text))
    said = [line.text.strip() for line in lines if not line.what]
    return said, [line.what for line in lines if line.what]


def test_what_the_build_put_in_goes_unread_and_all_else_does_not():
    text = f"<p>One.</p>{enclosed('<p>Made.</p>', 'seal')}<p>Two.</p>"
    assert read(text) == (["One.", "Two."], [])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<p>One.</p><!-- seal --><p>Made. <!-- /seal --></p><p>Two.</p>", ENDLESS),
        ("<p>One.</p><!-- seal --><p>Made.</p><p>Two.</p>", ENDLESS),
        ("<p>One. <!-- /seal --></p><p>Two.</p>", BEGUN_NOWHERE),
    ],
)
def test_a_mark_that_has_moved_is_named_below_the_words_in_front_of_it(text, what):
    found = [(line.text, line.what) for line in Reader("seal").read(parse_piece(text)) if line.what]
    assert ("One.", what) in found


def test_an_end_alone_hides_nothing():
    text = "<p>One.</p><!-- /seal --><p>Two.</p>"
    assert read(text) == (["One.", "Two."], [BEGUN_NOWHERE])


@pytest.mark.parametrize("kind", [NUMBER, MADE])
def test_the_seal_of_another_page_checks_nothing(kind):
    def printed(seal: str) -> str:
        piece = parse_piece(f'<p>It takes <span {ATTRIBUTE}="{seal} {kind}">9.9</span>.</p>')
        return "".join(line.text for line in Reader("seal").read(piece) if not line.what)

    assert printed("other") == "It takes 9.9."
    assert printed("seal") != "It takes 9.9."
