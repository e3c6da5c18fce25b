"""Pages that are parsed when somebody asks for them, and the changes that wait until then."""

import pytest

from cheatsheet.base.markup import page_text, parse_page
from cheatsheet.site.trees import Trees

PAGE = "<!doctype html>\n<html><body><p>one</p></body></html>"


def say(word):
    def change(root):
        root.find(".//p").text += f" {word}"

    return change


@pytest.fixture
def read():
    """How often the text of a page was read."""
    times = []

    def text() -> str:
        times.append(1)
        return PAGE

    text.times = times
    return text


def test_a_page_that_nobody_asks_for_is_never_read(read):
    trees = Trees()
    trees.keep("a.html", "k", read)
    trees.change("a.html", "c", say("two"))
    assert list(trees) == ["a.html"]
    assert trees.key("a.html")
    assert not read.times


def test_changes_are_made_in_their_order_whenever_the_page_is_asked_for(read):
    late, early, text = Trees(), Trees(), Trees()
    for trees in (late, early, text):
        trees.keep("a.html", "k", read)
        trees.change("a.html", "c", say("two"))
        if trees is early:
            assert trees["a.html"].findtext(".//p") == "one two"
        trees.change("a.html", "d", say("three"))
    assert late["a.html"].findtext(".//p") == "one two three"
    assert page_text(early["a.html"]) == text.text("a.html") == late.text("a.html")
    # What is written once can be written again, and asked for.
    assert text["a.html"].findtext(".//p") == "one two three"
    assert late.key("a.html") == early.key("a.html") == text.key("a.html")


def test_a_page_that_no_step_changes_is_written_as_it_was_kept(read):
    trees = Trees()
    trees.keep("a.html", "k", read)
    assert trees.text("a.html") == PAGE
    assert trees.key("a.html") == "k"


def test_the_key_tells_texts_and_changes_and_their_order_apart(read):
    def key(text, *changes):
        trees = Trees()
        trees.keep("a.html", text, read)
        for change in changes:
            trees.change("a.html", change, say(change))
        return trees.key("a.html")

    keys = [
        key("k"),
        key("l"),
        key("k", "c"),
        key("k", "c", "d"),
        key("k", "d", "c"),
        key("k", "cd"),
    ]
    assert len(set(keys)) == len(keys)


def test_a_tree_that_is_put_there_has_no_key_and_is_changed_at_once():
    trees = Trees({"a.html": parse_page(PAGE)})
    trees.change("a.html", "c", say("two"))
    assert trees["a.html"].findtext(".//p") == "one two"
    assert trees.key("a.html") is None
    trees["b.html"] = parse_page(PAGE)
    assert trees.key("b.html") is None
    del trees["a.html"]
    assert list(trees) == ["b.html"]
