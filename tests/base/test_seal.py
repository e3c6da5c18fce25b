"""Seals: the same for the same texts, others for others."""

from cheatsheet.base.seal import enclosed, seal_of


def test_a_seal_is_the_digest_of_all_texts():
    assert seal_of("a", "b") == seal_of("a", "b")
    assert len({seal_of("a", "b"), seal_of("ab"), seal_of("a", "c"), seal_of("", "ab")}) == 4
    assert seal_of("\ud800")


def test_what_is_enclosed_stands_between_two_comments():
    assert enclosed("x", "abc") == "<!-- abc -->\n\nx\n\n<!-- /abc -->"
