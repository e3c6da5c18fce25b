"""What names a result: a number beside it is none of the set-up."""

import pytest

from cheatsheet.markdown.numerals import RESULT


@pytest.mark.parametrize(
    "words",
    [
        *("28 AP", "mAP of 28", "gains 3", "loses 3", "lost 3", "3 points", "accuracy 3"),
        *(
            "3 right",
            "3 wrong",
            "3 correct",
            "3 better",
            "3 worse",
            "wins 3",
            "error 3",
            "best of 3",
        ),
        *("3 faster", "slowest 3", "high 3", "lower 3", "3 times as", "drops 3", "improves 3"),
        *("only 3", "up to 3", "at most 3", "at least 3"),
    ],
)
def test_a_result_is_known_by_its_name(words):
    assert RESULT.search(words)


@pytest.mark.parametrize("words", ["the MAP estimate", "APs", "bright 3", "3 layers", "a map of 3"])
def test_other_words_are_no_results(words):
    assert not RESULT.search(words)
