"""Changing trees: no text may be lost, doubled or moved, wherever lxml hangs it."""

import pytest

from cheatsheet.base.markup import element
from cheatsheet.base.nodes import (
    append_nodes,
    copy_of,
    element_text,
    find,
    level_of,
    new_element,
    parent_of,
    prepend_nodes,
    put_after,
    replace_by,
    set_text_before,
    take_nodes,
    text_before,
    wrap_element,
)

MIXED = "<p>one<b>two</b>three<i>four</i>five</p>"


def test_a_new_element_escapes_what_it_is_given():
    made = new_element("a", {"title": 'a & "b"'}, "1 < 2", new_element("b", {}, "&amp;"), " end")
    text = element_text(made)
    assert "1 &lt; 2<b>&amp;amp;</b> end" in text
    assert element(text).get("title") == 'a & "b"'


def test_nodes_are_taken_in_order_and_leave_an_empty_element():
    mixed = element(MIXED)
    nodes = take_nodes(mixed)
    assert [node if isinstance(node, str) else element_text(node) for node in nodes] == [
        "one",
        "<b>two</b>",
        "three",
        "<i>four</i>",
        "five",
    ]
    assert element_text(mixed) == "<p></p>"
    append_nodes(mixed, nodes)
    assert element_text(mixed) == MIXED


def test_texts_are_put_behind_each_other_and_in_front():
    mixed = element("<p>b</p>")
    append_nodes(mixed, ["c", new_element("b", {}), "d", "e"])
    prepend_nodes(mixed, new_element("i", {}), "a")
    assert element_text(mixed) == "<p><i></i>abc<b></b>de</p>"


def test_a_copy_has_no_text_behind_it_and_shares_nothing():
    mixed = element(MIXED)
    copied = copy_of(mixed[0])
    copied.text = "changed"
    assert element_text(copied) == "<b>changed</b>"
    assert copied.tail is None
    assert element_text(mixed) == MIXED


def test_replacing_and_wrapping_leave_the_text_behind_in_its_place():
    mixed = element(MIXED)
    replace_by(mixed[0], new_element("u", {}, "2"))
    wrap_element(mixed[1], new_element("s", {}))
    assert element_text(mixed) == "<p>one<u>2</u>three<s><i>four</i></s>five</p>"


@pytest.mark.parametrize(("position", "before"), [(0, "one"), (1, "three")])
def test_the_text_before_an_element_is_read_and_changed(position, before):
    mixed = element(MIXED)
    assert text_before(mixed[position]) == before
    set_text_before(mixed[position], "x")
    assert element_text(mixed) == MIXED.replace(before, "x")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], "<p>onethree<i>four</i>five</p>"),
        (["u"], "<p>one<u></u>three<i>four</i>five</p>"),
        (["u", "s"], "<p>one<u></u><s></s>three<i>four</i>five</p>"),
    ],
)
def test_any_number_of_elements_takes_the_place_of_one(names, expected):
    mixed = element(MIXED)
    old = mixed[0]
    replace_by(old, *(new_element(name, {}) for name in names))
    assert element_text(mixed) == expected
    assert element_text(old) == "<b>two</b>"
    assert (old.getparent(), old.tail) == (None, None)


def test_the_last_of_several_may_go_and_its_text_stays():
    mixed = element(MIXED)
    replace_by(mixed[1])
    assert element_text(mixed) == "<p>one<b>two</b>threefive</p>"


def test_an_element_is_put_right_behind_another():
    mixed = element(MIXED)
    put_after(mixed[0], new_element("u", {}, "2½"))
    put_after(mixed[2], new_element("s", {}))
    assert element_text(mixed) == "<p>one<b>two</b><u>2½</u>three<i>four</i><s></s>five</p>"


def test_the_first_element_at_a_path_is_found_and_its_parent():
    nested = element("<div><p>a<b>1</b></p><p><b>2</b></p></div>")
    found = find(nested, "p/b")
    assert found.text == "1"
    assert parent_of(found) is nested[0]
    with pytest.raises(AssertionError, match="p/i"):
        find(nested, "p/i")
    with pytest.raises(AssertionError, match="div"):
        parent_of(new_element("div", {}))


def test_headings_have_levels():
    levels = [level_of(element(f"<h{number}>a</h{number}>")) for number in range(1, 7)]
    assert levels == [1, 2, 3, 4, 5, 6]
