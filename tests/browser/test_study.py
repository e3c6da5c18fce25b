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
            "tooLong": False,
        }


def test_a_changed_character_is_noticed(code):
    whole = encode([40, 41, 42, 99, 7])
    changed = [whole[:at] + "z" + whole[at + 1 :] for at in range(len(whole)) if whole[at] != "z"]
    changed += [whole[:end] for end in range(2, len(whole))]
    read = code("argument.map((one) => decode(one, new Set([7, 40, 41, 42, 99])).damaged)", changed)
    assert all(read)


@pytest.mark.parametrize(
    ("part", "times"), [("1-zzzzzz", 30_000), ("7", 30_000), ("-", 30_000), ("1-zzzzzz", 1)]
)
def test_a_code_without_end_is_read_up_to_a_number_of_steps(code, part, times):
    known = list(range(1, 1300))
    read = code(
        "decode(argument[0], new Set(argument[1]))", ["00" + ".".join([part] * times), known]
    )
    steps = len(read["ids"]) + len(read["unknown"]) + len(read["unreadable"]) + read["repeated"]
    assert steps <= 10_000
    assert read["tooLong"] == (times > 1)


def test_a_list_of_all_that_may_be_published_is_not_too_long(code):
    whole = encode(list(range(9_999, 0, -1)))
    assert not code("decode(argument, new Set()).tooLong", whole)
