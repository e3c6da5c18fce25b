"""The code of a study list: what Python and the browser write is the same, and the browser reads it."""

import random

import pytest

from cheatsheet.pages.study_code import encode


@pytest.fixture(scope="module")
def code(root, browser):
    """`code(expression)` evaluates with encode and decode of code.js at hand."""
    source = (root / "docs/assets/javascripts/code.js").read_text("utf-8").replace("export ", "")
    page = browser.new_page()
    yield lambda expression, argument: page.evaluate(
        f"(argument) => {{ {source}; return {expression}; }}", argument
    )
    page.close()


def test_both_write_the_same_code_and_it_reads_back(code):
    dice = random.Random(5)
    lists = [
        [],
        [1],
        [7, 8],
        [7, 8, 9],
        [9, 8, 7],
        list(range(1, 1300)),
        [35, 36, 37, 1295, 1296, 1297],
    ]
    lists += [dice.sample(range(1, 1300), dice.randrange(1, 60)) for _ in range(50)]
    assert code("argument.map(encode)", lists) == [encode(ids) for ids in lists]
    known = list(range(1, 1300))
    for ids in lists[1:]:
        read = code("decode(argument[0], new Set(argument[1]))", [encode(ids), known])
        assert read == {
            "ids": ids,
            "unknown": [],
            "unreadable": [],
            "repeated": 0,
            "damaged": False,
        }


def test_a_changed_character_is_noticed(code):
    whole = encode([40, 41, 42, 99, 7])
    changed = [whole[:at] + "z" + whole[at + 1 :] for at in range(len(whole)) if whole[at] != "z"]
    changed += [whole[:end] for end in range(2, len(whole))]
    read = code("argument.map((one) => decode(one, new Set([7, 40, 41, 42, 99])).damaged)", changed)
    assert all(read)
